/** Answers as JSON, in the format that scripts read. */
import type { RequestDecision } from "../../authz/request-question.ts";
import type { CaseFault } from "./fault.ts";

/** What is empty is left out, but for `because`. */
export function answerObject(name: string | null, decision: RequestDecision): object {
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

export function faultObject(name: string | null, error: CaseFault): object {
  return { ...(name === null ? {} : { name }), error };
}
