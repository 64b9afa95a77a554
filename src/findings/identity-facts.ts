/** What an identity policy allows at a glance: enough to dismiss rules and to guess a role's power. */
import type { ActionElement, PolicyDocument, Statement } from "../policy/ast.ts";
import type { IdentityFacts } from "./rule.ts";

export type IdentityPower = "everything" | "identities" | "some";

/** Actions with which a principal can give itself or others any permission. */
const identityActions = ["iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:AttachUserPolicy", "iam:PutUserPolicy"];

export function identityFacts(document: PolicyDocument): IdentityFacts {
  const allows = document.statements.filter((statement) => statement.effect === "Allow");
  return {
    allowsSts: allows.some((statement) => matchesAction(statement.action, "sts:AssumeRole")),
    allowsEverything: allows.some(allowsEverything),
    hasNotAction: document.statements.some((statement) => statement.action.negated),
    hasIssue: document.issues.length > 0,
  };
}

/** The power that a policy gives by itself; conditions and other layers may take it away again. */
export function identityPower(document: PolicyDocument): IdentityPower {
  if (document.statements.some(allowsEverything)) return "everything";
  const givesIdentities = document.statements.some(
    (statement) =>
      statement.effect === "Allow" &&
      statement.conditions.length === 0 &&
      isAnyResource(statement) &&
      identityActions.some((action) => matchesAction(statement.action, action)),
  );
  return givesIdentities ? "identities" : "some";
}

/** An Allow of every action on every resource without condition. */
export function allowsEverything(statement: Statement): boolean {
  return (
    statement.effect === "Allow" &&
    statement.conditions.length === 0 &&
    !statement.action.negated &&
    statement.action.patterns.some(({ text }) => /^\*+(?::\*+)?$/.test(text)) &&
    isAnyResource(statement)
  );
}

export function isAnyResource(statement: Statement): boolean {
  const resource = statement.resource;
  return resource !== null && !resource.negated && resource.patterns.some(({ text }) => /^\*+$/.test(text));
}

/** Whether one action, named in full, is among those of the element (IAM-SEMANTICS 52). */
export function matchesAction(element: ActionElement, action: string): boolean {
  const wanted = action.toLowerCase();
  const isNamed = element.patterns.some(({ text }) => matchesGlob(text.toLowerCase(), wanted));
  return isNamed !== element.negated;
}

/** `*` and `?` in linear time: on a mismatch only the last star is tried again, one character further. */
function matchesGlob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
