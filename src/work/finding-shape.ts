/** The JSON of findings, whole and in short, as `accesslens scan` and `explain` print them and the server answers; schemas are made from it. */
import { z } from "zod";
import { severities } from "../findings/types.ts";
import {
  accountShape,
  coverageShape,
  evidenceShape,
  guardShape,
  requestShape,
  textsShape,
} from "./answer-shapes.ts";
import { whoShape } from "./trust-shape.ts";

const statuses = ["open", "suppressed", "baseline"] as const;

const lostAccess = z.strictObject({
  from: z.string(),
  to: z.string(),
  by: z.string().describe("`assume`, a technique's id, or `is`."),
});

const fix = z.strictObject({
  summary: z.string(),
  where: z.string().nullable().describe("The edited policy, as evidence calls it; null: advice only."),
  policy: z.string().nullable().describe("The whole policy after the edit."),
  verified: z
    .boolean()
    .describe("Whether everything was evaluated again with the edit, and the finding is gone."),
  alsoLost: z
    .strictObject({ accesses: z.array(lostAccess), more: z.number().int().min(0) })
    .nullable()
    .describe("What else goes with the edit; null: not evaluated."),
});

const brief = {
  id: z.string().describe("The same cause has the same id in every snapshot."),
  rule: z.string(),
  severity: z.enum(severities),
  severityReasons: textsShape,
  subject: z.string().describe("An ARN."),
  account: accountShape,
  title: z.string(),
  status: z.enum(statuses).describe("suppressed: accepted, in the suppression file. baseline: known before."),
};

export const findingShape = z.strictObject({
  ...brief,
  who: z.array(whoShape),
  guard: guardShape,
  witness: requestShape.nullable(),
  evidence: z.array(evidenceShape),
  impact: textsShape,
  fix: fix.nullable(),
});

/** Why a finding is accepted. */
export const acceptanceShape = z
  .strictObject({
    reason: z.string(),
    expires: z.string().describe("YYYY-MM-DD: the last day on which it counts."),
    owner: z.string().nullable().describe("Who said so."),
    entry: z
      .enum(["finding", "rule"])
      .describe("rule: an entry for a rule and a subject, which may cover other findings, too."),
  })
  .nullable();

/** A row of a table of findings. */
const findingRowShape = z.strictObject({
  ...brief,
  accountName: z.string().nullable(),
  acceptance: acceptanceShape.describe("null: nobody has accepted it."),
});

const counts = z.record(z.enum(severities), z.number().int().min(0));

export const findingsShape = z.strictObject({
  findings: z.array(z.union([findingShape, findingRowShape])).describe("Worst first."),
  total: z.number().int().min(0).describe("How many there are, this page and all others."),
  coverage: coverageShape,
  notes: textsShape,
  counts,
});
