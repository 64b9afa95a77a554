/** Runs the law that rewrites are silence: whatever means the same is told as text only, and as nothing else. */
import { parsePolicy } from "../../../src/policy/index.ts";
import { type RawPolicy, randomPolicy, randomSubject } from "../../judges/z3/random/policies.ts";
import { serviceNames } from "../../judges/z3/random/vocabulary.ts";
import { type Random, seeded } from "../trust/random.ts";
import { driftOf, type PairKind, subjectOf, type TextPair } from "./policy-pairs.ts";
import { rewritten } from "./rewrites.ts";

export const pairKinds: readonly [PairKind, ...PairKind[]] = ["trust", "resource", "identity", "scp"];

export type RewriteRun = {
  readonly rewrites: number;
  /** Policies that AWS would refuse: what they mean is not known. */
  readonly faulty: number;
  readonly told: readonly string[];
};

/** So many policies stand in one pair of snapshots. */
const together = 200;

export function checkRewrites(options: {
  readonly seed: number;
  readonly cases: number;
  readonly isTimeUp?: () => boolean;
}): RewriteRun {
  const told: string[] = [];
  let [rewrites, faulty, seed] = [0, 0, options.seed];
  while (rewrites < options.cases && options.isTimeUp?.() !== true) {
    const pairs: TextPair[] = [];
    while (pairs.length < Math.min(together, options.cases - rewrites)) {
      const pair = randomRewrite(seeded(seed++));
      if (pair === null) faulty++;
      else pairs.push(pair);
    }
    const { told: isTold, answer } = driftOf(pairs);
    for (const [at, pair] of pairs.entries()) {
      if (isTold[at] !== true) continue;
      const change = answer.changes.find(({ subject }) => subject === subjectOf(pair.kind, at));
      told.push(
        `${pair.kind} is told as ${change?.meaning} (${change?.notes.join("; ")})\n  ${pair.before}\n  ${pair.after}`,
      );
    }
    rewrites += pairs.length;
  }
  return { rewrites, faulty, told };
}

function randomRewrite(random: Random): TextPair | null {
  const { kind, policy } = randomPolicyOf(random);
  if (isFaulty(JSON.stringify(policy), kind)) return null;
  const after = rewritten(random, policy);
  if (isFaulty(after, kind)) return null;
  const before = JSON.stringify(policy);
  return random.chance(50) ? { kind, before, after } : { kind, before: after, after: before };
}

export function randomPolicyOf(random: Random): {
  readonly kind: PairKind;
  readonly subject: ReturnType<typeof randomSubject>;
  readonly policy: RawPolicy;
} {
  const kind = random.pick(pairKinds);
  const subject = randomSubject(random, kind === "trust" ? ["sts"] : serviceNames);
  return { kind, subject, policy: randomPolicy(random, subject, kind) };
}

/** It is no JSON, or AWS would refuse it. */
export function isFaulty(text: string, kind: PairKind): boolean {
  const parsed = parsePolicy(text, { kind });
  if (!parsed.ok) return true;
  const { statements, issues } = parsed.value;
  return statements.some(({ exact }) => !exact) || issues.some(({ severity }) => severity === "error");
}
