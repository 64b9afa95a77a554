/** The world of one request: every dimension has the one value that it states. */
import type { RequestToDecide } from "../../../src/authz/request-question.ts";
import { callerOf, derivedKeys } from "./callers.ts";
import { FiniteEncoder, type KeyDomain } from "./finite.ts";
import { multiValuedKeys } from "./random/vocabulary.ts";

export function encoderOf(request: RequestToDecide): FiniteEncoder {
  const keys = new Map<string, KeyDomain>();
  for (const [key, values] of derivedKeys(callerOf(request), null)) keys.set(key, { kind: "one", values });
  for (const [name, value] of Object.entries(request.context)) {
    const key = name.toLowerCase();
    const values = typeof value === "string" ? [value] : value;
    const isOne = values.length === 1 && !multiValuedKeys.has(key);
    keys.set(key, isOne ? { kind: "one", values } : { kind: "given", values });
  }
  return new FiniteEncoder({ actions: [request.action], resources: [request.resource.arn], keys });
}
