/** Accounts, roles, users and outsiders by a piece of their name. */
import type { FastifyInstance } from "fastify";
import { maskPolicyText } from "../../report/mask.ts";
import { searchShape } from "../../work/overview-shape.ts";
import { search } from "../../work/search.ts";
import { answer } from "../answer.ts";
import { described } from "../described.ts";
import type { Served } from "../served.ts";

export function addSearch(server: FastifyInstance, { scan, overview, masksExternalIds }: Served): void {
  const shown = masksExternalIds ? (text: string) => maskPolicyText(text) : (text: string) => text;
  server.get<{ Querystring: { readonly text: string; readonly limit: number } }>(
    "/api/search",
    {
      schema: described(
        {
          summary:
            "Accounts, units, outside parties, roles and users whose id, ARN, path or name holds the text, and policies whose text does.",
          querystring: {
            type: "object",
            required: ["text"],
            properties: {
              text: { type: "string", minLength: 2, maxLength: 200 },
              limit: { type: "integer", minimum: 1, maximum: 200, default: 50 },
            },
          },
        },
        searchShape,
      ),
    },
    ({ query }, reply) =>
      answer(reply, search(scan.engine.snapshot, overview.outsiders, query.text, query.limit, shown)),
  );
}
