/** The server: who may ask, what browsers are told, and the questions. */
import { guardAccess, newSecret } from "./access.ts";
import { addHeaders } from "./headers.ts";
import { addPages } from "./pages/index.ts";
import { addAcceptances } from "./routes/acceptances.ts";
import { addFindings } from "./routes/findings.ts";
import { addOverview } from "./routes/overview.ts";
import { addReach } from "./routes/reach.ts";
import { addSearch } from "./routes/search.ts";
import { addSession } from "./routes/session.ts";
import { addTrust } from "./routes/trust.ts";
import type { Served } from "./served.ts";

export type ServerOptions = {
  readonly served: Served;
  /** 0: one that is free. */
  readonly port: number;
  readonly version: string;
  /** Findings may be accepted, in this name; left out: it is read-only. */
  readonly accepting?: { readonly name: string | null };
};

export type RunningServer = {
  /** With its secret: whoever opens it is let in. */
  readonly url: string;
  /** Answers what is asked already, then ends. */
  close(): Promise<void>;
};

const here = "127.0.0.1";

/** Fails with the system's error where the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { served, port, version } = options;
  const [{ default: fastify }, { default: swagger }] = await Promise.all([
    import("fastify"),
    import("@fastify/swagger"),
  ]);
  const server = fastify({ logger: false, bodyLimit: 1024 });
  const token = newSecret();
  let hosts: ReadonlySet<string> = new Set();
  // JSON alone: what a form of another site can send is refused.
  server.removeContentTypeParser("text/plain");
  addHeaders(server);
  const visitorOf = await guardAccess(server, {
    token,
    hosts: () => hosts,
    accepting: options.accepting ?? null,
  });
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "AccessLens",
        version,
        description:
          "The questions of the command line over HTTP, about one snapshot; and by those who may, findings are accepted. Answers are those of `--format json` (docs/formats.md); faults are `{error: {message, advice}}`.",
      },
    },
  });
  server.setErrorHandler((cause, _, reply) => {
    const { status, message } = faultOf(cause);
    void reply
      .code(status)
      .send({ error: { message, advice: "GET /api/openapi.json says what can be asked." } });
  });
  server.setNotFoundHandler((_, reply) => {
    const advice = "GET /api/openapi.json says what can be asked.";
    void reply.code(404).send({ error: { message: "There is nothing at this address.", advice } });
  });
  await server.register(async (scope) => {
    for (const add of [addPages, addOverview, addFindings, addTrust, addReach, addSearch]) add(scope, served);
    for (const add of [addSession, addAcceptances]) add(scope, served, visitorOf);
    scope.get("/api/openapi.json", { schema: { hide: true } }, () => server.swagger());
  });
  await server.listen({ host: here, port });
  const address = server.server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  hosts = new Set([`${here}:${taken}`, `localhost:${taken}`]);
  return { url: `http://${here}:${taken}/?token=${token}`, close: () => server.close() };
}

/** What is asked wrongly says so; what goes wrong inside says no more than that. */
function faultOf(cause: unknown): { readonly status: number; readonly message: string } {
  const status =
    typeof cause === "object" && cause !== null && "statusCode" in cause ? cause.statusCode : 500;
  return typeof status === "number" && status >= 400 && status < 500 && cause instanceof Error
    ? { status, message: cause.message }
    : { status: 500, message: "AccessLens failed here, which is a bug: please report it." };
}
