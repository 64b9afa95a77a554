/**
 * Who may ask. The server listens to this machine alone, but other users of it, and every web page that its user looks at, can reach
 * it: so whoever asks needs the secret of the address that was printed, kept afterwards in a cookie that pages can't read.
 * A page elsewhere may have its own name resolve to this machine (DNS rebinding), hence Host is held to the names of this server;
 * and it may send requests that take the cookie along (CSRF), hence Origin and Sec-Fetch-Site are held to this server, too (`refusal.ts`).
 */
import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { refusalOf, refuse } from "./refusal.ts";
import { isSame, newSecret } from "./secrets.ts";
import type { Visitor, VisitorOf } from "./visitor.ts";

export type Access = {
  /** In the address that is printed. */
  readonly token: string;
  /** `127.0.0.1:PORT` and `localhost:PORT`: known when the server listens. */
  readonly hosts: () => ReadonlySet<string>;
  /** In whose name findings are accepted (or in nobody's in particular); null: it is read-only. */
  readonly accepting: { readonly name: string | null } | null;
};

export async function guardAccess(
  server: FastifyInstance,
  { token, hosts, accepting }: Access,
): Promise<VisitorOf> {
  // Another secret than the address's, which may stand in a browser's history.
  const session = newSecret();
  // Cookies know hosts, not ports: two servers on one machine keep theirs apart by name.
  const name = `accesslens-${randomBytes(6).toString("hex")}`;
  const { default: cookie } = await import("@fastify/cookie");
  await server.register(cookie);
  server.addHook("onRequest", async (request, reply) => {
    const refusal = refusalOf(request, { hosts: hosts(), scheme: "http", takesLinks: false });
    if (refusal !== null) return refuse(reply, refusal);
    const asked = new URLSearchParams(request.url.split("?")[1] ?? "").get("token");
    if (asked !== null && isSame(asked, token)) {
      reply.setCookie(name, session, { httpOnly: true, sameSite: "strict", path: "/" });
      // The secret leaves the address bar.
      return reply.redirect("/", 303);
    }
    if (isSame(request.cookies[name] ?? "", session)) return undefined;
    return refuse(reply, {
      status: 401,
      message: "This browser has not been let in.",
      advice: "Open the address that accesslens serve printed.",
    });
  });
  const visitor: Visitor = {
    mode: "local",
    name: accepting?.name ?? null,
    may: { accept: accepting !== null },
  };
  return () => visitor;
}
