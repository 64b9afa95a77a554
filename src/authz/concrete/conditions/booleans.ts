/** Bool (IAM-SEMANTICS 47). */
import { typedComparison } from "./comparison.ts";

export function readBoolean(text: string): boolean | null {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : null;
}

export const booleanComparisons = {
  Bool: typedComparison<boolean, boolean>({
    negated: false,
    type: "true or false",
    readPolicyValue: readBoolean,
    readRequestValue: readBoolean,
    matches: (value, other) => value === other,
  }),
} as const;
