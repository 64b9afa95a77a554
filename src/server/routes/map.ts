/** The organization as a map, and one account of it. */
import type { FastifyInstance } from "fastify";
import type { FindingSummary } from "../../findings/finding-list.ts";
import {
  accountMap,
  accountMapShape,
  mapShape,
  mapTrustsShape,
  organizationMap,
  trustsBetween,
} from "../../work/map/index.ts";
import { selectFindings } from "../../work/select-findings.ts";
import { answer, refused } from "../answer.ts";
import { described } from "../described.ts";
import type { Served } from "../served.ts";

const technique = {
  type: "string",
  maxLength: 100,
  description:
    "Only roles whose permissions give it a use (docs/techniques.md): those that administer their account have none.",
};

export function addMap(server: FastifyInstance, served: Served): void {
  addTrusts(server, served);
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
              technique,
            },
          },
        },
        mapShape,
      ),
    },
    ({ query }, reply) => answer(reply, organizationMap(map, openFindings(served), query.technique ?? null)),
  );
  server.get<{ Querystring: { readonly account: string; readonly technique?: string } }>(
    "/api/map/account",
    {
      schema: described(
        {
          summary: "One account's roles and users, who is let in, and whom they come to in one hop.",
          querystring: {
            type: "object",
            required: ["account"],
            properties: { account: { type: "string", pattern: "^\\d{12}$" }, technique },
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
        : answer(reply, accountMap(map, account, openFindings(served), query.technique ?? null));
    },
  );
}

type TrustQuery = {
  readonly from: string;
  readonly to: string;
  readonly all: number;
  readonly none: number;
  readonly limit: number;
  readonly technique?: string;
};

function addTrusts(server: FastifyInstance, { map }: Served): void {
  const box = { type: "string", minLength: 1, maxLength: 2048 };
  const bits = { type: "integer", minimum: 0, default: 0 };
  server.get<{ Querystring: TrustQuery }>(
    "/api/map/trusts",
    {
      schema: described(
        {
          summary: "Which roles let in whom, behind one arrow of the map.",
          querystring: {
            type: "object",
            required: ["from", "to"],
            properties: {
              from: { ...box, description: "organization, unit:ID, account:ID or party:KIND:ID." },
              to: { ...box, description: "organization, unit:ID, account:ID or role:ARN." },
              all: { ...bits, description: "Flags that have to be set." },
              none: { ...bits, description: "Flags that must not be." },
              limit: { type: "integer", minimum: 0, maximum: 1000, default: 200 },
              technique,
            },
          },
        },
        mapTrustsShape,
      ),
    },
    ({ query }, reply) => {
      const found = trustsBetween(map, query);
      return found === null
        ? refused(reply, {
            message: `the map holds no arrow from ${query.from} to ${query.to}`,
            advice: "Name boxes of the map, such as account:123456789012 or party:account:123456789012.",
          })
        : answer(reply, found);
    },
  );
}

/** Worst first. */
function openFindings({ scan, accepted }: Served): readonly FindingSummary[] {
  const { suppressions } = accepted.now();
  const choice = { rules: null, accounts: null, atLeast: null, baseline: [], suppressions };
  const now = Math.floor(Date.now() / 1000);
  return selectFindings(scan.findings.summaries, { ...choice, now })
    .chosen.filter(({ status }) => status === "open")
    .map(({ summary }) => summary);
}
