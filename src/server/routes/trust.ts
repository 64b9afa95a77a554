/** Who can assume a role, what a principal can assume, who can do something on a resource. */
import type { FastifyInstance } from "fastify";
import { isArn } from "../../model/index.ts";
import { maskAssumable, maskWho } from "../../report/mask.ts";
import { absentPrincipal } from "../../work/named-in-snapshot.ts";
import { askWhatCanAssume, askWhoCan, askWhoCanAssume } from "../../work/questions.ts";
import { canAssumeShape, whoCanAssumeShape, whoCanShape } from "../../work/trust-shape.ts";
import { answer, refused } from "../answer.ts";
import { described } from "../described.ts";
import { namedIn, type Served } from "../served.ts";

const text = (description: string) => ({ type: "string", minLength: 1, maxLength: 2048, description });

export function addTrust(server: FastifyInstance, served: Served): void {
  const { scan, masksExternalIds, where } = served;
  const { engine } = scan;
  const masked = <T extends { readonly who: Parameters<typeof maskWho>[0] }>(found: T): T =>
    masksExternalIds ? { ...found, who: maskWho(found.who) } : found;
  server.get<{ Querystring: { readonly role: string; readonly own: boolean } }>(
    "/api/who-can-assume",
    {
      schema: described(
        {
          summary: "Everybody who can assume the role, as `accesslens who-can-assume`.",
          querystring: {
            type: "object",
            required: ["role"],
            properties: {
              role: text("The role's ARN."),
              own: {
                type: "boolean",
                default: true,
                description:
                  "Where any account is let in, tell those of the own accounts one by one as well: a look at every principal.",
              },
            },
          },
        },
        whoCanAssumeShape,
      ),
    },
    ({ query }, reply) => {
      const found = askWhoCanAssume(engine, query.role, query.own);
      return found === null
        ? refused(reply, {
            message: `${where} holds no role ${query.role}`,
            advice: "Give the whole ARN, path included; GET /api/search?text=NAME finds it.",
          })
        : answer(reply, masked(found));
    },
  );
  server.get<{ Querystring: { readonly action: string; readonly resource: string } }>(
    "/api/who-can",
    {
      schema: described(
        {
          summary: "Everybody who can do something on a resource, as `accesslens who-can`.",
          querystring: {
            type: "object",
            required: ["action", "resource"],
            properties: { action: text("Such as s3:GetObject."), resource: text("Its ARN.") },
          },
        },
        whoCanShape,
      ),
    },
    ({ query }, reply) => {
      const found = askWhoCan(engine, query.action, query.resource);
      return found === null
        ? refused(reply, {
            message: `${where} can't say whose ${query.resource} is`,
            advice: "Give an ARN with its account, or a resource that the snapshot holds.",
          })
        : answer(reply, masked(found));
    },
  );
  server.get<{ Querystring: { readonly principal: string } }>(
    "/api/can-assume",
    {
      schema: described(
        {
          summary: "Every role that the principal can assume, as `accesslens can-assume`.",
          querystring: {
            type: "object",
            required: ["principal"],
            properties: { principal: text("A role's, user's or account's ARN.") },
          },
        },
        canAssumeShape,
      ),
    },
    async ({ query: { principal } }, reply) => {
      if (!isArn(principal)) {
        return refused(reply, {
          message: `${principal} is no ARN`,
          advice: "Give a role's, user's or account's.",
        });
      }
      const absent = absentPrincipal(principal, namedIn(served));
      if (absent !== null) return refused(reply, absent);
      const found = await askWhatCanAssume(engine, principal);
      return answer(reply, masksExternalIds ? { ...found, roles: maskAssumable(found.roles) } : found);
    },
  );
}
