/** Answers as JSON, in the format that scripts read. */
import type { NearestMiss, RequestDecision } from "../../authz/request-question.ts";
import type { CaseFault } from "./fault.ts";

/** What is empty is left out, but for `because`; see {@link RequestDecision}. */
export type DecidedCase = { readonly name?: string } & Pick<RequestDecision, "decision" | "because"> & {
    readonly blockedBy?: RequestDecision["blockedBy"];
    readonly unknowns?: RequestDecision["unknowns"];
    readonly notes?: RequestDecision["notes"];
    readonly nearest?: NearestMiss;
  };

/** The case is malformed, or has a policy that AWS would not have accepted. */
export type FaultyCase = { readonly name?: string; readonly error: CaseFault };

export function answerObject(name: string | null, decision: RequestDecision): DecidedCase {
  const { blockedBy, unknowns, notes, nearest } = decision;
  return {
    ...(name === null ? {} : { name }),
    decision: decision.decision,
    because: decision.because,
    ...(blockedBy.length === 0 ? {} : { blockedBy }),
    ...(unknowns.length === 0 ? {} : { unknowns }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(nearest === null ? {} : { nearest }),
  };
}

export function faultObject(name: string | null, error: CaseFault): FaultyCase {
  return { ...(name === null ? {} : { name }), error };
}
