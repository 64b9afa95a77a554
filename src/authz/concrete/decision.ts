/** How judgements become a decision (IAM-SEMANTICS A0, 1, 2). */
import type { Evidence, Judgement, Layer } from "./layer.ts";
import { anyOf, type Outcome } from "./outcome.ts";

export type Decision = {
  readonly decision: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Unknown";
  /** The statements that made it: the Denies of an explicit denial, else the Allows; those in doubt when it is unknown. */
  readonly because: readonly Evidence[];
  /** Of an implicit denial: the layers in which an Allow was missing. */
  readonly blockedBy: readonly Layer[];
  /** Of an unknown decision: what is not known, one sentence each. */
  readonly unknowns: readonly string[];
};

export function implicitlyDenied(blockedBy: readonly Layer[]): Decision {
  return { decision: "ImplicitlyDenied", because: [], blockedBy, unknowns: [] };
}

export function undecided(reason: string): Decision {
  return { decision: "Unknown", because: [], blockedBy: [], unknowns: [reason] };
}

/** `allowed`: whether the layers together allow, Deny statements apart; `missing`: the layers to name when they do not. */
export function decide(
  judgements: readonly Judgement[],
  allowed: Outcome,
  missing: readonly Layer[],
): Decision {
  const matched = judgements.flatMap((judgement) => judgement.matched);
  const evidence = (effect: "Allow" | "Deny", sure: boolean): Evidence[] =>
    matched
      .filter((match) => match.evidence.effect === effect && (!sure || match.outcome === true))
      .map((match) => match.evidence);
  const denied = anyOf(judgements, (judgement) => judgement.deny);
  if (denied === true) {
    return { decision: "ExplicitlyDenied", because: evidence("Deny", true), blockedBy: [], unknowns: [] };
  }
  if (allowed === false) return implicitlyDenied(missing);
  const unknowns = [denied, allowed].flatMap((outcome) =>
    typeof outcome === "boolean" ? [] : [outcome.reason],
  );
  if (unknowns.length === 0) {
    return { decision: "Allowed", because: evidence("Allow", true), blockedBy: [], unknowns };
  }
  return {
    decision: "Unknown",
    because: [...evidence("Deny", false), ...evidence("Allow", false)],
    blockedBy: [],
    unknowns: [...new Set(unknowns)],
  };
}

const strength = { ExplicitlyDenied: 0, ImplicitlyDenied: 1, Unknown: 2, Allowed: 3 } as const;

/** A call that needs several actions is allowed where each of them is; else the hardest refusal speaks. */
export function allNeeded(decisions: readonly Decision[]): Decision {
  const [first, ...others] = [...decisions].sort((a, b) => strength[a.decision] - strength[b.decision]);
  if (first === undefined) return implicitlyDenied([]);
  const same = [first, ...others.filter((other) => other.decision === first.decision)];
  return {
    decision: first.decision,
    because: distinct(same.flatMap((decision) => decision.because)),
    blockedBy: [...new Set(same.flatMap((decision) => decision.blockedBy))],
    unknowns: [...new Set(same.flatMap((decision) => decision.unknowns))],
  };
}

/** Each statement once. */
export function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  const byText = new Map(evidence.map((item) => [`${item.layer} ${item.policy} ${item.statement}`, item]));
  return [...byText.values()];
}
