import type { Statement } from "../../../policy/ast.ts";
import { type Draft, powerReason, type StatementEdit, type TrustRule, type TrustView } from "../../rule.ts";

export const notPrincipal: TrustRule = {
  kind: "trust",
  id: "not-principal",
  title: "NotPrincipal in a trust policy",
  rationale:
    "NotPrincipal names everybody but a few. With Allow it lets in the rest of the world, and AWS takes it in no trust " +
    "policy any more. With Deny it is a trap: to spare a session it must list the account, the role and the session, and it " +
    "always denies principals with a permissions boundary, whatever it lists. A Deny for everybody with a condition on " +
    "aws:PrincipalArn says the same without the surprises.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
    "Access Analyzer ALLOW_WITH_NOTPRINCIPAL",
    "Access Analyzer ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    "cfn_nag F6",
  ],
  severity: "medium",
  appliesTo: (facts) => facts.hasNotPrincipal,

  *check(view): Iterable<Draft> {
    const found = new Map<string, { readonly effect: Statement["effect"]; readonly statements: number[] }>();
    for (const { index, effect, principal } of view.document.statements) {
      if (principal === null || !principal.negated) continue;
      const cause = `${effect} ${principal.entries
        .map(({ value }) => view.concrete(value))
        .sort()
        .join(",")}`;
      const known = found.get(cause);
      if (known === undefined) found.set(cause, { effect, statements: [index] });
      else known.statements.push(index);
    }
    for (const [cause, { effect, statements }] of found)
      yield effect === "Allow" ? allowDraft(cause, statements, view) : denyDraft(cause, statements, view);
  },

  fix: (view, draft) =>
    draft.cause.startsWith("Allow")
      ? {
          summary: "Name the principals that need the role, and take this statement out.",
          edits: draft.statements.map((statement) => ({ kind: "remove-statement", statement })),
        }
      : {
          summary: "Deny everybody, and spare the principals by a condition on aws:PrincipalArn.",
          edits: withCondition(view, draft),
        },
};

function allowDraft(cause: string, statements: readonly number[], view: TrustView): Draft {
  const powerful = powerReason(view.context.powerOf(view.role));
  const grants = [...view.grants.keys()].filter((index) =>
    view.grants[index]?.allowedBy.some((statement) => statements.includes(statement)),
  );
  return {
    cause,
    severity: "critical",
    reasons: ["Everybody is let in but those that are named.", ...(powerful === null ? [] : [powerful])],
    title: "Everybody but a few principals can assume the role",
    grants,
    statements,
  };
}

function denyDraft(cause: string, statements: readonly number[], view: TrustView): Draft {
  const spared = statements.flatMap(
    (index) => view.document.statements[index]?.principal?.entries.map(({ value }) => value) ?? [],
  );
  // Users have no sessions to be listed.
  const sparesRoles = spared.some((value) => /:role\//.test(value));
  const grants = [...view.grants.keys()].filter((index) =>
    view.grants[index]?.narrowedBy.some((statement) => statements.includes(statement)),
  );
  return {
    cause,
    severity: sparesRoles ? "medium" : "low",
    reasons: [
      sparesRoles
        ? "Sessions that are not listed one by one are denied, and so is every principal with a permissions boundary."
        : "Every principal with a permissions boundary is denied, whatever the list says.",
    ],
    title: sparesRoles
      ? "A Deny spares principals by NotPrincipal, which does not spare their sessions"
      : "A Deny spares principals by NotPrincipal, which spares none with a permissions boundary",
    grants,
    statements,
  };
}

/** Only for plain roles and users: of accounts and sessions no ARN pattern says quite the same. */
function withCondition(view: TrustView, draft: Draft): readonly StatementEdit[] {
  const edits: StatementEdit[] = [];
  for (const index of draft.statements) {
    const statement = view.document.statements[index];
    if (statement?.principal === null || statement === undefined || statement.conditions.length > 0)
      return [];
    if (statement.action.negated) return [];
    const named = statement.principal.entries.map(({ value }) => view.concrete(value));
    const spared = named.filter((value) => /^arn:[^:]+:iam::\d{12}:(?:role|user)\//.test(value));
    // The account stands in the list because its roles could not be spared without it.
    const others = named.filter((value) => !spared.includes(value) && !isAccountOf(value, spared));
    if (spared.length === 0 || others.length > 0) return [];
    edits.push({
      kind: "replace-statement",
      statement: index,
      text: JSON.stringify({
        ...(statement.sid === null ? {} : { Sid: statement.sid }),
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: statement.action.patterns.map(({ text }) => text),
        Condition: { ArnNotEquals: { "aws:PrincipalArn": spared } },
      }),
    });
  }
  return edits;
}

function isAccountOf(value: string, spared: readonly string[]): boolean {
  const account = /^(\d{12})$|^arn:[^:]+:iam::(\d{12}):root$/.exec(value);
  const id = account?.[1] ?? account?.[2];
  return id !== undefined && spared.some((arn) => arn.split(":")[4] === id);
}
