/**
 * A test double for what moto can't be made to show: a proxy between the SDK and moto that throttles, fails, cuts answers
 * off, breaks connections, refuses, and checks who may assume a role. Everything else passes through unchanged.
 */
import { once } from "node:events";
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from "node:http";
import { type AwsRequest, awsRequest, errorAnswer, type WireAnswer, type WireError } from "./aws-request.ts";

export type Fault =
  | { readonly kind: "error"; readonly error: WireError }
  | { readonly kind: "answer"; readonly answer: WireAnswer }
  /** The connection breaks before anything is answered. */
  | { readonly kind: "reset" }
  /** The connection breaks in the middle of the answer. */
  | { readonly kind: "cut-off" }
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** What was answered when the same was asked for the first time since `remembers`, as reads of IAM do for a while. */
  | { readonly kind: "stale" };

/** `attempt`: how often exactly this request came before, from 0. Null: it passes. */
export type Faults = (request: AwsRequest, attempt: number) => Fault | null | Promise<Fault | null>;

export type FaultProxy = {
  readonly url: string;
  faults: Faults;
  /** Whether first answers are kept, for those that are to be stale. */
  remembers: boolean;
  /** Told what passed and was answered. */
  answered: (request: AwsRequest, body: string) => void;
  /** What came in, by service and call. */
  readonly counts: Map<string, number>;
  close(): void;
};

/** moto lacks the call; AWS documents this answer for an organization that delegates nothing. */
export const notInMoto = ({ call }: AwsRequest): Fault | null =>
  call === "DescribeResourcePolicy"
    ? fault("ResourcePolicyNotFoundException", 400, "There is no resource policy.")
    : null;

export function fault(code: string, status: number, message: string): Fault {
  return { kind: "error", error: { status, code, message } };
}

export async function startFaultProxy(target: string, faults: Faults = notInMoto): Promise<FaultProxy> {
  const seen = new Map<string, number>();
  const counts = new Map<string, number>();
  const firsts = new Map<string, WireAnswer>();
  const agent = new Agent({ keepAlive: false, maxSockets: 32 });
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const proxy: FaultProxy = {
    url: "",
    faults,
    remembers: false,
    answered: () => undefined,
    counts,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = "GET", url: path = "/", headers } = incoming;
    const request = awsRequest(method, path, headers, body.toString("utf8"));
    const name = `${request.service}:${request.call}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const key = `${accessKey(request)} ${request.region} ${name} ${path} ${request.body}`;
    const attempt = seen.get(key) ?? 0;
    seen.set(key, attempt + 1);
    const fault = await proxy.faults(request, attempt);
    switch (fault?.kind) {
      case undefined:
        return forward(
          { method, path, headers },
          body,
          outgoing,
          false,
          `${name} ${path} ${request.body}`,
          (text) => proxy.answered(request, text),
        );
      case "slow":
        await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
        return forward({ method, path, headers }, body, outgoing, false);
      case "cut-off":
        return forward({ method, path, headers }, body, outgoing, true);
      case "reset":
        incoming.socket.destroy();
        return;
      case "error":
        return answer(outgoing, errorAnswer(request, fault.error));
      case "answer":
        return answer(outgoing, fault.answer);
      case "stale": {
        const first = firsts.get(`${name} ${path} ${request.body}`);
        return first === undefined
          ? forward({ method, path, headers }, body, outgoing, false)
          : answer(outgoing, first);
      }
    }
  }
  async function forward(
    options: RequestOptions,
    body: Buffer,
    outgoing: ServerResponse,
    cutOff: boolean,
    rememberedAs: string | null = null,
    passed: (text: string) => void = () => undefined,
  ): Promise<void> {
    const { hostname, port } = new URL(target);
    const onward = httpRequest({ ...options, hostname, port, agent });
    onward.end(body);
    const [answered] = (await once(onward, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answered) chunks.push(chunk);
    const text = Buffer.concat(chunks);
    passed(text.toString());
    const { connection: _, "transfer-encoding": __, ...headers } = answered.headers;
    if (proxy.remembers && rememberedAs !== null && !firsts.has(rememberedAs)) {
      const type = String(headers["content-type"] ?? "");
      const first = {
        status: answered.statusCode ?? 502,
        headers: { "content-type": type },
        body: text.toString(),
      };
      firsts.set(rememberedAs, first);
    }
    outgoing.writeHead(answered.statusCode ?? 502, { ...headers, "content-length": text.length });
    if (!cutOff) outgoing.end(text);
    else outgoing.write(text.subarray(0, text.length / 2), () => outgoing.destroy());
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return Object.assign(proxy, { url: `http://127.0.0.1:${address.port}` });
}

function answer(outgoing: ServerResponse, { status, headers, body }: WireAnswer): void {
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

export function accessKey({ headers }: AwsRequest): string {
  return /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1] ?? "";
}
