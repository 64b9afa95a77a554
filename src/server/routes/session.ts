/** Who asks, and what they may. */
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import { answer } from "../answer.ts";
import type { Served } from "../served.ts";
import { jsonSchema, sessionShape } from "../shapes.ts";
import type { VisitorOf } from "../visitor.ts";

export function addSession(
  server: FastifyInstance,
  { overview, history }: Served,
  visitorOf: VisitorOf,
): void {
  const { organization } = overview;
  const title = organization === null ? "No organization" : `Organization ${organization}`;
  server.get(
    "/api/session",
    { schema: { summary: "Who asks, and what they may.", response: { 200: jsonSchema(sessionShape) } } },
    (request, reply) => {
      const { mode, may, name } = visitorOf(request);
      const told = { mode, may, name, title, history: history !== null };
      return answer(reply, told satisfies z.infer<typeof sessionShape>);
    },
  );
}
