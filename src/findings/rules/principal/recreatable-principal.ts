import type { DeadEnd } from "../../../authz/types.ts";
import { splitArn } from "../../../model/index.ts";
import type { Condition } from "../../../policy/ast.ts";
import { type Draft, powerReason, type StatementEdit, type TrustRule, type TrustView } from "../../rule.ts";

export const recreatablePrincipal: TrustRule = {
  kind: "trust",
  id: "recreatable-principal",
  title: "Deleted principal whose name still opens the role",
  rationale:
    "In the Principal element AWS keeps a role or user by its unique id, so that a namesake made later has nothing. In a " +
    "condition on aws:PrincipalArn the ARN stays a text: once the role behind it is deleted, whoever may create a role of " +
    "that name in that account gets in, and often many may. A name that exists is as good as its account's " +
    "administration; a name that is gone waits to be taken. Names that only AWS can give (Identity Center's roles, " +
    "service-linked roles) are not reported.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn",
  ],
  severity: "medium",
  appliesTo: (facts) => facts.hasDeadEnd && facts.keys.has("aws:principalarn"),

  *check(view): Iterable<Draft> {
    const seen = new Set<string>();
    for (const deadEnd of view.deadEnds) {
      const arn = recreatable(deadEnd, view);
      if (arn === null || seen.has(arn)) continue;
      seen.add(arn);
      yield draftOf(arn, view);
    }
  },

  fix: (view, draft) => ({
    summary: "Take the name out of the condition; if it is still needed, name the new role as principal.",
    edits: draft.statements.flatMap((statement) => withoutName(view, statement, draft.cause)),
  }),

  impact: (_view, draft) => [
    `Whoever may create ${draft.cause.split(":").slice(5).join(":")} in account ${splitArn(draft.cause)?.account} has what this role can do.`,
  ],
};

/** The ARN that a condition of the statement names and nobody has; null otherwise. */
function recreatable({ cause, principal, statement }: DeadEnd, view: TrustView): string | null {
  if (cause !== "not-existing" || principal === null) return null;
  if (/:role\/aws-(?:reserved|service-role)\//.test(principal)) return null;
  const entries = view.document.statements[statement]?.principal?.entries ?? [];
  return entries.some(({ value }) => view.concrete(value) === principal) ? null : principal;
}

function draftOf(arn: string, view: TrustView): Draft {
  const power = view.context.powerOf(view.role);
  const why = power.kind === "none" ? "The role has no permissions at present." : powerReason(power);
  const kind = arn.includes(":user/") ? "user" : "role";
  const account = splitArn(arn)?.account ?? "";
  const place = account === view.owner ? "this account" : `account ${account}`;
  const statements = view.deadEnds
    .filter((deadEnd) => recreatable(deadEnd, view) === arn)
    .map(({ statement }) => statement);
  return {
    cause: arn,
    severity: power.kind === "none" ? "low" : why === null ? "medium" : "high",
    reasons: [
      `There is no such ${kind} in ${place}: whoever may create one of that name gets in.`,
      ...(why === null ? [] : [why]),
    ],
    title: `A condition names ${arn}, which does not exist and can be created anew`,
    grants: [],
    statements: [...new Set(statements)],
  };
}

/** The condition with the names that are left; the statement goes if none is. */
function withoutName(view: TrustView, index: number, arn: string): readonly StatementEdit[] {
  const conditions = (view.document.statements[index]?.conditions ?? []).filter(namesPrincipals);
  const [condition, ...others] = conditions;
  // Two conditions on the same key are for a person to disentangle.
  if (condition === undefined || others.length > 0) return [];
  const left = condition.values.map(({ text }) => view.concrete(text)).filter((text) => text !== arn);
  if (left.length === condition.values.length) return [];
  if (left.length === 0) return [{ kind: "remove-statement", statement: index }];
  const { operator, key, quantifier, ifExists } = condition;
  const whole = `${quantifier === null ? "" : `${quantifier}:`}${operator}${ifExists ? "IfExists" : ""}`;
  return [{ kind: "require", statement: index, operator: whole, key, values: left }];
}

function namesPrincipals(condition: Condition): condition is Extract<Condition, { kind: "test" }> {
  return condition.kind === "test" && condition.key.toLowerCase() === "aws:principalarn";
}
