/**
 * Who may ask. The server listens to this machine alone, but other users of it, and every web page that its user looks at, can reach
 * it: so whoever asks needs the secret of the address that was printed, kept afterwards in a cookie that pages can't read.
 * A page elsewhere may have its own name resolve to this machine (DNS rebinding), hence Host is held to the names of this server;
 * and it may send requests that take the cookie along (CSRF), hence Origin and Sec-Fetch-Site are held to this server, too.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

export type Access = {
  /** In the address that is printed. */
  readonly token: string;
  /** `127.0.0.1:PORT` and `localhost:PORT`: known when the server listens. */
  readonly hosts: () => ReadonlySet<string>;
};

export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

export async function guardAccess(server: FastifyInstance, { token, hosts }: Access): Promise<void> {
  // Another secret than the address's, which may stand in a browser's history.
  const session = newSecret();
  // Cookies know hosts, not ports: two servers on one machine keep theirs apart by name.
  const name = `accesslens-${randomBytes(6).toString("hex")}`;
  const { default: cookie } = await import("@fastify/cookie");
  await server.register(cookie);
  server.addHook("onRequest", async (request, reply) => {
    const refusal = refusalOf(request, hosts());
    if (refusal !== null) return refuse(reply, refusal.status, refusal.message, refusal.advice);
    const asked = new URL(request.url, "http://localhost").searchParams.get("token");
    if (asked !== null && isSame(asked, token)) {
      reply.setCookie(name, session, { httpOnly: true, sameSite: "strict", path: "/" });
      // The secret leaves the address bar.
      return reply.redirect("/", 303);
    }
    if (isSame(request.cookies[name] ?? "", session)) return undefined;
    return refuse(
      reply,
      401,
      "This browser has not been let in.",
      "Open the address that accesslens serve printed.",
    );
  });
}

type Refused = { readonly status: number; readonly message: string; readonly advice: string };

function refusalOf({ headers, method }: FastifyRequest, hosts: ReadonlySet<string>): Refused | null {
  if (!hosts.has((headers.host ?? "").toLowerCase())) {
    return {
      status: 421,
      message: "This server is not reached by that name.",
      advice: `Open http://${[...hosts][0] ?? "127.0.0.1"}.`,
    };
  }
  const elsewhere = {
    status: 403,
    message: "Another site asks.",
    advice: "Ask from the page that this server shows.",
  };
  const { origin } = headers;
  if (origin !== undefined && ![...hosts].some((host) => origin === `http://${host}`)) return elsewhere;
  const from = headers["sec-fetch-site"];
  if (from !== undefined && from !== "same-origin" && from !== "none") return elsewhere;
  if (method !== "GET" && method !== "HEAD") {
    return { status: 405, message: "This server only answers questions.", advice: "Use GET." };
  }
  return null;
}

function refuse(reply: FastifyReply, status: number, message: string, advice: string): FastifyReply {
  return reply.code(status).send({ error: { message, advice } });
}

/** In the same time whatever differs. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b);
}
