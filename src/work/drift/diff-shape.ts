/** The JSON that `accesslens diff` prints; its schema is made from it. */
import { z } from "zod";
import { driftKinds } from "../../model/index.ts";
import { accountShape, coverageShape, textsShape } from "../answer-shapes.ts";
import { changeShape, findingBriefShape } from "./change-shape.ts";
import type { DiffAnswer } from "./diff-answer.ts";

const findings = z.array(findingBriefShape);

export const diffShape: z.ZodType<DiffAnswer> = z.strictObject({
  before: z.string(),
  after: z.string(),
  equal: z.boolean().describe("All that was compared means the same, and the same could be read."),
  changes: z.array(changeShape).describe("What lets outsiders in or weakens a guard first."),
  findings: z.strictObject({ opened: findings, closed: findings }),
  chains: z
    .strictObject({ appeared: findings, disappeared: findings })
    .nullable()
    .describe("Findings about chains of hops; null: without --chains."),
  textOnly: z
    .array(
      z.strictObject({ subject: z.string(), kind: z.enum(driftKinds), account: accountShape.nullable() }),
    )
    .describe("What is written differently and means the same; with --text-only."),
  textOnlyCount: z.number().int().min(0),
  notCompared: textsShape,
  coverage: coverageShape,
});
