/**
 * In front of moto's Lambda: RemovePermission is refused by moto whenever it names a revision (it takes the query's list for the text).
 * Here the revision is checked against what GetPolicy says, and left out of what is passed on.
 */
import { once } from "node:events";
import { createServer } from "node:http";

/** Answers its address; it ends with the process. */
export async function lambdaWithRevisions(moto: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", moto);
    const headers = new Headers(
      Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === "string" && !/^(host|connection|content-length)$/.test(name) ? [[name, value]] : [],
      ),
    );
    const revision = url.searchParams.get("RevisionId");
    if (request.method === "DELETE" && revision !== null) {
      const policy = new URL(url.pathname.replace(/\/policy\/.*$/, "/policy"), moto);
      const read: { RevisionId?: string } = JSON.parse(await (await fetch(policy, { headers })).text());
      url.searchParams.delete("RevisionId");
      if (read.RevisionId !== revision) {
        response.writeHead(412, { "x-amzn-errortype": "PreconditionFailedException" });
        response.end('{"Message":"The RevisionId provided does not match the latest RevisionId"}');
        return;
      }
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const answer = await fetch(url, { method: request.method ?? "GET", headers, ...body });
    response.writeHead(answer.status, {
      "content-type": answer.headers.get("content-type") ?? "application/json",
      ...(answer.headers.has("x-amzn-errortype")
        ? { "x-amzn-errortype": answer.headers.get("x-amzn-errortype") ?? "" }
        : {}),
    });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}
