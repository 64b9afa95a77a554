/** The JSON that `accesslens compare access-analyzer` prints; its schema is made from it. */
import { z } from "zod";
import type { AnalyzerComparison } from "../graph/access-analyzer/index.ts";
import type { CoverageGap } from "../model/index.ts";
import { coverageShape, textsShape } from "./answer-shapes.ts";

type Told = Omit<AnalyzerComparison, "coverage"> & {
  readonly coverage: readonly (Omit<CoverageGap, "account"> & { readonly account: string | null })[];
};

export const analyzerShape: z.ZodType<Told> = z.strictObject({
  analyzers: z.number().int().min(1).describe("How many were collected."),
  accesses: z.array(
    z.strictObject({
      resource: z.string(),
      type: z.string().describe("CloudFormation type."),
      principal: z
        .string()
        .describe(
          "An ARN, an account's root, a provider, an organization, or anyone; unknown of what the analyzer could not look at.",
        ),
      state: z.enum(["agreed", "ours only", "theirs only"]),
      proven: z.boolean().nullable().describe("Of ours; null where it is theirs only."),
      findings: textsShape.describe("Of theirs, by id."),
      why: z.string().nullable().describe("The likeliest reason of a difference."),
    }),
  ),
  coverage: coverageShape,
  notes: textsShape,
});
