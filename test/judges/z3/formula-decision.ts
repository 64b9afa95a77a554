/** What the formula says of one request: with every dimension stated, it folds to a constant. */
import type { PolicySet, RequestToDecide } from "../../../src/authz/request-question.ts";
import { callerOf } from "./callers.ts";
import { decisionOn } from "./decision.ts";
import type { Decision } from "./evaluators.ts";
import { encoderOf } from "./stated.ts";

/** All that AWS's documents leave possible: one decision, where they leave nothing open. */
export function possibleDecisions(policies: PolicySet, request: RequestToDecide): readonly Decision[] {
  const { allowed, denied } = decisionOn(policies, {
    encoder: encoderOf(request),
    caller: callerOf(request),
    resourceAccount: request.resource.account,
  });
  if (allowed.must === "true") return ["Allowed"];
  if (denied.must === "true") return ["ExplicitlyDenied"];
  return [
    "ImplicitlyDenied",
    ...(allowed.may === "true" ? (["Allowed", "Unknown"] as const) : []),
    ...(denied.may === "true" ? (["ExplicitlyDenied"] as const) : []),
  ];
}
