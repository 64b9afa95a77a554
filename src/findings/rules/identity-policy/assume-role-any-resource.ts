import type { Condition, PolicyDocument, Statement } from "../../../policy/ast.ts";
import { isAnything } from "../../guard-terms.ts";
import { allowsEverything, matchesAction } from "../../identity-facts.ts";
import type { Draft, IdentityRule } from "../../rule.ts";

const assumeRole = "sts:AssumeRole";

export const assumeRoleAnyResource: IdentityRule = {
  kind: "identity",
  id: "assume-role-any-resource",
  title: "Permission to assume any role",
  rationale:
    "sts:AssumeRole on every resource turns each whole-account trust, in this organization or any other, into a way " +
    "out for whoever holds the policy: nobody on the caller's side says which roles are meant. List the role ARNs, or " +
    "bind the permission to the organization with aws:ResourceOrgID. Policies that allow everything are not reported " +
    "here, being administrators anyway.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
    "Prowler iam_no_custom_policy_permissive_role_assumption",
    "Steampipe iam_policy_custom_no_permissive_role_assumption",
  ],
  severity: "medium",
  appliesTo: (facts) => facts.allowsSts,

  *check(view): Iterable<Draft> {
    const wide = view.document.statements.filter(
      (statement) => isWide(statement) && !allowsEverything(statement) && !isDenied(view.document),
    );
    if (wide.length === 0) return;
    const conditions = wide.every((statement) => statement.conditions.length > 0);
    yield {
      cause: view.policy,
      severity: conditions ? "low" : "medium",
      reasons: [
        conditions
          ? "Any role that trusts the holder's account is meant, under conditions that do not say which."
          : "Any role that trusts the holder's account is meant, in any account.",
      ],
      title:
        view.holder.kind === "managed-policy"
          ? "The policy allows sts:AssumeRole on every role"
          : `The inline policy ${view.policy} allows sts:AssumeRole on every role`,
      grants: [],
      statements: wide.map((statement) => statement.index),
    };
  },

  fix: (view, draft) => ({
    summary: "List the roles that are meant instead of every resource.",
    edits: draft.statements
      .filter((index) => onlyAssumes(view.document.statements[index]))
      .map((statement) => ({
        kind: "replace-resources",
        statement,
        resources: ["arn:aws:iam::REPLACE-WITH-ACCOUNT:role/REPLACE-WITH-ROLE-NAME"],
      })),
  }),
};

function isWide(statement: Statement): boolean {
  return (
    statement.effect === "Allow" &&
    matchesAction(statement.action, assumeRole) &&
    isAnyRole(statement) &&
    !statement.conditions.some(saysWhichRoles)
  );
}

/** `*`, a role ARN whose account and name are both open, or NotResource. */
function isAnyRole(statement: Statement): boolean {
  const resource = statement.resource;
  if (resource === null) return false;
  // All but a few are nearly any.
  if (resource.negated) return true;
  return resource.patterns.some(({ text }) =>
    /^(?:\*+|arn:[^:]*:(?:iam|\*):[^:]*:\*:(?:\*|role\/\*|role\*))$/.test(text),
  );
}

function saysWhichRoles(condition: Condition): boolean {
  if (condition.kind !== "test") return false;
  const key = condition.key.toLowerCase();
  const isPositive = !/Not|Null/.test(condition.operator) && !condition.ifExists;
  return (
    isPositive &&
    !condition.values.some(({ text }) => isAnything(text)) &&
    (/^aws:resource(?:orgid|orgpaths|account|tag\/)/.test(key) || key.startsWith("iam:resourcetag/"))
  );
}

/** Another statement of the same policy denies the call, wholly or except on certain roles. */
function isDenied(document: PolicyDocument): boolean {
  return document.statements.some((statement) => {
    if (statement.effect !== "Deny" || !matchesAction(statement.action, assumeRole)) return false;
    if (statement.resource?.negated) return statement.conditions.length === 0;
    if (!isAnyRole(statement)) return false;
    return (
      statement.conditions.length === 0 ||
      statement.conditions.some(
        (condition) =>
          condition.kind === "test" && /^aws:resource(?:orgid|orgpaths|account)/i.test(condition.key),
      )
    );
  });
}

function onlyAssumes(statement: Statement | undefined): boolean {
  return (
    statement !== undefined &&
    !statement.action.negated &&
    statement.action.patterns.every((pattern) => /^sts:(?:assumerole\*?|\*)$/i.test(pattern.text))
  );
}
