/**
 * What S3 counts as public (IAM-SEMANTICS 62): every Allow that is not pinned to fixed values of a principal, or of a
 * condition key from S3's own list.
 */
import type { Condition, PolicyDocument, Statement } from "../../../policy/ast.ts";

/** Keys that pin a statement down; `s3:DataAccessPointArn` where the account in it is fixed. */
const pinning = new Set(
  `aws:principalorgid aws:sourceip aws:sourcearn aws:sourcevpc aws:sourcevpce aws:sourceowner aws:sourceaccount aws:userid
   s3:dataaccesspointarn s3:dataaccesspointaccount`.split(/\s+/),
);

const pinningOperators = new Set([
  "StringEquals",
  "StringEqualsIgnoreCase",
  "StringLike",
  "ArnEquals",
  "ArnLike",
  "IpAddress",
]);

const judged = new WeakMap<PolicyDocument, boolean>();

export function isPublic(policy: PolicyDocument): boolean {
  let found = judged.get(policy);
  if (found === undefined) {
    found = policy.statements.some(isPublicStatement);
    judged.set(policy, found);
  }
  return found;
}

function isPublicStatement({ effect, principal, conditions }: Statement): boolean {
  if (effect === "Deny") return false;
  const isNamed =
    principal !== null && !principal.negated && principal.entries.every(({ value }) => !value.includes("*"));
  return !isNamed && !conditions.some(pins);
}

function pins(condition: Condition): boolean {
  if (condition.kind === "unknown" || condition.ifExists || condition.quantifier === "ForAllValues")
    return false;
  const key = condition.key.toLowerCase();
  return (
    pinning.has(key) &&
    pinningOperators.has(condition.operator) &&
    condition.values.length > 0 &&
    condition.values.every(({ text }) => isFixed(key, text))
  );
}

function isFixed(key: string, value: string): boolean {
  if (value.includes("${")) return false;
  switch (key) {
    case "aws:sourceip":
      return isNarrow(value);
    case "s3:dataaccesspointarn":
      // The access point's name may be open, its account may not.
      return /^arn:[^:*?]+:s3:[^:]*:\d{12}:/.test(value);
    default:
      return !/[*?]/.test(value);
  }
}

/** Not broader than /8, or /32 in IPv6. */
function isNarrow(block: string): boolean {
  const [address = "", mask] = block.split("/");
  return mask === undefined || Number(mask) >= (address.includes(":") ? 32 : 8);
}
