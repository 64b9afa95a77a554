/** What an identity policy allows at a glance: enough to dismiss rules and to guess a role's power. */
import { glob, patternMatches } from "../logic/index.ts";
import type { ActionElement, PolicyDocument, Statement } from "../policy/ast.ts";
import type { IdentityFacts } from "./rule.ts";

export type IdentityPower = "everything" | "identities" | "some";

/** Actions with which a principal can give itself or others any permission. */
const identityActions = [
  "iam:AttachRolePolicy",
  "iam:PutRolePolicy",
  "iam:AttachUserPolicy",
  "iam:PutUserPolicy",
];

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

function isAnyResource(statement: Statement): boolean {
  const resource = statement.resource;
  return resource !== null && !resource.negated && resource.patterns.some(({ text }) => /^\*+$/.test(text));
}

/** Whether one action, named in full, is among those of the element (IAM-SEMANTICS 52). */
export function matchesAction(element: ActionElement, action: string): boolean {
  const isNamed = element.patterns.some(({ text }) => covers(text, action));
  return isNamed !== element.negated;
}

function covers(pattern: string, action: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === action.toLowerCase();
  return pattern === "*" || patternMatches(glob(pattern, true), action);
}
