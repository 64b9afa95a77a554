/** What is refused whoever asks: requests under another name, from another site, or that change what nothing here changes. */
import type { FastifyReply, FastifyRequest } from "fastify";

export type Refused = { readonly status: number; readonly message: string; readonly advice: string };

export type Place = {
  /** What Host may be, lower case, with the port where it is not the scheme's own. */
  readonly hosts: ReadonlySet<string>;
  readonly scheme: "http" | "https";
  /** Whether another site may lead a browser here, by a link or a redirect, and not only ask in the background. */
  readonly takesLinks: boolean;
};

/** Null: nothing speaks against it so far. */
export function refusalOf(request: FastifyRequest, place: Place): Refused | null {
  const { headers, method } = request;
  if (!place.hosts.has((headers.host ?? "").toLowerCase())) {
    return {
      status: 421,
      message: "This server is not reached by that name.",
      advice: `Open ${place.scheme}://${[...place.hosts][0] ?? "127.0.0.1"}.`,
    };
  }
  const elsewhere = {
    status: 403,
    message: "Another site asks.",
    advice: "Ask from the page that this server shows.",
  };
  const reads = method === "GET" || method === "HEAD";
  const { origin } = headers;
  const isOwn = [...place.hosts].some((host) => origin === `${place.scheme}://${host}`);
  if (origin !== undefined && !isOwn) return elsewhere;
  const from = headers["sec-fetch-site"];
  const isLink = place.takesLinks && reads && headers["sec-fetch-mode"] === "navigate";
  if (from !== undefined && from !== "same-origin" && from !== "none" && !isLink) return elsewhere;
  if (reads) return null;
  // A route that changes something is declared as one: everything else only answers.
  if (request.is404) {
    return { status: 405, message: "Nothing can be changed at this address.", advice: "Use GET." };
  }
  return origin === undefined
    ? { ...elsewhere, message: "A request that changes something has to say where it comes from (Origin)." }
    : null;
}

export function refuse(reply: FastifyReply, { status, message, advice }: Refused): FastifyReply {
  return reply.code(status).send({ error: { message, advice } });
}
