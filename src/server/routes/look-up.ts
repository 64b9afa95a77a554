/** One thing from all sides: a role, an outside party, what a principal can do. */
import type { FastifyInstance } from "fastify";
import { maskCapabilities, maskGrant, maskGuard, maskPolicyText, maskValue } from "../../report/mask.ts";
import { askWhatCan } from "../../work/ask-what-can.ts";
import { bitOf } from "../../work/map/index.ts";
import { type PartyFacts, partyFacts, partyShape } from "../../work/party-facts.ts";
import { roleFacts, roleFactsShape } from "../../work/role-facts.ts";
import { whatCanShape } from "../../work/what-can-shape.ts";
import { answer, refused } from "../answer.ts";
import { described } from "../described.ts";
import type { Served } from "../served.ts";

const text = (description: string) => ({ type: "string", minLength: 1, maxLength: 2048, description });

export function addLookUp(server: FastifyInstance, served: Served): void {
  addRole(server, served);
  addParty(server, served);
  addWhatCan(server, served);
}

function addRole(server: FastifyInstance, { scan, masksExternalIds, where }: Served): void {
  server.get<{ Querystring: { readonly arn: string } }>(
    "/api/role",
    {
      schema: described(
        {
          summary: "What the snapshot holds of a role, with its trust policy.",
          querystring: { type: "object", required: ["arn"], properties: { arn: text("The role's.") } },
        },
        roleFactsShape,
      ),
    },
    ({ query }, reply) => {
      const found = roleFacts(scan.engine, query.arn);
      if (found === null) {
        return refused(reply, {
          message: `${where} holds no role ${query.arn}`,
          advice: "Give the whole ARN, path included; GET /api/search?text=NAME finds it.",
        });
      }
      const { trustPolicy } = found;
      const isMasked = masksExternalIds && trustPolicy !== null;
      return answer(reply, isMasked ? { ...found, trustPolicy: maskPolicyText(trustPolicy) } : found);
    },
  );
}

function addParty(server: FastifyInstance, { scan, map, masksExternalIds, where }: Served): void {
  const leads = bitOf("leadsToAdministrator");
  server.get<{ Querystring: { readonly kind: string; readonly id: string } }>(
    "/api/party",
    {
      schema: described(
        {
          summary: "An outside party: every role that lets it in, and the external IDs that they ask for.",
          querystring: {
            type: "object",
            required: ["kind", "id"],
            properties: {
              kind: {
                enum: [
                  "account",
                  "organization",
                  "organizational-unit",
                  "any-account",
                  "federated",
                  "service",
                ],
              },
              id: text("As /api/map tells it: an account's id, an issuer, a service…"),
            },
          },
        },
        partyShape,
      ),
    },
    ({ query }, reply) => {
      const found = partyFacts(
        scan,
        query.kind,
        query.id,
        (role) => ((map.roleFlags[role] ?? 0) & leads) !== 0,
      );
      return found === null
        ? refused(reply, {
            message: `nobody in ${where} lets in ${query.kind} ${query.id}`,
            advice: "GET /api/overview tells who is let in.",
          })
        : answer(reply, masksExternalIds ? maskParty(found) : found);
    },
  );
}

function maskParty(found: PartyFacts): object {
  return {
    ...found,
    trusts: found.trusts.map((trust) => ({ ...trust, guard: maskGuard(trust.guard) })),
    externalIds: found.externalIds.map((one) => ({ ...one, values: one.values.map(maskValue) })),
  };
}

function addWhatCan(server: FastifyInstance, { scan, masksExternalIds, where }: Served): void {
  server.get<{ Querystring: { readonly principal: string } }>(
    "/api/what-can",
    {
      schema: described(
        {
          summary: "What a principal can do, as `accesslens what-can`.",
          querystring: {
            type: "object",
            required: ["principal"],
            properties: { principal: text("A role's, session's, user's or root user's ARN.") },
          },
        },
        whatCanShape,
      ),
    },
    ({ query: { principal } }, reply) => {
      const found = askWhatCan(scan.engine.snapshot, principal);
      if (found === null) {
        return refused(reply, {
          message: `${where} holds no principal ${principal}`,
          advice: "Give the whole ARN of a role, session, user or root user.",
        });
      }
      return answer(
        reply,
        masksExternalIds
          ? { ...found, ...maskCapabilities(found), grants: found.grants.map(maskGrant) }
          : found,
      );
    },
  );
}
