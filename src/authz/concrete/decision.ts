/** How judgements become a decision (IAM-SEMANTICS A0, 1, 2). */
import type { DecisionLayer, RequestDecision, StatementEvidence } from "../request-question.ts";
import { evidenceOf, type Judgement } from "./layer.ts";
import { either, type Outcome } from "./outcome.ts";

const none: readonly never[] = [];

export function implicitlyDenied(
  blockedBy: readonly DecisionLayer[],
  notes: readonly string[] = none,
): RequestDecision {
  return { decision: "ImplicitlyDenied", because: none, blockedBy, unknowns: none, notes, nearest: null };
}

export function undecided(reason: string): RequestDecision {
  return {
    decision: "Unknown",
    because: none,
    blockedBy: none,
    unknowns: [reason],
    notes: none,
    nearest: null,
  };
}

/** What the layers say together. */
export type Verdict = {
  /** In the order in which AWS reports reasons. */
  readonly judgements: readonly Judgement[];
  /** Whether the layers together allow, Deny statements apart. */
  readonly allowed: Outcome;
  /** Of what stands in no policy, such as a grant. */
  readonly further: readonly StatementEvidence[];
  readonly notes: readonly string[];
  /** The layers to name where the outcome is no. */
  readonly missing: () => readonly DecisionLayer[];
};

export function decide({ judgements, allowed, further, notes, missing }: Verdict): RequestDecision {
  let denied: Outcome = false;
  for (const judgement of judgements) denied = either(denied, judgement.deny);
  if (denied === true) {
    const because = evidence(judgements, "Deny", true);
    const blockedBy = [...new Set(because.map(({ layer }) => layer))];
    return {
      decision: "ExplicitlyDenied",
      because,
      blockedBy,
      unknowns: none,
      notes: none,
      nearest: null,
    };
  }
  if (allowed === false) return implicitlyDenied(missing(), notes);
  if (denied === false && allowed === true) {
    const allows = evidence(judgements, "Allow", true);
    const because = further.length === 0 ? allows : [...allows, ...further];
    return { decision: "Allowed", because, blockedBy: none, unknowns: none, notes, nearest: null };
  }
  const unknowns = [denied, allowed].flatMap((outcome) =>
    typeof outcome === "boolean" ? [] : [outcome.reason],
  );
  const because = [
    ...evidence(judgements, "Deny", false),
    ...evidence(judgements, "Allow", false),
    ...further,
  ];
  return {
    decision: "Unknown",
    because,
    blockedBy: none,
    unknowns: [...new Set(unknowns)],
    notes,
    nearest: null,
  };
}

/** `sure`: only of statements that match for certain. */
function evidence(
  judgements: readonly Judgement[],
  effect: "Allow" | "Deny",
  sure: boolean,
): StatementEvidence[] {
  const found: StatementEvidence[] = [];
  for (const { layer, target, matched } of judgements) {
    for (const { policy, prepared, outcome } of matched) {
      if (prepared.statement.effect !== effect || (sure && outcome !== true)) continue;
      found.push(evidenceOf(layer, target, policy, prepared.statement));
    }
  }
  return found;
}

const strength = { ExplicitlyDenied: 0, ImplicitlyDenied: 1, Unknown: 2, Allowed: 3 } as const;

/** A request that needs several actions is allowed where each of them is; else the hardest refusal speaks. */
export function allNeeded(decisions: readonly RequestDecision[]): RequestDecision {
  const [only] = decisions;
  if (decisions.length === 1 && only !== undefined) return only;
  const [first, ...others] = [...decisions].sort((a, b) => strength[a.decision] - strength[b.decision]);
  if (first === undefined) return implicitlyDenied([]);
  const same = [first, ...others.filter((other) => other.decision === first.decision)];
  return { ...joined(same), decision: first.decision };
}

/** What several decisions about parts of one request say, each thing once. */
export function joined(decisions: readonly RequestDecision[]): Omit<RequestDecision, "decision"> {
  return {
    because: distinct(decisions.flatMap((decision) => decision.because)),
    blockedBy: [...new Set(decisions.flatMap((decision) => decision.blockedBy))],
    unknowns: [...new Set(decisions.flatMap((decision) => decision.unknowns))],
    notes: [...new Set(decisions.flatMap((decision) => decision.notes))],
    nearest: null,
  };
}

/** Each statement once. */
function distinct(evidence: readonly StatementEvidence[]): readonly StatementEvidence[] {
  const byText = new Map(
    evidence.map((item) => [`${item.layer} ${item.target ?? ""} ${item.policy} ${item.statement}`, item]),
  );
  return [...byText.values()];
}
