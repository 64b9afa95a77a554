/** A whole statement against one request: principal, action, resource and conditions, all of which must match. */
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import { matchesFoldedAction } from "./action-match.ts";
import type { Caller } from "./caller.ts";
import { type PreparedCondition, prepareCondition } from "./conditions/condition.ts";
import { allOf, both, type Outcome, unknown } from "./outcome.ts";
import { type PreparedPrincipal, type PrincipalMatch, preparePrincipal } from "./principal-match.ts";
import type { RequestContext } from "./request-context.ts";
import {
  missesResource,
  type PreparedResource,
  prepareResource,
  type RequestedResource,
} from "./resource-match.ts";

/** What every layer is asked: one call of one action. */
export type Call = {
  readonly caller: Caller;
  readonly callerHasBoundary: boolean;
  /** With its case folded. */
  readonly action: string;
  /** As written. */
  readonly actionName: string;
  readonly resource: RequestedResource;
  /** The account of the resource. */
  readonly owner: string;
  readonly context: RequestContext;
  /** Trust policies have no NotPrincipal in their grammar (IAM-SEMANTICS 17). */
  readonly isTrust: boolean;
  /**
   * An Allow for `*` surely lets in services and federated callers: where even unsigned requests get in by it, and in the
   * policy of a VPC endpoint, whose default is so. Elsewhere AWS does not say (IAM-SEMANTICS 15).
   */
  readonly starIsForAll: boolean;
  /**
   * The partition of accounts that are named by their id alone, where a policy is asked about by itself (IAM-SEMANTICS 12).
   * In a whole decision nothing crosses partitions anyhow (IAM-SEMANTICS 4).
   */
  readonly idPartition?: "aws";
};

/** `namings`: of the principal element, and none where the statement has no such element. */
export type StatementMatch = PrincipalMatch;

/**
 * A statement made ready to be asked about many calls. Each part is prepared when it is first needed: of most statements
 * the action decides, and many policies are asked about once.
 */
export class PreparedStatement {
  readonly statement: Statement;
  readonly #version: PolicyDocument["version"];
  #principal: PreparedPrincipal | undefined;
  #resource: PreparedResource | undefined;
  #conditions: readonly PreparedCondition[] | undefined;

  constructor(statement: Statement, version: PolicyDocument["version"]) {
    this.statement = statement;
    this.#version = version;
  }

  /** Null: nobody knows which actions it speaks of. Takes the action with its case folded. */
  action(foldedAction: string): boolean | null {
    const { action } = this.statement;
    return isUnclear(this.statement, action.patterns) ? null : matchesFoldedAction(action, foldedAction);
  }

  /** Of a call whose action is known to match, or not known not to: see {@link PreparedPolicy.about}. */
  matches(call: Call): StatementMatch {
    const principal = this.principal(call);
    if (principal.outcome === false) return noMatch;
    const onResource = this.resource(call);
    if (onResource === false) return noMatch;
    let outcome = both(principal.outcome, onResource);
    const { conditions } = this;
    if (conditions.length > 0) {
      outcome = both(outcome, holdAll(conditions, call.context));
      if (outcome === false) return noMatch;
    }
    const { statement } = this;
    if (!statement.exact || (call.isTrust && statement.principal?.negated === true)) {
      return { outcome: inDoubt(statement), namings: principal.namings };
    }
    return outcome === principal.outcome ? principal : { outcome, namings: principal.namings };
  }

  principal(call: Call): PrincipalMatch {
    const { principal, effect } = this.statement;
    if (principal === null) return everybody;
    if (isUnclear(this.statement, principal.entries)) {
      return { outcome: inDoubt(this.statement), namings: [] };
    }
    this.#principal ??= preparePrincipal(principal, effect);
    return this.#principal(call);
  }

  /** True where nobody knows: a statement that is not exact does not match for certain anyway. */
  resource(call: Call): Outcome {
    const { resource } = this.statement;
    if (resource === null || isUnclear(this.statement, resource.patterns)) return true;
    if (this.#resource === undefined) {
      if (missesResource(resource, call.resource)) return false;
      this.#resource = prepareResource(resource, this.#version);
    }
    return this.#resource(call.resource, call.context);
  }

  get conditions(): readonly PreparedCondition[] {
    this.#conditions ??= this.statement.conditions.map((condition) =>
      prepareCondition(condition, this.#version),
    );
    return this.#conditions;
  }
}

/**
 * A statement that the grammar rejects in part never surely matches: an Allow is kept in its widest reading, and what is
 * unclear in a Deny is kept as an empty list, of which nobody knows what it would match (rule 17 for NotPrincipal).
 */
function isUnclear(statement: Statement, items: readonly unknown[]): boolean {
  return !statement.exact && items.length === 0;
}

function inDoubt(statement: Statement): Outcome {
  return unknown(`statement ${statement.index + 1} has a part that AWS's grammar does not know`);
}

const noMatch: StatementMatch = { outcome: false, namings: [] };
const everybody: PrincipalMatch = { outcome: true, namings: [] };

function holdAll(conditions: readonly PreparedCondition[], context: RequestContext): Outcome {
  return allOf(conditions, (condition) => condition(context));
}
