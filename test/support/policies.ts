/** Policies for tests, written as values. */
import { type PolicyDocument, type PolicyKind, parsePolicy } from "../../src/policy/index.ts";

/** Through the real parser; a policy that is no JSON object is a mistake of the test. */
export function policyOf(policy: unknown, kind: PolicyKind): PolicyDocument {
  const parsed = parsePolicy(JSON.stringify(policy), { kind });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}
