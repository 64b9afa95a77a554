import { readJson } from "./json.ts";
import { compactText } from "./json-text.ts";

/**
 * How long AWS lets policies be (IAM-SEMANTICS 28), in characters as {@link policySize} counts them. Data for whoever
 * writes or checks policies; what was collected has passed them.
 */
export const policySizeLimits = {
  /** By default; an account can be granted `trustAtMost`. */
  trust: 2048,
  trustAtMost: 4096,
  managed: 6144,
  /** All inline policies of one role together. */
  roleInline: 10_240,
  /** The inline session policy and the managed ones that a call names, together. */
  session: 2048,
  /** An SCP or RCP (the quotas of AWS Organizations). */
  control: 5120,
} as const;

/** The length of a policy's text as IAM counts it: without the white space between its parts. Null: it is no JSON. */
export function policySize(text: string): number | null {
  const json = readJson(text);
  return json.ok ? compactText(text, json.value).length : null;
}
