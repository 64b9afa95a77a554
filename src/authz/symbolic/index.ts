/**
 * The symbolic evaluator: IAM's decision as a region of requests, over who calls, which action, which resource and every
 * condition key, and the questions that are asked of such regions.
 *
 * In: parsed policies. Out: regions of one space, and answers with example requests. Exact over everything but variables
 * that tie two dimensions and constructs whose outcome AWS does not document: those are facts, free to be true or false,
 * and an answer that hangs on one says so. It must never guess, and shares nothing with the concrete evaluator but the
 * syntax tree and the table of keys; only where an example is confirmed is that one asked. Start reading at
 * `request-space.ts`, then `statement-regions.ts`; `compare/` has two policies against each other.
 */
export { comparePolicies, findAllowedOnlyBy, type PolicyComparison } from "./compare/compare-policies.ts";
export { allowedRequests, maybe, surely } from "./decision/allowed-requests.ts";
export { contains } from "./decision/contains.ts";
export { knownCaller } from "./decision/known-caller.ts";
export {
  areDisjoint,
  areEqual,
  difference,
  intersection,
  isEmpty,
  isWithin,
  witness,
} from "./decision/request-sets.ts";
export { whatCan, whoCan } from "./decision/who-and-what.ts";
export { normalizePolicy } from "./normalize/normalize-policy.ts";
