/** The JSON of the server's answers about findings to work through: how many of what, groups, one whole, and the rules. */
import { z } from "zod";
import { severities } from "../../findings/types.ts";
import { accountShape, textsShape } from "../answer-shapes.ts";
import { acceptanceShape, findingShape } from "../finding-shape.ts";

const count = z.number().int().min(0);

export const facetsShape = z.strictObject({
  total: count.describe("Findings that meet all filters."),
  severity: z.array(z.strictObject({ value: z.enum(severities), count })).describe("Worst first."),
  status: z.array(z.strictObject({ value: z.enum(["open", "suppressed"]), count })),
  rule: z.array(z.strictObject({ value: z.string(), title: z.string(), count })).describe("Most first."),
  account: z
    .array(z.strictObject({ value: accountShape, name: z.string().nullable(), count }))
    .describe("Most first."),
});

export const findingGroupShape = z.strictObject({
  example: z.string().describe("The worst finding of the group; `like` takes it to ask for all of them."),
  rule: z.string(),
  ruleTitle: z.string(),
  severity: z.enum(severities).describe("Of the worst."),
  title: z.string().describe("Of the worst."),
  subject: z.string().describe("Of the worst."),
  source: z
    .enum(["trust-policy", "identity-policy", "role", "own"])
    .describe(
      "What they have in common besides the rule: the text of a trust or identity policy; a role's name and trust policy; own: it stands alone.",
    ),
  findings: count,
  open: count,
  subjects: count,
  accounts: count,
});

export const findingGroupsShape = z.strictObject({
  groups: z.array(findingGroupShape).describe("Worst first, then those with most findings."),
  total: count.describe("Groups, on this page and all others."),
  findings: count.describe("Findings in all of them."),
});

export const findingIdsShape = z.strictObject({
  ids: textsShape.describe("Worst first, 10,000 at most."),
  total: count,
});

const commands = z.strictObject({
  cli: z.string().nullable().describe("AWS CLI; each value is one word to a shell, whatever it holds."),
  terraform: z.string().nullable().describe("The attribute, for the resource that stands in your own files."),
  cloudFormation: z
    .string()
    .nullable()
    .describe("The property as YAML, for the resource of your own template."),
});

export const findingAnswerShape = findingShape.extend({
  accountName: z.string().nullable(),
  acceptance: acceptanceShape.describe("null: nobody has accepted it."),
  alike: count.describe("Findings that stem from the same, this one among them."),
  triesFix: z
    .boolean()
    .describe(
      "The fix is advice so far: `fix=tried` tries edits, which takes seconds in a large organization.",
    ),
  edit: z
    .strictObject({
      before: z
        .string()
        .nullable()
        .describe("The policy as it is, laid out as the fix's; null: not at hand."),
      commands,
      masked: z
        .boolean()
        .describe(
          "External IDs are masked in the policy, which is not to be applied so: there are no commands.",
        ),
    })
    .nullable()
    .describe("The fix as texts to take along; null: advice only."),
  simulate: z.string().nullable().describe("The witness as a command, to be asked again."),
});

export const rulesShape = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        severity: z.enum(severities).describe("The usual one."),
        rationale: z.string(),
        references: textsShape.describe("Addresses, and ids of published checks."),
      }),
    )
    .describe("Those that run."),
});
