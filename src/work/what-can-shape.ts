/** The JSON that `accesslens what-can --format json` prints; `schemas/what-can.schema.json` is made from it. */
import { z } from "zod";
import { accessLevels } from "../authz/action-catalogue.ts";
import { capabilityNames } from "../authz/capability/capability-table.ts";
import { decisionLayers } from "../authz/request-question.ts";
import { coverageShape, guardShape, textsShape as texts } from "./answer-shapes.ts";
import type { WhatCanAnswer } from "./ask-what-can.ts";

const statement = z
  .strictObject({
    layer: z.enum(decisionLayers),
    target: z.string().exactOptional().describe("The root, unit or account that an SCP is attached to."),
    policy: z
      .string()
      .describe("An inline policy's name (of a group after the group's), an ARN, or an SCP's name."),
    statement: z.number().int().min(0).describe("Its place in the policy, from 0."),
    sid: z.string().nullable(),
    effect: z.enum(["Allow", "Deny"]),
  })
  .describe("Where a statement stands.");

const scope = z.strictObject({
  statement,
  resources: texts.describe("As the policy writes them; those that the actions don't work on are left out."),
  negated: z.boolean().describe("NotResource: all resources but those."),
  conditions: guardShape.describe(
    "All have to hold; those that hold for every request of the principal are left out.",
  ),
});

const certainty = z.union([
  z.strictObject({ kind: z.literal("proven") }),
  z.strictObject({ kind: z.literal("may"), reasons: texts }),
]);

const grant = scope.extend({
  certainty,
  limits: z
    .array(
      z.strictObject({
        layer: z.enum(["boundary", "scp"]),
        target: z.string().nullable(),
        anyOf: z.array(scope),
      }),
    )
    .describe("Each has to allow too, by one of its statements."),
  except: z.array(scope).describe("Deny statements that take something away."),
});

const request = z
  .strictObject({
    principal: z.union([z.string(), z.strictObject({ federated: z.string() })]),
    role: z.string().exactOptional().describe("Of a session: its role."),
    action: z.string(),
    resource: z.strictObject({ arn: z.string(), account: z.string() }),
    context: z.record(z.string(), z.union([z.string(), texts])),
  })
  .describe("An example, whose names may be made up.");

const administrator = z
  .union([
    z.strictObject({
      kind: z.literal("administrator"),
      unlisted: texts.describe("Actions that it lacks and AWS does not list."),
    }),
    z.strictObject({
      kind: z.literal("not"),
      layer: z.enum(["identity", "boundary"]).describe("The layer that does not allow the example."),
      example: request,
    }),
    z.strictObject({ kind: z.literal("unknown"), reasons: texts }),
  ])
  .describe(
    "Whether its policies, within its boundary, allow every request about its account that SCPs leave.",
  );

export const whatCanShape: z.ZodType<WhatCanAnswer> = z.strictObject({
  principal: z.string(),
  kind: z.enum(["role", "user", "root"]),
  account: z.string(),
  actionsAsOf: z.string().describe("The day of the data about AWS's actions."),
  actions: z
    .array(
      z.strictObject({
        action: z.string(),
        accessLevel: z
          .enum([...accessLevels, "unknown"])
          .describe("unknown: the data does not list the action."),
        grants: z.array(z.number().int().min(0)).describe("Places in grants: one of them suffices."),
      }),
    )
    .describe("By service, access level and name."),
  grants: z.array(grant).describe("One Allow statement's share in some actions."),
  stopped: z
    .array(
      z.strictObject({
        actions: texts,
        by: z.enum(["boundary", "scp", "deny"]),
        target: z.string().nullable(),
        statements: z.array(statement),
      }),
    )
    .describe("Actions that the principal's own policies allow, and something else stops in every case."),
  withoutResource: z
    .array(z.strictObject({ statement, actions: texts }))
    .describe("Actions that a statement names, and none of its resources is one that they work on."),
  unlisted: z
    .array(z.strictObject({ statement, patterns: texts, negated: z.boolean() }))
    .describe("What Allow statements cover besides what the data lists."),
  unknowns: texts.describe("What is missing behind every may."),
  coverage: coverageShape,
  notes: texts,
  administrator,
  capabilities: z
    .array(
      z.strictObject({
        capability: z.enum(capabilityNames),
        certainty: certainty.describe("Proven only with an example."),
        ways: z
          .array(grant.extend({ actions: texts.describe("The capability's actions that it allows.") }))
          .describe("Allow statements of which one suffices; of an administrator, those by which it is one."),
        example: request.nullable(),
      }),
    )
    .describe("Sensitive capabilities that it has, docs/capabilities.md; others it has not."),
});
