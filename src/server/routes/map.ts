/** The organization as a map, and one account of it. */
import type { FastifyInstance } from "fastify";
import type { FindingSummary } from "../../findings/finding-list.ts";
import { accountMap, accountMapShape, mapShape, organizationMap } from "../../work/map/index.ts";
import { selectFindings } from "../../work/select-findings.ts";
import { answer, refused } from "../answer.ts";
import { described } from "../described.ts";
import type { Served } from "../served.ts";

export function addMap(server: FastifyInstance, served: Served): void {
  const { scan, map, where } = served;
  server.get<{ Querystring: { readonly technique?: string } }>(
    "/api/map",
    {
      schema: described(
        {
          summary: "Accounts in their units, the parties around them, and how many roles let whom in.",
          querystring: {
            type: "object",
            properties: {
              technique: {
                type: "string",
                maxLength: 100,
                description: "Only roles whose permissions suffice for it (docs/techniques.md).",
              },
            },
          },
        },
        mapShape,
      ),
    },
    ({ query }, reply) => answer(reply, organizationMap(map, openFindings(served), query.technique ?? null)),
  );
  server.get<{ Querystring: { readonly account: string } }>(
    "/api/map/account",
    {
      schema: described(
        {
          summary: "One account's roles and users, who is let in, and whom they come to in one hop.",
          querystring: {
            type: "object",
            required: ["account"],
            properties: { account: { type: "string", pattern: "^\\d{12}$" } },
          },
        },
        accountMapShape,
      ),
    },
    ({ query }, reply) => {
      const account = scan.engine.snapshot.accountIndex(query.account);
      return account === null
        ? refused(reply, {
            message: `${where} holds no account ${query.account}`,
            advice: "GET /api/accounts lists those that it holds.",
          })
        : answer(reply, accountMap(map, account, openFindings(served)));
    },
  );
}

/** Worst first. */
function openFindings({ scan, suppressions }: Served): readonly FindingSummary[] {
  const choice = { rules: null, accounts: null, atLeast: null, baseline: [], suppressions };
  const now = Math.floor(Date.now() / 1000);
  return selectFindings(scan.findings.summaries, { ...choice, now })
    .chosen.filter(({ status }) => status === "open")
    .map(({ summary }) => summary);
}
