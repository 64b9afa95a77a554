/** The server: who may ask, what browsers are told, and the questions. */
import type { FastifyInstance } from "fastify";
import { guardAccess } from "./access.ts";
import { addHeaders } from "./headers.ts";
import { addPages } from "./pages/index.ts";
import type { WebFiles } from "./pages/web-files.ts";
import { addAcceptances } from "./routes/acceptances.ts";
import { addQuestions } from "./routes/index.ts";
import { addSession } from "./routes/session.ts";
import { newSecret } from "./secrets.ts";
import type { Served } from "./served.ts";
import { guardTeam } from "./team/guard-team.ts";
import type { Team } from "./team/team.ts";
import type { VisitorOf } from "./visitor.ts";

export type ServerOptions = {
  readonly served: Served;
  readonly version: string;
  /** The pages' files. */
  readonly pages: WebFiles;
} & (LocalMode | TeamMode);

/** For this machine alone, and whoever has the printed address. */
type LocalMode = {
  /** 0: one that is free. */
  readonly port: number;
  /** Findings may be accepted, in this name or in nobody's in particular; left out: it is read-only. */
  readonly accepting?: { readonly name: string | null };
};

/** For people who sign in. */
type TeamMode = { readonly team: Team };

export type RunningServer = {
  /** In local mode with its secret: whoever opens it is let in. */
  readonly url: string;
  /** Answers what is asked already, then ends. */
  close(): Promise<void>;
};

const here = "127.0.0.1";

/** Fails with the system's error where the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { served, version, pages } = options;
  const [{ default: fastify }, { default: swagger }] = await Promise.all([
    import("fastify"),
    import("@fastify/swagger"),
  ]);
  const server = fastify({ logger: false, bodyLimit: 1024 });
  // Answers are texts when they come here: the shapes are there to be read.
  server.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  // JSON alone: what a form of another site can send is refused.
  server.removeContentTypeParser("text/plain");
  const door = "team" in options ? await teamDoor(server, options) : await localDoor(server, options);
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
    addPages(scope, served, pages);
    addQuestions(scope, served);
    for (const add of [addSession, addAcceptances]) add(scope, served, door.visitorOf);
    scope.get("/api/openapi.json", { schema: { hide: true } }, () => server.swagger());
  });
  return { url: await door.listen(), close: () => server.close() };
}

/** How people come in, and where. */
type Door = {
  readonly visitorOf: VisitorOf;
  /** The address to open. */
  listen(): Promise<string>;
};

async function localDoor(server: FastifyInstance, { port, accepting }: LocalMode): Promise<Door> {
  addHeaders(server, { isSecure: false });
  const token = newSecret();
  let hosts: ReadonlySet<string> = new Set();
  const visitorOf = await guardAccess(server, {
    token,
    hosts: () => hosts,
    accepting: accepting ?? null,
  });
  return {
    visitorOf,
    async listen() {
      await server.listen({ host: here, port });
      const address = server.server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      hosts = new Set([`${here}:${taken}`, `localhost:${taken}`]);
      return `http://${here}:${taken}/?token=${token}`;
    },
  };
}

async function teamDoor(server: FastifyInstance, { team }: TeamMode): Promise<Door> {
  const { publicUrl, listen } = team.settings;
  addHeaders(server, { isSecure: publicUrl.protocol === "https:" });
  const visitorOf = await guardTeam(server, team);
  return {
    visitorOf,
    async listen() {
      await server.listen(listen);
      return publicUrl.href;
    },
  };
}

/** What is asked wrongly says so; what goes wrong inside says no more than that. */
function faultOf(cause: unknown): { readonly status: number; readonly message: string } {
  const status =
    typeof cause === "object" && cause !== null && "statusCode" in cause ? cause.statusCode : 500;
  return typeof status === "number" && status >= 400 && status < 500 && cause instanceof Error
    ? { status, message: cause.message }
    : { status: 500, message: "AccessLens failed here, which is a bug: please report it." };
}
