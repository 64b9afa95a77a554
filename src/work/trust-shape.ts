/** The JSON that `accesslens who-can-assume`, `who-can` and `can-assume` print and the server answers. */
import { z } from "zod";
import type { Who } from "../graph/index.ts";
import { coverageShape, guardShape, textsShape } from "./answer-shapes.ts";

const whoKinds = [
  "account",
  "role",
  "user",
  "session",
  "federated",
  "service",
  "organization",
  "organizational-unit",
  "any-account",
  "anonymous",
] as const;

const via = z
  .enum(["direct", "account"])
  .describe("direct: the policy names it. account: its whole account, organization or unit is let in.");

export const whoShape: z.ZodType<Who> = z.strictObject({
  kind: z.enum(whoKinds),
  id: z.string(),
  name: z.string().exactOptional().describe("Of the account or vendor, where known."),
  external: z.boolean().describe("Outside of the organization."),
  proven: z.boolean(),
  guard: guardShape.describe("What has to hold besides, all of it."),
  via,
});

const certainty = z.union([
  z.strictObject({ kind: z.literal("proven") }),
  z.strictObject({ kind: z.literal("may"), reasons: textsShape }),
]);

const answered = {
  who: z.array(whoShape),
  blocked: z
    .array(z.strictObject({ principal: z.string(), because: z.string() }))
    .describe("Those that the policy names, and whose own side refuses."),
  coverage: coverageShape,
  notes: textsShape,
};

export const whoCanAssumeShape = z.strictObject({ role: z.string(), ...answered });

export const whoCanShape = z.strictObject({
  action: z.string(),
  resource: z.string(),
  ...answered,
});

export const canAssumeShape = z.strictObject({
  principal: z.string(),
  roles: z.array(z.strictObject({ role: z.string(), guard: guardShape, certainty, via })),
  blocked: z.array(z.strictObject({ role: z.string(), because: z.string() })),
  coverage: coverageShape,
  notes: textsShape,
});
