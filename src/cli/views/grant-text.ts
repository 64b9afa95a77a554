/** Grants and statements as the tables of `what-can` tell them. */
import type { ActionGrant, StatementPlace, StatementScope } from "../../authz/what-can/types.ts";
import { guardText } from "../../report/guard.ts";

export function isProven({ certainty }: ActionGrant): boolean {
  return certainty.kind === "proven";
}

export function grantText(grant: ActionGrant): string {
  const parts = [scopeText(grant)];
  for (const { layer, target, anyOf } of grant.limits) {
    const whose = layer === "boundary" ? "the boundary" : `an SCP of ${target}`;
    parts.push(`as far as ${whose} allows: ${few(anyOf.map(scopeText), 2)}`);
  }
  for (const deny of grant.except) parts.push(`except ${scopeText(deny)} (${placeText(deny.statement)})`);
  if (grant.certainty.kind === "may") parts.push(`may, because ${few(grant.certainty.reasons, 2)}`);
  return parts.join("; ");
}

function scopeText(scope: StatementScope): string {
  const condition = scope.conditions.length === 0 ? "" : ` if ${guardText(scope.conditions)}`;
  return `${few(resourceTexts(scope))}${condition}`;
}

export function resourceTexts({ resources, negated }: StatementScope): readonly string[] {
  return negated ? [`everything but ${few(resources)}`] : resources;
}

export function placeText({ policy, statement, sid, target }: StatementPlace): string {
  const where = target === undefined ? "" : ` at ${target}`;
  return `${policy.replace(/^arn:[^/]*\//, "")}${where}, statement ${statement + 1}${sid === null || sid === "" ? "" : ` (${sid})`}`;
}

export function few(all: readonly string[], most = 3): string {
  const rest = all.length - most;
  return rest > 0 ? `${all.slice(0, most).join(", ")} and ${rest} more` : all.join(", ");
}
