/**
 * The concrete evaluator: one request, stated in full, and what IAM decides about it. It is written from the numbered
 * rules of IAM alone and shares nothing with the symbolic evaluator but the policy's syntax tree and the table of
 * condition keys, so that the two can check each other.
 *
 * In: parsed policies by layer and a request. Out: a decision with the statements that made it, or "Unknown" with what is
 * not known. It must never guess, and never import the algebra. Start reading at `decide-request.ts`, then `decide-call.ts`.
 */

export type { RequestToDecide as AssumeRequest } from "../request-question.ts";
export { rcpServices } from "../service-facts/rcp-services.ts";
export { parseCaller } from "./caller.ts";
export { evaluateCondition } from "./conditions/condition.ts";
export { decideAssume } from "./decide-assume.ts";
export { decideRequest, explainEach, explainRequest, type NeededAction } from "./decide-request.ts";
export { decideTrust } from "./decide-trust.ts";
export { type Outcome, unknown } from "./outcome.ts";
export { neededActions } from "./request-calls.ts";
export { type RequestContext, requestContext } from "./request-context.ts";
