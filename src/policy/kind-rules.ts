/** What AWS accepts in policies of one kind only; the elements that a kind has at all are checked where they are read. */
import type { PolicyKind, Statement } from "./ast.ts";
import type { Issues } from "./issues.ts";

type CheckedStatement = Omit<Statement, "exact">;

export function checkKind(kind: PolicyKind, statement: CheckedStatement, issues: Issues): void {
  // SCPs have the full language since September 2025, without principals (IAM-SEMANTICS 7).
  if (kind === "rcp") checkResourceControl(statement, issues);
}

/**
 * IAM-SEMANTICS 56: customers' RCPs only deny, speak of everybody, and name the service of each action. The one RCP that
 * allows is AWS's own, RCPFullAWSAccess.
 */
function checkResourceControl(statement: CheckedStatement, issues: Issues): void {
  const { effect, principal, action, resource, range } = statement;
  const isEveryAction = !action.negated && action.patterns.some((pattern) => pattern.text === "*");
  if (principal?.entries.some((entry) => entry.value !== "*")) {
    const advice = 'Write "Principal": "*", and say who is meant with a condition on aws:PrincipalArn.';
    issues.error("principal-not-allowed", "an RCP that names principals", advice, principal.range);
  }
  if (action.negated) {
    issues.error("element-not-allowed", "NotAction in an RCP", "Write the actions with Action.", range);
  }
  if (effect === "Deny") {
    if (!isEveryAction) return;
    const advice = "Write the services' prefixes, such as s3:*.";
    issues.error("action-not-allowed", 'the action "*" in an RCP that denies', advice, range);
    return;
  }
  const isEveryResource = resource?.negated === false && resource.patterns.some(({ text }) => text === "*");
  if (isEveryAction && isEveryResource && statement.conditions.length === 0) return;
  const advice = "Write Deny: what RCPs do not deny is allowed by RCPFullAWSAccess.";
  issues.error("effect-not-allowed", "an RCP that allows", advice, range);
}
