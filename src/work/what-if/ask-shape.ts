/** The JSON of a question what would change if …. */
import { z } from "zod";

const text = z.string().min(1).max(2048);
const policy = text.describe("As evidence names it, such as `trust policy of ROLE-ARN`.");
const account = z.string().regex(/^\d{12}$/);

export const whatIfQuestionShape = z.strictObject({
  from: text.describe("Where ways start: a principal's or account's ARN, external, or anyone."),
  to: text
    .exactOptional()
    .describe("Where they end: admin, admin:ACCOUNT, organization, an ARN or a pattern; absent: anything."),
  changes: z
    .array(
      z.discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("remove-statement"),
          policy,
          statement: z.union([z.string(), z.number().int().min(0)]).describe("Sid, or the place from 0."),
        }),
        z.strictObject({
          kind: z.literal("replace-policy"),
          policy,
          text: z
            .string()
            .max(30_000)
            .describe("The whole policy. A masked external ID stands for the one that is there."),
        }),
        z.strictObject({ kind: z.literal("detach-policy"), from: text, policy: text }),
        z.strictObject({ kind: z.literal("account-leaves"), account }),
        z.strictObject({ kind: z.literal("account-lost"), account }),
        z.strictObject({
          kind: z
            .literal("step-gone")
            .describe("Nobody takes this hop of a way any more, whatever policies say."),
          from: text,
          to: text,
          technique: text.exactOptional().describe("Absent: an assumption of a role."),
        }),
      ]),
    )
    .min(1)
    .max(20),
  maxHops: z.number().int().min(1).max(20).exactOptional(),
  only: z.literal("proven").exactOptional(),
  examples: z
    .number()
    .int()
    .min(0)
    .max(20)
    .exactOptional()
    .describe("So many of each list come with an example way; 3 where it is left out."),
});
