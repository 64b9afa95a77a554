/** Every request, as a policy; and what shows at a glance that a policy does not allow it. */
import { glob, patternMatches } from "../../logic/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import type { RequestToDecide } from "../request-question.ts";

const range = { start: 0, end: 0 };

/** An Allow of every action, each of which has a colon, on every resource. */
export const everythingStatement: Statement = {
  index: 0,
  sid: null,
  effect: "Allow",
  principal: null,
  action: { negated: false, patterns: [{ text: "*:*", range }] },
  resource: { negated: false, patterns: [{ text: "*", range }] },
  conditions: [],
  range,
  exact: true,
};

export const everything: PolicyDocument = {
  version: "2012-10-17",
  id: null,
  statements: [everythingStatement],
  issues: [],
};

/**
 * Actions that work on no resource, of which an administrator can do each and hardly anybody else can do any. A policy
 * without a statement about one of them is not everything, and no more has to be asked of it.
 */
const telling = [
  "iam:DeleteAccountPasswordPolicy",
  "organizations:LeaveOrganization",
  "ec2:EnableSerialConsoleAccess",
  "kms:CreateCustomKeyStore",
  "s3:CreateJob",
].map((action) => ({ action, folded: action.toLowerCase() }));

/** A request that no Allow of the policies can match; null where this does not show it. */
export function plainlyMissing(documents: readonly PolicyDocument[]): RequestToDecide | null {
  const allows = documents.flatMap(({ statements }) =>
    statements.filter((statement) => statement.effect === "Allow" && mayBeAboutNoResource(statement)),
  );
  const found = telling.find(({ folded }) => !allows.some((allow) => isAbout(allow, folded)));
  return found === undefined ? null : requestFor(found.action);
}

function requestFor(action: string): RequestToDecide {
  const account = "111122223333";
  return {
    principal: `arn:aws:iam::${account}:user/example`,
    action,
    resource: { arn: "*", account },
    context: {},
  };
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
        action.patterns.some(({ text }) => text === "*") &&
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

function isAbout({ action }: Statement, folded: string): boolean {
  const isNamed = action.patterns.some(({ text }) => {
    if (text === "*") return true;
    const lower = text.toLowerCase();
    return /[*?]/.test(lower) ? patternMatches(glob(lower), folded) : lower === folded;
  });
  return isNamed !== action.negated;
}
