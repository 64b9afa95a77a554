/** What AWS would refuse, and what can't be meant, told before anything is asked or written (IAM-SEMANTICS 28; the quotas of IAM). */
import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import { lintPolicy } from "../../findings/lint/lint-policy.ts";
import { type PolicyKind, policySize, policySizeLimits } from "../../policy/index.ts";
import type { RoleState } from "./role-state.ts";

export type RoleFaults = {
  /** AWS would refuse the role, or it would do nothing that is meant. One sentence each. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
};

/** By default; 25 is the most that AWS grants. */
const attachedPolicies = { usual: 10, most: 25 } as const;

/** `catalogue` null: without lint. */
export function checkRole(role: RoleState, catalogue: ActionCatalogue | null): RoleFaults {
  const [errors, warnings]: [string[], string[]] = [[], []];
  const trustSize = policySize(role.trust) ?? 0;
  if (trustSize > policySizeLimits.trustAtMost) {
    errors.push(
      `its trust policy has ${trustSize} characters, and AWS takes ${policySizeLimits.trustAtMost} at most`,
    );
  } else if (trustSize > policySizeLimits.trust) {
    errors.push(
      `its trust policy has ${trustSize} characters, and AWS takes ${policySizeLimits.trust} (name fewer principals, units or tags)`,
    );
  }
  const inlineSize = [...role.inline.values()].reduce((sum, text) => sum + (policySize(text) ?? 0), 0);
  if (inlineSize > policySizeLimits.roleInline) {
    errors.push(
      `its inline policies have ${inlineSize} characters together, and AWS takes ${policySizeLimits.roleInline} (make them managed policies)`,
    );
  }
  if (role.attached.size > attachedPolicies.most) {
    errors.push(
      `it has ${role.attached.size} managed policies, and AWS takes ${attachedPolicies.most} at most`,
    );
  } else if (role.attached.size > attachedPolicies.usual) {
    warnings.push(
      `it has ${role.attached.size} managed policies; accounts take ${attachedPolicies.usual} unless their quota was raised`,
    );
  }
  if (role.inline.size + role.attached.size === 0) warnings.push("it has no permissions");
  for (const [what, text, kind] of textsOf(role)) lint(what, text, kind, catalogue, errors, warnings);
  return { errors, warnings };
}

function* textsOf(role: RoleState): Generator<readonly [what: string, text: string, kind: PolicyKind]> {
  yield ["its trust policy", role.trust, "trust"];
  for (const [name, text] of role.inline) yield [`inline policy ${name}`, text, "identity"];
}

function lint(
  what: string,
  text: string,
  kind: PolicyKind,
  catalogue: ActionCatalogue | null,
  errors: string[],
  warnings: string[],
): void {
  if (catalogue === null) return;
  const findings = lintPolicy(text, { kind, catalogue });
  if (!findings.ok) {
    errors.push(`${what} is no policy: ${findings.error.message}`);
    return;
  }
  for (const { severity, message, code } of findings.value) {
    const told = `${what}: ${message} (${code})`;
    if (severity === "error") errors.push(told);
    else if (severity === "warning") warnings.push(told);
  }
}
