/** What shows at a glance that policies allow every request, or that they do not. */
import { glob, patternMatches } from "../../logic/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import type { RequestToDecide } from "../request-question.ts";

/**
 * Actions that work on no resource, of which an administrator can do each and hardly anybody else can do any. A policy
 * without a statement about one of them is not everything, and no more has to be asked of it.
 */
export const tellingActions = [
  "iam:DeleteAccountPasswordPolicy",
  "organizations:LeaveOrganization",
  "ec2:EnableSerialConsoleAccess",
  "kms:CreateCustomKeyStore",
  "s3:CreateJob",
];
const telling = tellingActions.map((action) => ({ action, folded: action.toLowerCase() }));

/**
 * A request for one of those actions that no Allow of the policies can match; null where this does not show one. `left`: a
 * request for the action that there is at all.
 */
export function plainlyMissing(
  documents: readonly PolicyDocument[],
  left: (action: string) => RequestToDecide | null,
): RequestToDecide | null {
  const allows = documents.flatMap(({ statements }) =>
    statements.filter((statement) => statement.effect === "Allow" && mayBeAboutNoResource(statement)),
  );
  for (const { action, folded } of telling) {
    if (allows.some((allow) => isAbout(allow, folded))) continue;
    const request = left(action);
    if (request !== null) return request;
  }
  return null;
}

/** It allows everything by a single statement, and nothing is denied. */
export function isPlainlyEverything(documents: readonly PolicyDocument[]): boolean {
  const statements = documents.flatMap((document) => document.statements);
  return (
    statements.every(({ effect }) => effect === "Allow") &&
    statements.some(
      ({ action, resource, conditions, exact }) =>
        exact &&
        conditions.length === 0 &&
        !action.negated &&
        action.patterns.some(({ text }) => text === "*" || text === "*:*") &&
        resource !== null &&
        !resource.negated &&
        resource.patterns.some(({ text }) => text === "*"),
    )
  );
}

/** Whether some request for an action without resources, which is about `*`, may match. */
function mayBeAboutNoResource({ resource }: Statement): boolean {
  if (resource === null || resource.negated) return true;
  return resource.patterns.some(({ text }) => /^[*?]+$/.test(text) || text.includes("${"));
}

/** `folded`: an action in lower case. */
export function isAbout({ action }: Statement, folded: string): boolean {
  const isNamed = action.patterns.some(({ text }) => {
    if (text === "*") return true;
    const lower = text.toLowerCase();
    return /[*?]/.test(lower) ? patternMatches(glob(lower), folded) : lower === folded;
  });
  return isNamed !== action.negated;
}

/** An example for an action that works on no resource. */
export function requestFor(action: string): RequestToDecide {
  const account = "111122223333";
  return {
    principal: `arn:aws:iam::${account}:user/example`,
    action,
    resource: { arn: "*", account },
    context: {},
  };
}
