/** A whole statement against one request: principal, action, resource and conditions, all of which must match. */
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import { prepareAction } from "./action-match.ts";
import type { Caller } from "./caller.ts";
import { type PreparedCondition, prepareCondition } from "./conditions/condition.ts";
import { allOf, both, type Outcome, unknown } from "./outcome.ts";
import { type PreparedPrincipal, type PrincipalMatch, preparePrincipal } from "./principal-match.ts";
import type { RequestContext } from "./request-context.ts";
import { type PreparedResource, prepareResource, type RequestedResource } from "./resource-match.ts";

/** What every layer is asked: one call of one action. */
export type Call = {
  readonly caller: Caller;
  readonly callerHasBoundary: boolean;
  /** With its case folded. */
  readonly action: string;
  readonly resource: RequestedResource;
  /** The account of the resource. */
  readonly owner: string;
  readonly context: RequestContext;
  /** Trust policies have no NotPrincipal in their grammar (IAM-SEMANTICS 17). */
  readonly isTrust: boolean;
};

/** `namings`: of the principal element, and none where the statement has no such element. */
export type StatementMatch = PrincipalMatch;

/** A statement made ready to be asked about many calls. Null parts: the element is not there, or nobody knows what it says. */
export class PreparedStatement {
  readonly statement: Statement;
  readonly principal: PreparedPrincipal | null;
  readonly action: ((foldedAction: string) => boolean) | null;
  readonly resource: PreparedResource | null;
  readonly conditions: readonly PreparedCondition[];
  readonly #inDoubt: Outcome;
  readonly #principalInDoubt: boolean;
  readonly #restInDoubt: boolean;

  constructor(statement: Statement, version: PolicyDocument["version"]) {
    // A statement that the grammar rejects in part never surely matches: an Allow is kept in its widest reading, and what
    // is unclear in a Deny is kept as an empty list, of which nobody knows what it would match (rule 17 for NotPrincipal).
    const isUnclear = (items: readonly unknown[] | undefined): boolean =>
      !statement.exact && items?.length === 0;
    const { principal, action, resource } = statement;
    this.statement = statement;
    this.#inDoubt = unknown(`statement ${statement.index + 1} has a part that AWS's grammar does not know`);
    this.#principalInDoubt = isUnclear(principal?.entries);
    this.principal =
      principal === null || this.#principalInDoubt ? null : preparePrincipal(principal, statement.effect);
    const actionInDoubt = isUnclear(action.patterns);
    this.action = actionInDoubt ? null : prepareAction(action);
    const resourceInDoubt = isUnclear(resource?.patterns);
    this.resource = resource === null || resourceInDoubt ? null : prepareResource(resource, version);
    this.#restInDoubt = actionInDoubt || resourceInDoubt || !statement.exact;
    this.conditions = statement.conditions.map((condition) => prepareCondition(condition, version));
  }

  /** Of a call whose action is known to match, or not known not to: see {@link PreparedPolicy.about}. */
  matches(call: Call): StatementMatch {
    const principal = this.#principalMatch(call);
    if (principal.outcome === false) return noMatch;
    const onResource = this.resource === null ? true : this.resource(call.resource, call.context);
    if (onResource === false) return noMatch;
    const { conditions } = this;
    let outcome = both(principal.outcome, onResource);
    if (conditions.length > 0) {
      outcome = both(outcome, holdAll(conditions, call.context));
      if (outcome === false) return noMatch;
    }
    const surely = !this.#restInDoubt && !(call.isTrust && this.statement.principal?.negated === true);
    if (!surely) return { outcome: this.#inDoubt, namings: principal.namings };
    return outcome === principal.outcome ? principal : { outcome, namings: principal.namings };
  }

  #principalMatch(call: Call): PrincipalMatch {
    if (this.principal !== null) return this.principal(call);
    return this.#principalInDoubt ? { outcome: this.#inDoubt, namings: [] } : everybody;
  }
}

const noMatch: StatementMatch = { outcome: false, namings: [] };
const everybody: PrincipalMatch = { outcome: true, namings: [] };

function holdAll(conditions: readonly PreparedCondition[], context: RequestContext): Outcome {
  return allOf(conditions, (condition) => condition(context));
}
