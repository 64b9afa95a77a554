/** A decision's alternatives, each with its own certainty: beside a sure way in, another may be doubtful. */
import type { CallerDecision, Certainty, Guard } from "../authz/types.ts";

export type Alternative = { readonly guard: Guard; readonly certainty: Certainty };

const doubtful: Certainty = {
  kind: "may",
  reasons: ["this alternative hangs on something that is not known; another one does not"],
};

export function alternativesOf(
  decision: Extract<CallerDecision, { kind: "allowed" }>,
): readonly Alternative[] {
  return decision.guards.map((guard, index) => ({
    guard,
    certainty:
      index < decision.sureGuards || decision.certainty.kind === "may" ? decision.certainty : doubtful,
  }));
}
