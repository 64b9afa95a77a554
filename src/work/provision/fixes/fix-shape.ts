/** The JSON that `accesslens fix` prints; its schema is made from it. */
import { z } from "zod";
import { severities } from "../../../findings/types.ts";
import { accountShape, textsShape } from "../../answer-shapes.ts";
import { changeShape } from "../../drift/change-shape.ts";
import type { FixAnswer } from "./fix-answer.ts";

const text = z.string().nullable();
const statements = z.array(
  z.strictObject({
    before: text.describe("A statement as it stands; null: it is added."),
    after: text.describe("As it is to stand; null: it goes."),
  }),
);

const finding = z.strictObject({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(severities),
  subject: z.string(),
  title: z.string(),
});

const states = [
  "planned",
  "shown",
  "refused",
  "applied",
  "same",
  "not-as-planned",
  "failed",
  "not-tried",
] as const;

export const fixShape: z.ZodType<FixAnswer> = z.strictObject({
  snapshot: z.string().describe("The path as it was given."),
  applied: z.boolean().describe("Whether it was asked to be written; else it is planned."),
  canary: accountShape.nullable().describe("The account that goes first."),
  fixes: z
    .array(
      z.strictObject({
        policy: z.string().describe("As evidence calls it."),
        kind: z.enum(["trust-policy", "inline-policy", "managed-policy", "attachment", "resource-policy"]),
        account: accountShape,
        state: z
          .enum(states)
          .describe(
            "same: it stands there fixed. shown: it is not written here. not-as-planned: it was written, and what stands there is other. not-tried: the account that goes first did not go well.",
          ),
        why: text,
        advice: text,
        findings: z.array(finding.extend({ summary: z.string().describe("What the fix does.") })),
        before: text.describe("The policy as the snapshot has it."),
        after: text,
        statements: statements.describe("All others stay letter for letter."),
        inverse: statements.describe("What undo does."),
        changes: z.array(changeShape).describe("Who gains and who loses."),
        alsoLost: z
          .strictObject({
            accesses: z.array(z.strictObject({ from: z.string(), to: z.string(), by: z.string() })),
            more: z.number().int(),
          })
          .nullable()
          .describe("Of chains: what else goes; null: it was not evaluated."),
        seen: z
          .strictObject({
            calls: z.number().int().describe("That the policy has a say in, and that would pass as before."),
            refused: textsShape.describe("Who would have been refused, and was seen."),
          })
          .nullable()
          .describe("By the trail of --events; null: none was given."),
        change: text.describe("Its id in the journal; null: nothing was written."),
        notes: textsShape,
      }),
    )
    .describe("One for each policy."),
  notApplicable: z
    .array(finding.extend({ why: z.string(), advice: z.string() }))
    .describe("Findings that no edit takes away by itself."),
});
