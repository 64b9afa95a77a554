/**
 * An example request put to one policy's statements by the concrete evaluator, which shares nothing with the regions:
 * what the algebra found is told only where this agrees.
 */
import type { PolicyDocument, PolicyKind } from "../../policy/ast.ts";
import { parseCaller } from "../concrete/caller.ts";
import { anyOf, type Outcome } from "../concrete/outcome.ts";
import { preparedPolicy } from "../concrete/prepared-policy.ts";
import { requestContext } from "../concrete/request-context.ts";
import { requestedResource } from "../concrete/resource-match.ts";
import type { Call } from "../concrete/statement-match.ts";
import type { RequestToDecide } from "../request-question.ts";

/** Whether some Allow, and whether some Deny matches. Null: the request names nobody who could call. */
export type Replay = { readonly allow: Outcome; readonly deny: Outcome };

/** The policy made ready to be asked about many requests. */
export function replayer(
  document: PolicyDocument,
  kind: PolicyKind,
): (request: RequestToDecide) => Replay | null {
  const prepared = preparedPolicy(document);
  return (request) => {
    const caller = parseCaller(request.principal, request.role ?? null);
    if (!caller.ok) return null;
    const call: Call = {
      caller: caller.value,
      callerHasBoundary: false,
      action: request.action.toLowerCase(),
      actionName: request.action,
      resource: requestedResource(request.resource.arn),
      owner: request.resource.account,
      context: requestContext(request.context, caller.value, null),
      isTrust: kind === "trust",
      starIsForAll: kind !== "trust",
      idPartition: "aws",
    };
    const matching = (effect: "Allow" | "Deny"): Outcome =>
      anyOf(
        prepared.about(call.action).filter(({ statement }) => statement.effect === effect),
        (statement) => statement.matches(call).outcome,
      );
    return { allow: matching("Allow"), deny: matching("Deny") };
  };
}
