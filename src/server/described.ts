/** What the API's description says of a question: its parts, and the shape of what comes back. */
import { z } from "zod";

const fault = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["message", "advice"],
      properties: { message: { type: "string" }, advice: { type: "string", description: "What to do." } },
    },
  },
} as const;

type Question = {
  readonly summary: string;
  /** JSON Schema. */
  readonly querystring?: object;
  readonly params?: object;
  readonly body?: object;
};

/** `shape`: of the answer. What is asked wrongly is answered with a status of 400 and more. */
export function described(question: Question, shape: z.ZodType): object {
  return { ...question, response: { 200: jsonSchemaOf(shape), "4xx": fault } };
}

/** Without the line that says which JSON Schema it is: the description has one for all. */
function jsonSchemaOf(shape: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: "input", target: "draft-2020-12" });
  return schema;
}
