/**
 * Who may ask in team mode: who has signed in at the OpenID provider, and is in a group that may. A session is a random id in a cookie
 * that neither scripts nor other sites have, and its person in this server's memory: it ends with its time, by signing out, or with the server.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refusalOf, refuse } from "../refusal.ts";
import type { VisitorOf } from "../visitor.ts";
import { type Expiring, expiring } from "./expiring.ts";
import { leadingPage } from "./messages.ts";
import { ownAddress } from "./own-address.ts";
import type { Person } from "./person.ts";
import { addSignIn, openPaths, signInPath } from "./sign-in.ts";
import type { Team } from "./team.ts";

/** More people than look at once; their oldest sessions end. */
const mostSessions = 10_000;

export async function guardTeam(server: FastifyInstance, team: Team): Promise<VisitorOf> {
  const { settings, now } = team;
  const { publicUrl } = settings;
  const isSecure = publicUrl.protocol === "https:";
  // Browsers hold a name that begins so to HTTPS, this host and no path: no neighbour sets it.
  const cookieName = `${isSecure ? "__Host-" : ""}accesslens`;
  const sessions: Expiring<Person> = expiring({ seconds: settings.sessionSeconds, most: mostSessions, now });
  const people = new WeakMap<FastifyRequest, Person>();
  const place = {
    hosts: new Set([publicUrl.host]),
    scheme: isSecure ? "https" : "http",
    takesLinks: true,
  } as const;
  const { default: cookie } = await import("@fastify/cookie");
  await server.register(cookie);
  server.addHook("onRequest", async (request, reply) => {
    const refusal = refusalOf(request, place);
    if (refusal !== null) return refuse(reply, refusal);
    const person = sessions.get(request.cookies[cookieName] ?? "");
    if (person !== null) people.set(request, person);
    if (person !== null || openPaths.has(request.routeOptions.url ?? "")) return undefined;
    return isPage(request)
      ? leadToSignIn(request, reply, publicUrl)
      : refuse(reply, {
          status: 401,
          message: "You have not signed in, or your session has ended.",
          advice: `Open ${new URL(signInPath, publicUrl).href} in your browser.`,
        });
  });
  const strict = { httpOnly: true, sameSite: "strict", secure: isSecure, path: "/" } as const;
  addSignIn(server, team, {
    open(reply, person) {
      const maxAge = Math.ceil(settings.sessionSeconds);
      reply.setCookie(cookieName, sessions.add(person), { ...strict, maxAge });
    },
    close(request, reply) {
      sessions.take(request.cookies[cookieName] ?? "");
      reply.clearCookie(cookieName, strict);
    },
  });
  return (request) => {
    const person = people.get(request);
    if (person === undefined) throw new Error("nobody was let in with this request");
    return { mode: "team", name: person.name, may: { accept: person.role === "triager" } };
  };
}

/** A person looks at it, not a script. */
function isPage({ method, url, headers }: FastifyRequest): boolean {
  return method === "GET" && !url.startsWith("/api/") && (headers.accept?.includes("text/html") ?? false);
}

function leadToSignIn(request: FastifyRequest, reply: FastifyReply, publicUrl: URL): FastifyReply {
  const wanted = ownAddress(request.url, publicUrl);
  const from = request.headers["sec-fetch-site"];
  // By a link of another site: there may be a session whose cookie did not come along.
  if (from === "cross-site" || from === "same-site") {
    return reply.type("text/html; charset=utf-8").send(leadingPage(wanted.href));
  }
  return reply.redirect(`${signInPath}?to=${encodeURIComponent(wanted.pathname + wanted.search)}`, 303);
}
