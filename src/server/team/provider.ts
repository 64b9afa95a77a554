/** The OpenID provider: where people sign in, and what it says of them afterwards. */
import type { ClientAuth, Configuration } from "openid-client";
import { err, ok, type Result } from "../../model/index.ts";
import type { TeamSettings } from "../../work/team-file.ts";

/** Of one sign-in, known to this server alone until the provider sends its part back. */
export type SignInSecrets = {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
};

export type Claims = Readonly<Record<string, unknown>>;

export interface Provider {
  /** Where the browser is sent to sign in. */
  signInUrl(secrets: SignInSecrets): Promise<URL>;
  /**
   * What the provider says of the person who comes back to `address` with a code. The error, where it says nothing that is valid, is for
   * who runs the server, not for who asks.
   */
  claims(address: URL, secrets: SignInSecrets): Promise<Result<Claims, string>>;
}

export type ProviderFault = { readonly message: string; readonly advice: string };

/** Where the provider sends people back to. */
export const callbackPath = "/callback";

const timeoutSeconds = 10;

/** Asks the provider for its metadata. */
export async function discoverProvider(settings: TeamSettings): Promise<Result<Provider, ProviderFault>> {
  // Where it is used alone: other commands start without it.
  const client = await import("openid-client");
  const { issuer, clientId } = settings;
  const allowed = issuer.protocol === "http:" ? [client.allowInsecureRequests] : [];
  let configuration: Configuration;
  try {
    configuration = await client.discovery(issuer, clientId, undefined, authenticated(client, settings), {
      // The ID token's signature is checked, too, although it comes from the provider itself.
      execute: [client.enableNonRepudiationChecks, ...allowed],
      timeout: timeoutSeconds,
    });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return err(unusable(issuer, reasonOf(cause)));
  }
  const metadata = configuration.serverMetadata();
  if (metadata.authorization_endpoint === undefined || metadata.token_endpoint === undefined) {
    return err(unusable(issuer, "it tells of no authorization_endpoint or no token_endpoint"));
  }
  return ok({
    async signInUrl({ state, nonce, codeVerifier }) {
      return client.buildAuthorizationUrl(configuration, {
        redirect_uri: new URL(callbackPath, settings.publicUrl).href,
        response_type: "code",
        scope: settings.scopes.join(" "),
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
      });
    },
    async claims(address, { state, nonce, codeVerifier }) {
      try {
        const tokens = await client.authorizationCodeGrant(configuration, address, {
          pkceCodeVerifier: codeVerifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const told = tokens.claims();
        if (told === undefined) return err("the provider sent no ID token");
        // Many keep the ID token small, and tell the rest when they are asked.
        const isComplete = told[settings.groups.claim] !== undefined;
        if (isComplete || metadata.userinfo_endpoint === undefined) return ok(told);
        return ok({ ...(await client.fetchUserInfo(configuration, tokens.access_token, told.sub)), ...told });
      } catch (cause) {
        if (!(cause instanceof Error)) throw cause;
        return err(reasonOf(cause));
      }
    },
  });
}

/** By the specification, a provider that does not say what it takes takes `basic`. */
function authenticated(
  client: typeof import("openid-client"),
  { clientSecret, clientAuthentication }: TeamSettings,
): ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(clientSecret), client.ClientSecretPost(clientSecret)];
  return (server, ...rest) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const shown = clientAuthentication ?? (taken.includes("client_secret_basic") ? "basic" : "post");
    return shown === "basic" ? basic(server, ...rest) : post(server, ...rest);
  };
}

function unusable(issuer: URL, reason: string): ProviderFault {
  const metadata = `${issuer.href.replace(/\/$/, "")}/.well-known/openid-configuration`;
  return {
    message: `the OpenID provider ${issuer.href} can't be used: ${reason}`,
    advice: `Check that this machine reaches ${metadata}, and that the issuer it tells is the one of the team file, to the letter (a slash at the end counts).`,
  };
}

/** The library's words with what lies below them, such as a connection that was refused. */
function reasonOf(cause: Error): string {
  const below = cause.cause instanceof Error ? cause.cause : null;
  const code = below !== null && "code" in below && typeof below.code === "string" ? below.code : "";
  const more = [below?.message ?? "", code].filter((text) => text !== "" && !cause.message.includes(text));
  const told = "error" in cause && typeof cause.error === "string" ? [cause.error] : [];
  return [cause.message, ...told, ...more].join(": ");
}
