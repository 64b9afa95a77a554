/** What the routes about people take and answer, as shapes; their JSON Schemas stand in the OpenAPI document. */
import { z } from "zod";

const ids = (description: string) =>
  z
    .array(z.string().regex(/^[0-9a-f]{16}$/, "a finding's id has sixteen hexadecimal digits"))
    .describe(description);

const asked = ids("Whole ids of findings: all of them, or none.")
  .min(1, "name at least one finding")
  .max(10_000, "name 10,000 findings at most");

export const acceptShape = z.strictObject({
  findings: asked,
  reason: z.string("every acceptance needs a reason").describe("Why they can be lived with."),
  expires: z
    .string("every acceptance needs a date of expiry, such as 2027-06-30")
    .describe("YYYY-MM-DD: the last day on which it counts."),
  replace: z
    .boolean()
    .optional()
    .describe("Also where a finding is accepted already in other words; else that is refused (409)."),
});

export const withdrawShape = z.strictObject({ findings: asked });

export const acceptedShape = z.strictObject({
  accepted: ids("Those that had no entry."),
  replaced: ids("Those whose entry was another, or had run out."),
  unchanged: ids("Those whose entry says the same already."),
});

export const withdrawnShape = z.strictObject({ withdrawn: ids("Those whose entry is gone.") });

export const acceptancesShape = z.strictObject({
  file: z.string(),
  acceptances: z.array(
    z.strictObject({
      finding: z.string().nullable().describe("A finding's id; null: all of a rule and a subject."),
      rule: z.string().nullable(),
      subject: z.string().nullable().describe("ARNs, with wildcards."),
      reason: z.string(),
      expires: z.string().describe("YYYY-MM-DD"),
      owner: z.string().nullable().describe("Who said so."),
      counts: z.boolean().describe("Whether it has not run out."),
    }),
  ),
  faults: z
    .array(z.string())
    .describe("Why the file can't be read as it is now; the acceptances are those that it had before."),
});

export const sessionShape = z.strictObject({
  mode: z.enum(["local", "team"]),
  may: z.strictObject({ accept: z.boolean().describe("POST and DELETE /api/acceptances.") }),
  name: z.string().nullable().describe("Who has signed in, or in whose name findings are accepted."),
  title: z.string().describe("What is looked at."),
  history: z.boolean().describe("Whether there is a store: GET /api/drift."),
});

const faultShape = z.strictObject({
  error: z.strictObject({ message: z.string(), advice: z.string() }),
});

/** For the OpenAPI document, whose schemas are of the same kind. */
export function jsonSchema(shape: z.ZodType): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(shape, { io: "input", target: "draft-2020-12" });
  return schema;
}

/** Answers with these statuses are faults. */
export function faults(...statuses: readonly number[]): Record<number, unknown> {
  return Object.fromEntries(statuses.map((status) => [status, jsonSchema(faultShape)]));
}
