/**
 * The whole decision: one request through identity policies, resource policy, permissions boundary, session policies,
 * SCPs, RCPs and VPC endpoint policy (IAM-SEMANTICS A0).
 */
import type { PolicyDocument } from "../../policy/ast.ts";
import type { NearestMiss, PolicySet, RequestDecision, RequestQuestion } from "../request-question.ts";
import { decideCall } from "./decide-call.ts";
import { allNeeded } from "./decision.ts";
import { withNearest } from "./nearest-miss.ts";
import { neededCalls, type RequestCalls } from "./request-calls.ts";
import { forEachSession } from "./role-sessions.ts";

/** Never throws; what AWS does not say, and what the question does not know, gives `Unknown` with the reason. */
export function decideRequest(question: RequestQuestion): RequestDecision {
  const calls = callsOf(question);
  return "decision" in calls ? calls : decideCalls(question, calls);
}

/** As {@link decideRequest}; a denial by silence also tells which statement almost allowed it, and why it did not. */
export function explainRequest(question: RequestQuestion): RequestDecision {
  const calls = callsOf(question);
  if ("decision" in calls) return calls;
  return withNearest(decideCalls(question, calls), question.policies, calls.by(calls.caller));
}

export type NeededAction = {
  readonly action: string;
  readonly decision: RequestDecision;
  /** Of each layer that blocks by silence, the Allow that came closest. */
  readonly nearest: readonly NearestMiss[];
};

/**
 * Of an assumption, each action that it needs by itself, the request's own first: which of them is missing is what somebody has to
 * mend. The whole is allowed where all of them are.
 */
export function explainEach(question: RequestQuestion): readonly NeededAction[] {
  const { request, policies } = question;
  const calls = callsOf(question);
  if ("decision" in calls) return [{ action: request.action, decision: calls, nearest: [] }];
  return calls.by(calls.caller).map(({ actionName }, index) => {
    const only: RequestCalls = {
      caller: calls.caller,
      by: (principal) => calls.by(principal).filter((_, place) => place === index),
    };
    const decision = decideCalls(question, only);
    const asked = only.by(calls.caller);
    const nearest = decision.blockedBy.flatMap(
      (layer) => withNearest({ ...decision, blockedBy: [layer] }, policies, asked).nearest ?? [],
    );
    return { action: actionName, decision, nearest };
  });
}

function callsOf({
  request,
  policies,
  organization,
  untold,
}: RequestQuestion): RequestCalls | RequestDecision {
  return neededCalls(request, organization, policies.boundary !== null, untold ?? null);
}

function decideCalls({ request, policies }: RequestQuestion, calls: RequestCalls): RequestDecision {
  const { caller, by } = calls;
  if (caller.kind !== "role") return decideAll(policies, calls.by(caller), request.context);
  return forEachSession(namingPolicies(policies), caller, (session) =>
    decideAll(policies, by(session), request.context),
  );
}

function decideAll(
  policies: PolicySet,
  calls: ReturnType<RequestCalls["by"]>,
  context: RequestQuestion["request"]["context"],
): RequestDecision {
  const [only] = calls;
  if (calls.length === 1 && only !== undefined) return decideCall(policies, only, context);
  return allNeeded(calls.map((call) => decideCall(policies, call, context)));
}

/** Those that can name a session. */
function namingPolicies({ resource, endpoint }: PolicySet): readonly PolicyDocument[] {
  const found = (endpoint ?? []).map((policy) => policy.document);
  if (resource !== null && resource !== "unknown") found.push(resource.document);
  return found;
}
