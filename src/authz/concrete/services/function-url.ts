/** Lambda function URLs: since October 2025 a call by URL needs two actions (IAM-SEMANTICS 63). */
import type { Call } from "../statement-match.ts";
import { attribute, isRecord, textOf } from "./attributes.ts";

export const invokeByUrl = "lambda:invokefunctionurl";
/** The second action of a call by URL, and the key by which policies know it. */
export const invokeFunction = "lambda:InvokeFunction";
export const invokedViaUrl = "lambda:InvokedViaFunctionUrl";

/** Null: the call is not made by URL. */
export function functionUrlAuthType(
  { action, context }: Call,
  attributes: Readonly<Record<string, unknown>>,
): string | null {
  const viaUrl = context.values(invokedViaUrl.toLowerCase());
  const isByUrl = viaUrl !== null && !("reason" in viaUrl) && viaUrl[0]?.toLowerCase() === "true";
  if (action !== invokeByUrl && !(isByUrl && action === invokeFunction.toLowerCase())) return null;
  const url = attribute(attributes, "functionurl", "functionurlconfig");
  const collected = isRecord(url) ? textOf(attribute(url, "authtype")) : null;
  if (collected !== null) return collected;
  const stated = context.values("lambda:functionurlauthtype");
  return stated === null || "reason" in stated ? "unknown" : (stated[0] ?? "unknown");
}
