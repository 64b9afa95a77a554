/** A whole statement against one request: principal, action, resource and conditions, all of which must match. */
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import { prepareAction } from "./action-match.ts";
import type { Caller } from "./caller.ts";
import { type PreparedCondition, prepareCondition } from "./conditions/condition.ts";
import { allOf, both, type Outcome, unknown } from "./outcome.ts";
import { matchesPrincipal, type PrincipalMatch } from "./principal-match.ts";
import type { RequestContext } from "./request-context.ts";
import { prepareResource } from "./resource-match.ts";

/** What every layer is asked: one call of one action. */
export type CallToJudge = {
  readonly caller: Caller;
  readonly callerHasBoundary: boolean;
  readonly action: string;
  readonly resource: { readonly arn: string; readonly account: string };
  readonly context: RequestContext;
};

/** `namings`: of the principal element, and none where the statement has no such element. */
export type Call = CallToJudge & {
  /** Trust policies have no NotPrincipal in their grammar (IAM-SEMANTICS 17). */
  readonly isTrust: boolean;
};

type StatementMatch = PrincipalMatch;

export type PreparedStatement = {
  readonly statement: Statement;
  readonly matches: (call: Call) => StatementMatch;
};

const noMatch: StatementMatch = { outcome: false, namings: [] };

export function prepareStatement(
  statement: Statement,
  version: PolicyDocument["version"],
): PreparedStatement {
  // A statement that the grammar rejects in part never surely matches: an Allow is kept in its widest reading, and what
  // is unclear in a Deny is kept as an empty list, of which nobody knows what it would match (rule 17 for NotPrincipal).
  const inDoubt = unknown(`statement ${statement.index + 1} has a part that AWS's grammar does not know`);
  const isUnclear = (items: readonly unknown[] | undefined): boolean =>
    !statement.exact && items?.length === 0;
  const action = isUnclear(statement.action.patterns) ? () => inDoubt : prepareAction(statement.action);
  const resource =
    statement.resource === null
      ? () => true
      : isUnclear(statement.resource.patterns)
        ? () => inDoubt
        : prepareResource(statement.resource, version);
  const conditions = statement.conditions.map((condition) => prepareCondition(condition, version));
  const matches = (call: Call): StatementMatch => {
    const principal = isUnclear(statement.principal?.entries)
      ? { outcome: inDoubt, namings: [] }
      : matchPrincipal(statement, call);
    if (principal.outcome === false) return noMatch;
    const onAction = action(call.action);
    if (onAction === false) return noMatch;
    const onResource = resource(call.resource.arn, call.context);
    const reached = both(principal.outcome, both(onAction, onResource));
    if (reached === false) return noMatch;
    const outcome = both(reached, holdAll(conditions, call.context));
    if (outcome === false) return noMatch;
    const surely = statement.exact && !(call.isTrust && statement.principal?.negated === true);
    return { outcome: surely ? outcome : inDoubt, namings: principal.namings };
  };
  return { statement, matches };
}

function matchPrincipal(statement: Statement, call: Call): StatementMatch {
  if (statement.principal === null) return { outcome: true, namings: [] };
  return matchesPrincipal(statement.principal, {
    effect: statement.effect,
    caller: call.caller,
    owner: call.resource.account,
    callerHasBoundary: call.callerHasBoundary,
  });
}

function holdAll(conditions: readonly PreparedCondition[], context: RequestContext): Outcome {
  return allOf(conditions, (condition) => condition(context));
}
