/** Pages for people: the app, and a page that needs no script. */
import type { FastifyInstance } from "fastify";
import type { Served } from "../served.ts";
import { startPage } from "./start-page.ts";
import { style } from "./style.ts";
import type { WebFiles } from "./web-files.ts";

export function addPages(server: FastifyInstance, served: Served, files: WebFiles): void {
  const hide = { schema: { hide: true } };
  for (const [name, { type, bytes }] of files) {
    server.get(name === "index.html" ? "/" : `/${name}`, hide, (_, reply) => reply.type(type).send(bytes));
  }
  server.get("/plain", hide, (_, reply) => reply.type("text/html; charset=utf-8").send(startPage(served)));
  server.get("/style.css", hide, (_, reply) => reply.type("text/css; charset=utf-8").send(style));
}
