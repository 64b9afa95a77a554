/** The two evaluators that Z3 is asked to agree with, behind one face. */
import { decideRequest } from "../../../src/authz/concrete/decide-request.ts";
import type {
  PolicySet,
  RequestDecision,
  RequestQuestion,
  RequestToDecide,
} from "../../../src/authz/request-question.ts";
import { actionsRegion } from "../../../src/authz/symbolic/action-regions.ts";
import type { RequestSet } from "../../../src/authz/symbolic/decision/request-sets.ts";
import {
  allowedRequests,
  comparePolicies,
  contains,
  isEmpty,
  knownCaller,
  maybe,
  surely,
} from "../../../src/authz/symbolic/index.ts";
import type { PolicyDocument, PolicyKind } from "../../../src/policy/ast.ts";
import { catalogue } from "./catalogue.ts";

export type Decision = RequestDecision["decision"];

export function decideConcretely(question: RequestQuestion): Decision {
  return decideRequest(question).decision;
}

/** A set of policies with its whole decision as a region. */
export type SymbolicAnswer = {
  readonly decide: (request: RequestToDecide) => Decision;
  /** Whether any request to the service may be allowed, and one that surely is; null: it would have taken too much work. */
  readonly someAllowed: { readonly is: boolean; readonly example: RequestToDecide | null } | null;
};

/** Of one caller. Null: it would have taken too much work. */
export function decideSymbolically(
  policies: PolicySet,
  by: Pick<RequestToDecide, "principal" | "role">,
  resourceAccount: string,
  service: string,
): SymbolicAnswer | null {
  const caller = knownCaller(by.principal, by.role ?? null);
  if (!caller.ok) throw new Error(caller.error);
  const { allowed, explicitlyDenied } = allowedRequests({
    policies,
    resourceAccount,
    caller: caller.value,
    catalogue,
  });
  const [sureAllowed, mayAllowed] = [surely(allowed), maybe(allowed)];
  const [sureDenied, mayDenied] = [surely(explicitlyDenied), maybe(explicitlyDenied)];
  if (sureAllowed.kind === "capped" || mayAllowed.kind === "capped") return null;
  if (sureDenied.kind === "capped" || mayDenied.kind === "capped") return null;
  const ofService = ({ requests, region }: RequestSet): RequestSet => ({
    requests,
    region: requests.space.and(region, actionsRegion(requests, [`${service}:*`])),
  });
  const surelyNone = isEmpty(ofService(sureAllowed.value));
  const none = isEmpty(ofService(mayAllowed.value));
  const example = surelyNone.kind === "no" ? surelyNone.example : null;
  return {
    decide: (request) => {
      if (contains(sureDenied.value, request)) return "ExplicitlyDenied";
      if (contains(sureAllowed.value, request)) return "Allowed";
      if (contains(mayAllowed.value, request)) return "Unknown";
      return contains(mayDenied.value, request) ? "Unknown" : "ImplicitlyDenied";
    },
    someAllowed: none.kind === "capped" ? null : { is: none.kind !== "yes", example },
  };
}

/** What one policy allows (denies) and the other too. */
export const pairQuestions = ["aWithinB", "bWithinA", "denyAWithinB", "denyBWithinA"] as const;
export type PairQuestion = (typeof pairQuestions)[number];

/** `example`: of what the first has and the other lacks; null where none was found. */
export type Comparison = Readonly<
  Record<PairQuestion, { readonly within: boolean; readonly example: RequestToDecide | null }>
> & { readonly exact: boolean; readonly reasons: readonly string[] };

export function compare(kind: PolicyKind, a: PolicyDocument, b: PolicyDocument): Comparison {
  const found = comparePolicies(a, b, kind);
  return {
    aWithinB: { within: found.aWithinB, example: found.onlyInA },
    bWithinA: { within: found.bWithinA, example: found.onlyInB },
    denyAWithinB: { within: found.denyAWithinB, example: found.denyOnlyInA },
    denyBWithinA: { within: found.denyBWithinA, example: found.denyOnlyInB },
    exact: found.exact,
    reasons: found.reasons,
  };
}
