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
export type Call = {
  readonly caller: Caller;
  readonly callerHasBoundary: boolean;
  readonly action: string;
  readonly resource: { readonly arn: string; readonly account: string };
  readonly context: RequestContext;
};

/** `namings`: of the principal element, and none where the statement has no such element. */
export type StatementMatch = PrincipalMatch;

export type PreparedStatement = {
  readonly statement: Statement;
  readonly matches: (call: Call) => StatementMatch;
};

const noMatch: StatementMatch = { outcome: false, namings: [] };

export function prepareStatement(
  statement: Statement,
  version: PolicyDocument["version"],
): PreparedStatement {
  const action = prepareAction(statement.action);
  const resource = statement.resource === null ? null : prepareResource(statement.resource, version);
  const conditions = statement.conditions.map((condition) => prepareCondition(condition, version));
  const matches = (call: Call): StatementMatch => {
    const principal = matchPrincipal(statement, call);
    if (principal.outcome === false || !action(call.action)) return noMatch;
    const onResource = resource === null ? true : resource(call.resource.arn, call.context);
    const reached = both(principal.outcome, onResource);
    if (reached === false) return noMatch;
    const outcome = both(reached, holdAll(conditions, call.context));
    return { outcome: statement.exact ? outcome : inexact(statement, outcome), namings: principal.namings };
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

/**
 * A statement that the grammar rejects in part is kept in its widest reading if it allows and its narrowest if it denies,
 * so it never surely allows, and a Deny may reach further than it says.
 */
function inexact(statement: Statement, outcome: Outcome): Outcome {
  if (statement.effect === "Allow" && outcome === false) return false;
  return unknown(`statement ${statement.index + 1} has a part that AWS's grammar does not know`);
}
