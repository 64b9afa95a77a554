/** The JSON that `accesslens what-if` prints; its schema is made from it. */
import { z } from "zod";
import { coverageShape, guardShape, textsShape } from "../answer-shapes.ts";
import { pathShape } from "../reach-shape.ts";
import type { WhatIfAnswer } from "./what-if-answer.ts";

const come = z
  .strictObject({
    hops: z.number().int().min(0),
    proven: z.boolean().describe("Whether some way of proven hops leads there, be it longer."),
  })
  .nullable()
  .describe("Null: it is not come to.");

const reachChanges = z.array(
  z.strictObject({
    what: z.string().describe("An ARN, admin:ACCOUNT, or organization."),
    kind: z.enum(["organization", "administrator", "role", "user", "resource"]),
    account: z.string().regex(/^\d{12}$/),
    before: come,
    after: come,
    way: pathShape
      .exactOptional()
      .describe("One of the shortest, of after the change where there is one; with the first --examples."),
  }),
);

const assumption = z
  .strictObject({
    proven: z.boolean(),
    guards: z.array(guardShape).describe("What has to hold: any one of these."),
  })
  .nullable();

const findings = z.array(
  z.strictObject({
    id: z.string(),
    rule: z.string(),
    severity: z.enum(["info", "low", "medium", "high", "critical"]),
    severityReasons: textsShape,
    subject: z.string(),
    account: z.string(),
    title: z.string(),
  }),
);

export const whatIfShape: z.ZodType<WhatIfAnswer> = z.strictObject({
  from: z.string(),
  to: z.string().nullable().describe("Null: whatever is come to."),
  changes: textsShape.describe("What is changed, in words."),
  appears: reachChanges.describe("Come to only after the change."),
  disappears: reachChanges.describe("Come to only before it."),
  differs: reachChanges.describe("By more or fewer hops than before, or more or less surely."),
  assumptions: z
    .array(
      z.strictObject({
        who: z.string(),
        role: z.string(),
        external: z.boolean(),
        before: assumption,
        after: assumption,
      }),
    )
    .describe("Direct access to roles whose trust changes, and of principals whose own policies do."),
  findings: z
    .strictObject({ opens: findings, closes: findings })
    .exactOptional()
    .describe("Only with --findings."),
  coverage: coverageShape,
  notes: textsShape,
});
