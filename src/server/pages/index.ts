/** Pages for people, made on the server: they need no script. */
import type { FastifyInstance } from "fastify";
import type { Served } from "../served.ts";
import { startPage } from "./start-page.ts";
import { style } from "./style.ts";

export function addPages(server: FastifyInstance, served: Served): void {
  const hide = { schema: { hide: true } };
  server.get("/", hide, (_, reply) => reply.type("text/html; charset=utf-8").send(startPage(served)));
  server.get("/style.css", hide, (_, reply) => reply.type("text/css; charset=utf-8").send(style));
}
