/** Parts that the JSON of several answers has in common; schemas are made from them. */
import { z } from "zod";
import { coverageKinds } from "../model/index.ts";

const controllers = [
  "principal",
  "caller",
  "network",
  "session",
  "identity-provider",
  "service",
  "resource",
  "time",
  "unknown",
] as const;

export const textsShape = z.array(z.string());

export const guardShape = z.array(
  z.strictObject({
    key: z.string(),
    operator: z.string(),
    values: textsShape,
    controlledBy: z.enum(controllers).describe("Who decides what the key is worth."),
    literal: z.literal(true).exactOptional().describe("${ in the values is plain text."),
  }),
);

export const coverageShape = z
  .array(
    z.strictObject({
      what: z.enum(coverageKinds),
      account: z.string().nullable(),
      subject: z.string().nullable(),
      reason: z.string(),
    }),
  )
  .describe("What was not read and could change the answer.");

export const accountShape = z.string().regex(/^\d{12}$/);

/** A statement where it stands. */
export const evidenceShape = z.strictObject({
  policy: z
    .string()
    .describe("`trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`."),
  statement: z.union([z.string(), z.number().int().min(0)]).describe("Sid, or the place from 0."),
  lines: z.tuple([z.number().int().min(1), z.number().int().min(1)]).describe("First and last, from 1."),
  text: z.string(),
});

export const requestShape = z.strictObject({
  principal: z.union([z.string(), z.strictObject({ federated: z.string() })]),
  action: z.string(),
  resource: z.strictObject({ arn: z.string(), account: z.string() }),
  context: z.record(z.string(), z.union([z.string(), textsShape])),
});
