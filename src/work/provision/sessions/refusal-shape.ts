/** The JSON of why AWS refused a session. */
import { z } from "zod";
import { decisionLayers } from "../../../authz/request-question.ts";

const statementShape = z.strictObject({
  layer: z.enum(decisionLayers),
  target: z
    .string()
    .exactOptional()
    .describe("The root, unit or account that a control policy is attached to."),
  policy: z.string(),
  statement: z.number().int().min(0).describe("From 0."),
  sid: z.string().nullable(),
  effect: z.enum(["Allow", "Deny"]),
  lines: z.tuple([z.number().int().min(1), z.number().int().min(1)]),
  text: z.string().nullable().describe("Its lines, external IDs masked."),
});

const reasonKinds = [
  "external-id-missing",
  "external-id-wrong",
  "tags-not-allowed",
  "source-identity-not-allowed",
  "not-trusted",
  "organization",
  "second-factor",
  "condition",
  "denied",
  "not-allowed",
  "rule",
  "no-such-role",
  "too-long",
] as const;

const reasonShape = z.strictObject({
  kind: z.enum(reasonKinds),
  action: z.string().nullable().describe("What is not allowed: sts:AssumeRole, sts:TagSession …"),
  text: z.string().describe("One sentence."),
  statements: z
    .array(statementShape)
    .describe("Those that deny, or the one that came closest to allowing it."),
});

export const refusalShape = z.strictObject({
  role: z.string(),
  by: z.string().describe("Whose credentials asked."),
  code: z.string().describe("AWS's."),
  message: z.string().describe("AWS's."),
  snapshot: z
    .string()
    .nullable()
    .describe("The moment of the snapshot that explains it; null: there is none."),
  reasons: z.array(reasonShape),
  notKnown: z.array(z.string()),
});

export type RefusalReason = z.infer<typeof reasonShape>;
export type ToldRefusal = z.infer<typeof refusalShape>;
