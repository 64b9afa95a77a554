/** What a question's body says, read by its shape; and the shape as the API's description tells it. */
import { z } from "zod";
import { err, ok, type Result } from "../model/index.ts";

type Misread = { readonly message: string; readonly advice: string };

export function asked<T extends z.ZodType>(shape: T, body: unknown): Result<z.infer<T>, Misread> {
  const read = shape.safeParse(body);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? "the question" : issue.path.join(".");
  return err({
    message: `${at}: ${issue?.message ?? "can't be read"}`,
    advice: "GET /api/openapi.json says what can be asked.",
  });
}

export function bodyOf(shape: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: "input", target: "draft-2020-12" });
  return schema;
}
