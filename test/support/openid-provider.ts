/** A real OpenID provider on this machine, with people who are in groups; whoever says who they are is believed. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export type ProvidedPerson = {
  /** What they type to sign in. */
  readonly login: string;
  readonly name: string;
  /** Null: the claim is missing. */
  readonly groups: readonly string[] | null;
};

export type RunningProvider = {
  readonly issuer: string;
  readonly clientSecret: string;
  close(): void;
};

export const clientId = "accesslens";

/** `claimsIn`: whether the groups stand in the ID token, or are told when they are asked for. */
export async function startProvider(options: {
  readonly people: readonly ProvidedPerson[];
  readonly redirectUri: string;
  readonly claimsIn: "id-token" | "userinfo";
  readonly clientAuthentication?: "client_secret_basic" | "client_secret_post";
}): Promise<RunningProvider> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const clientSecret = "a secret of 256 bits, or so / + :";
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [options.redirectUri],
        token_endpoint_auth_method: options.clientAuthentication ?? "client_secret_basic",
      },
    ],
    claims: { openid: ["sub"], profile: ["name"], groups: ["groups"] },
    conformIdTokenClaims: options.claimsIn === "userinfo",
    cookies: { keys: ["of this test"] },
    pkce: { required: () => true },
    findAccount: (_, login) => {
      const person = options.people.find((one) => one.login === login);
      if (person === undefined) return undefined;
      const { name, groups } = person;
      return {
        accountId: login,
        claims: () => ({ sub: login, name, ...(groups === null ? {} : { groups: [...groups] }) }),
      };
    },
    // What the client asks for is consented to.
    async loadExistingGrant(context) {
      const { client, session, requestParamScopes } = context.oidc;
      const accountId = session?.accountId;
      if (client === undefined || accountId === undefined) return undefined;
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId });
      grant.addOIDCScope([...requestParamScopes].join(" "));
      await grant.save();
      return grant;
    },
  });
  server.on("request", provider.callback());
  return { issuer, clientSecret, close: () => server.close() };
}
