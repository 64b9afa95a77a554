/** Policies as they stand in the snapshot, and the words that policies are made of. */
import type { FastifyInstance } from "fastify";
import { displayPolicy } from "../../policy/index.ts";
import { maskPolicyText } from "../../report/mask.ts";
import { policyTextShape, policyWordsShape } from "../../work/policy-shape.ts";
import { policyWords } from "../../work/policy-words.ts";
import { namedPolicy } from "../../work/what-if/named-policy.ts";
import { answer, refused } from "../answer.ts";
import { described } from "../described.ts";
import { namedIn, type Served } from "../served.ts";

export function addPolicies(server: FastifyInstance, served: Served): void {
  server.get<{ Querystring: { readonly name: string } }>(
    "/api/policy",
    {
      schema: described(
        {
          summary: "A policy whole, in the form to whose lines evidence points.",
          querystring: {
            type: "object",
            required: ["name"],
            properties: {
              name: {
                type: "string",
                minLength: 1,
                maxLength: 2048,
                description: "As evidence names it, such as `trust policy of ROLE-ARN`.",
              },
            },
          },
        },
        policyTextShape,
      ),
    },
    ({ query: { name } }, reply) => {
      const found = namedPolicy(name, namedIn(served));
      if (!found.ok) return refused(reply, found.error);
      const { kind, text } = found.value;
      if (text === null) {
        return refused(reply, {
          message: `the text of ${name} was not collected`,
          advice: "Collect it: accesslens show overview tells what was not read.",
        });
      }
      const shown = displayPolicy(text).text;
      return answer(reply, {
        policy: name,
        kind,
        text: served.masksExternalIds ? maskPolicyText(shown) : shown,
      });
    },
  );
  server.get<{ Querystring: { readonly service?: string } }>(
    "/api/policy-words",
    {
      schema: described(
        {
          summary:
            "Elements, operators, condition keys, services and a service's actions, for who writes a policy.",
          querystring: {
            type: "object",
            properties: { service: { type: "string", maxLength: 64, description: "Such as s3." } },
          },
        },
        policyWordsShape,
      ),
    },
    ({ query: { service } }, reply) => answer(reply, policyWords(service ?? null)),
  );
}
