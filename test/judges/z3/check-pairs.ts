/** Runs the judge over seeded random pairs: the symbolic evaluator's comparison against Z3. */
import { seeded } from "../../laws/trust/random.ts";
import type { RunOptions } from "./check-requests.ts";
import { pairQuestions } from "./evaluators.ts";
import { judgePair, type PairConflict, preparePair } from "./judge-pairs.ts";
import { type RandomPair, randomPair } from "./random/pairs.ts";
import { shrink, smallerPairs } from "./shrink.ts";
import type { Z3 } from "./wasm.ts";

export type BrokenPair = PairConflict & { readonly seed: number; readonly pair: RandomPair };

export type PairRun = {
  readonly pairs: number;
  /** Four questions a pair: within, and not within with an example; those are the cases. */
  readonly within: number;
  readonly examples: number;
  /** Of the examples: how often Z3 finds a difference in its finite domain without being told of it. */
  readonly foundAlone: number;
  /** Not within, without an example: *may*, so nothing to compare. */
  readonly doubtful: number;
  readonly faulty: number;
  readonly broken: readonly BrokenPair[];
};

export function checkPairs(z3: Z3, options: Omit<RunOptions, "requestsPerQuestion">): PairRun {
  const broken: BrokenPair[] = [];
  let [pairs, within, examples, foundAlone, doubtful, faulty] = [0, 0, 0, 0, 0, 0];
  for (let seed = options.seed; within + examples < options.cases; seed += 1) {
    if (broken.length >= options.stopAfter || options.isTimeUp?.() === true) break;
    const pair = randomPair(seeded(seed));
    const prepared = preparePair(pair);
    if (prepared === null) {
      faulty += 1;
      continue;
    }
    pairs += 1;
    for (const question of pairQuestions) {
      const said = prepared.said[question];
      if (said.within) within += 1;
      else if (said.example !== null) examples += 1;
      else doubtful += 1;
    }
    const { conflict, foundAlone: alone } = judgePair(z3, prepared);
    foundAlone += alone;
    if (conflict !== null) broken.push(smallest(z3, prepared.pair, conflict, seed));
  }
  return { pairs, within, examples, foundAlone, doubtful, faulty, broken };
}

function smallest(z3: Z3, pair: RandomPair, { question }: PairConflict, seed: number): BrokenPair {
  const about = (smaller: RandomPair): PairConflict | null => {
    const prepared = preparePair(smaller);
    const found = prepared === null ? null : judgePair(z3, prepared).conflict;
    return found?.question === question ? found : null;
  };
  const small = shrink(pair, smallerPairs, (smaller) => about(smaller) !== null);
  const told = about(small);
  if (told === null) throw new Error("a disagreement is not repeatable");
  return { seed, pair: small, ...told };
}

export function tellBrokenPair({ seed, pair, question, because }: BrokenPair): string {
  return [
    `seed ${seed}, ${pair.kind}: ${question}, ${because}`,
    `  a ${JSON.stringify(pair.a)}`,
    `  b ${JSON.stringify(pair.b)}`,
  ].join("\n");
}
