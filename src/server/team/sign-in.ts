/**
 * Signing in by the authorization code flow, with PKCE, state and nonce, and signing out. What a sign-in needs at its end is kept
 * here; the browser has a random id for it in a cookie, so that no answer is taken from another browser than the one that began.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isSame, newSecret } from "../secrets.ts";
import { expiring } from "./expiring.ts";
import { leadingPage, messagePage } from "./messages.ts";
import { ownAddress } from "./own-address.ts";
import { type Person, personOf } from "./person.ts";
import { callbackPath } from "./provider.ts";
import type { Team } from "./team.ts";

export const signInPath = "/login";
const signOutPath = "/logout";
const signedOutPath = "/signed-out";

/** What is answered to whoever asks. */
export const openPaths: ReadonlySet<string> = new Set([
  signInPath,
  callbackPath,
  signOutPath,
  signedOutPath,
  "/style.css",
]);

export type SessionDoor = {
  open(reply: FastifyReply, person: Person): void;
  close(request: FastifyRequest, reply: FastifyReply): void;
};

/** What a sign-in that has begun needs at its end; known by its state. */
type Begun = {
  readonly browser: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly to: URL;
};

/** Time for a password, a second factor, and looking for the phone. */
const seconds = 600;
const mostBegun = 10_000;
const again = { href: signInPath, text: "Sign in" };

export function addSignIn(server: FastifyInstance, team: Team, door: SessionDoor): void {
  const { settings, provider, now, tell } = team;
  const { publicUrl } = settings;
  const isSecure = publicUrl.protocol === "https:";
  const cookieName = `${isSecure ? "__Host-" : ""}accesslens-login`;
  const begun = expiring<Begun>({ seconds, most: mostBegun, now });
  const page = (reply: FastifyReply, status: number, text: string): FastifyReply =>
    reply.code(status).type("text/html; charset=utf-8").send(text);

  server.get<{ Querystring: { readonly to?: unknown } }>(
    signInPath,
    { schema: { hide: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const { to } = request.query;
      // Kept, where there is one: several tabs may be signing in.
      const browser = request.cookies[cookieName] ?? newSecret();
      const secrets = { nonce: newSecret(), codeVerifier: newSecret() };
      const target = ownAddress(typeof to === "string" ? to : "/", publicUrl);
      const state = begun.add({ ...secrets, browser, to: target });
      // Lax: the provider is another site, and leads back here.
      const lax = { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/", maxAge: seconds } as const;
      reply.setCookie(cookieName, browser, lax);
      return reply.redirect((await provider.signInUrl({ ...secrets, state })).href, 303);
    },
  );

  server.get<{ Querystring: { readonly state?: unknown } }>(
    callbackPath,
    { schema: { hide: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const state = typeof request.query.state === "string" ? request.query.state : "";
      const found = begun.take(state);
      if (found === null || !isSame(request.cookies[cookieName] ?? "", found.browser)) {
        const texts = ["This sign-in was not begun in this browser, is done already, or took too long."];
        return page(reply, 400, messagePage({ title: "Not signed in", texts, link: again }));
      }
      const claims = await provider.claims(new URL(request.url, publicUrl), { ...found, state });
      if (!claims.ok) {
        tell(`somebody could not sign in: ${claims.error}`);
        const texts = [
          "The sign-in did not come to a good end.",
          "Try again; who runs this server sees why.",
        ];
        return page(reply, 403, messagePage({ title: "Not signed in", texts, link: again }));
      }
      const person = personOf(claims.value, settings);
      if (!person.ok) {
        const texts = [person.error, "Ask who runs this server which group may, and to be taken into it."];
        return page(reply, 403, messagePage({ title: "Not let in", texts, link: again }));
      }
      door.open(reply, person.value);
      return page(reply, 200, leadingPage(found.to.href));
    },
  );

  // By a script of the page: a form would not say where it comes from, as pages here send no referrer.
  server.post(signOutPath, { schema: { hide: true } }, (request, reply) => {
    door.close(request, reply);
    return reply.redirect(signedOutPath, 303);
  });
  server.get(signedOutPath, { schema: { hide: true } }, (_, reply) => {
    const texts = ["You have signed out here. At your sign-in provider, you may be signed in still."];
    return page(reply, 200, messagePage({ title: "Signed out", texts, link: again }));
  });
}
