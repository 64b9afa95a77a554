/** What the caller's own account adds: identity policies, permissions boundary and session policies (IAM-SEMANTICS A0, 3). */
import type { DecisionLayer, PolicySet } from "../request-question.ts";
import { type Judgement, judge, unknownLayer } from "./layer.ts";
import { both, type Outcome } from "./outcome.ts";
import type { Call } from "./statement-match.ts";

export type CallerSide = {
  readonly judgements: readonly Judgement[];
  readonly identity: Outcome;
  readonly boundary: Outcome;
  readonly session: Outcome;
  /** Identity, boundary and session together. */
  readonly all: Outcome;
};

/** Of a user, role session, federated user or root user; services and anonymous callers have none. */
export function callerSide(policies: PolicySet, call: Call): CallerSide {
  const judgements: Judgement[] = [];
  let identity: Outcome = true;
  // The root user has no identity policies and needs none (IAM-SEMANTICS 11).
  if (call.caller.kind !== "root") {
    const judgement =
      policies.identity === "unknown"
        ? unknownLayer("identity", "the caller's identity policies are not known")
        : judge("identity", null, policies.identity, call);
    judgements.push(judgement);
    identity = judgement.allow;
  }
  let boundary: Outcome = true;
  if (policies.boundary !== null) {
    const judgement = judge("boundary", null, policies.boundary, call);
    judgements.push(judgement);
    boundary = judgement.allow;
  }
  let session: Outcome = true;
  if (policies.session !== null) {
    const judgement = judge("session", null, policies.session, call);
    judgements.push(judgement);
    session = judgement.allow;
  }
  return { judgements, identity, boundary, session, all: both(identity, both(boundary, session)) };
}

export function missingOf({ identity, boundary, session }: CallerSide): readonly DecisionLayer[] {
  const missing: DecisionLayer[] = [];
  if (identity === false) missing.push("identity");
  if (boundary === false) missing.push("boundary");
  if (session === false) missing.push("session");
  return missing;
}
