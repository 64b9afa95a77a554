/** The JSON of `accesslens session` and `accesslens each`. */
import { z } from "zod";
import { refusalShape } from "./refusal-shape.ts";

export const sessionShape = z.strictObject({
  session: z
    .strictObject({
      role: z.string(),
      arn: z.string().describe("The session's, as CloudTrail has it."),
      region: z.string(),
      seconds: z.number().int().min(900).describe("How long it was asked for."),
      expiration: z.string().describe("ISO 8601, UTC."),
      packedPercent: z
        .number()
        .nullable()
        .describe(
          "How much of the room for session policies and tags is taken, in percent; null: AWS did not say.",
        ),
      credentials: z.strictObject({
        accessKeyId: z.string(),
        secretAccessKey: z.string(),
        sessionToken: z.string(),
      }),
    })
    .nullable()
    .describe("Null: AWS refused."),
  refused: refusalShape.nullable(),
});

const eachResultShape = z.strictObject({
  account: z.string(),
  name: z.string().nullable(),
  region: z.string().nullable().describe("Null: none was named."),
  role: z.string(),
  state: z
    .enum(["ended", "refused", "not-started", "stopped"])
    .describe(
      "refused: AWS gave no session. not-started: the command could not be started. stopped: it was told to end, or not begun any more.",
    ),
  exitCode: z.number().int().min(0).nullable().describe("128 and its number where a signal ended it."),
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.boolean().describe("Whether it wrote more than is kept."),
  why: z.string().nullable().describe("Why there is no exit code."),
  refused: refusalShape.nullable(),
});

export const eachShape = z.strictObject({
  command: z.array(z.string()),
  results: z.array(eachResultShape).describe("By account and region."),
});

export type EachResult = z.infer<typeof eachResultShape>;
