/** A request put to the symbolic evaluator, in the words of the concrete one. */
import type {
  PolicySet,
  RequestDecision,
  RequestQuestion,
  RequestToDecide,
} from "../../src/authz/request-question.ts";
import { allowedRequests, contains, knownCaller, maybe, surely } from "../../src/authz/symbolic/index.ts";

export type Decision = RequestDecision["decision"];

/** Decides requests of one caller to resources of one account. Null: it takes too much work to tell. */
export function symbolicDecider(
  policies: PolicySet,
  by: Pick<RequestToDecide, "principal" | "role">,
  resourceAccount: string,
): ((request: RequestToDecide) => Decision) | null {
  const caller = knownCaller(by.principal, by.role ?? null);
  if (!caller.ok) throw new Error(caller.error);
  const { allowed, explicitlyDenied } = allowedRequests({ policies, resourceAccount, caller: caller.value });
  const [sure, possible, denied] = [surely(allowed), maybe(allowed), surely(explicitlyDenied)];
  if (sure.kind === "capped" || possible.kind === "capped" || denied.kind === "capped") return null;
  return (request) => {
    if (contains(denied.value, request)) return "ExplicitlyDenied";
    if (contains(sure.value, request)) return "Allowed";
    return contains(possible.value, request) ? "Unknown" : "ImplicitlyDenied";
  };
}

export function decideSymbolically({ request, policies }: RequestQuestion): Decision | null {
  return symbolicDecider(policies, request, request.resource.account)?.(request) ?? null;
}
