/** A receiver of webhooks on this machine that answers as it is told, and remembers what it was sent. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type Received = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** By `performance.now()`. */
  readonly at: number;
};

export type Receiver = {
  readonly url: string;
  readonly received: readonly Received[];
  forget(): void;
  close(): void;
};

/** `answer`: the nth request from 0. It may leave it unanswered, or close the connection. */
export async function startReceiver(
  answer: (response: ServerResponse, index: number, request: IncomingMessage) => void = (response) =>
    response.writeHead(204).end(),
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    received.push({ headers, body: Buffer.concat(pieces).toString("utf8"), at: performance.now() });
    answer(response, received.length - 1, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a listening server has an address");
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    received,
    forget() {
      received.length = 0;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
