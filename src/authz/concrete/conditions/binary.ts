/** BinaryEquals: the same bytes, both sides in base64. */
import { typedComparison } from "./comparison.ts";

/** The text without its padding, which is the same for the same bytes. */
function readBase64(text: string): string | null {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text.replace(/=+$/, "") : null;
}

export const binaryComparisons = {
  BinaryEquals: typedComparison<string, string>({
    negated: false,
    type: "base64",
    readPolicyValue: readBase64,
    readRequestValue: readBase64,
    matches: (value, other) => value === other,
  }),
} as const;
