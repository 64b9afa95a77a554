/** Runs tier two over seeded random pairs and sets of policies. */
import { seeded } from "../../laws/trust/random.ts";
import type { BrokenPair } from "./check-pairs.ts";
import type { RunOptions } from "./check-requests.ts";
import { type PairConflict, preparePair } from "./judge-pairs.ts";
import { prepare } from "./judge-requests.ts";
import { judgeSetStrings, judgeStrings, type StringsFound } from "./judge-strings.ts";
import { type RandomPair, randomPair } from "./random/pairs.ts";
import { type RandomQuestion, randomQuestion } from "./random/questions.ts";
import { shrink, smallerPairs, smallerQuestions } from "./shrink.ts";

export type BrokenSet = {
  readonly seed: number;
  readonly question: RandomQuestion;
  readonly because: string;
};

export type StringRun = {
  readonly pairs: number;
  readonly sets: number;
  /** Questions that Z3 decided as the symbolic evaluator did. Those are the cases. */
  readonly agreed: number;
  /** `unknown`, or out of time: no evidence either way. */
  readonly undecided: number;
  /** With a variable that this encoding does not take on. */
  readonly notEncoded: number;
  readonly broken: readonly BrokenPair[];
  readonly brokenSets: readonly BrokenSet[];
};

/** A pair has four questions, a set of policies one. */
const setsPerPair = 2;

export function checkStrings(options: Omit<RunOptions, "requestsPerQuestion">): StringRun {
  const broken: BrokenPair[] = [];
  const brokenSets: BrokenSet[] = [];
  let [pairs, sets, agreed, undecided, notEncoded] = [0, 0, 0, 0, 0];
  const add = (found: Omit<StringsFound<unknown>, "conflict">): void => {
    agreed += found.agreed;
    undecided += found.undecided;
    notEncoded += found.notEncoded;
  };
  for (let seed = options.seed; agreed < options.cases; seed += 1) {
    if (broken.length + brokenSets.length >= options.stopAfter || options.isTimeUp?.() === true) break;
    const random = seeded(seed);
    const pair = randomPair(random);
    const prepared = preparePair(pair);
    if (prepared !== null) {
      pairs += 1;
      const found = judgeStrings(prepared);
      add(found);
      if (found.conflict !== null) broken.push(smallestPair(prepared.pair, found.conflict, seed));
    }
    for (let i = 0; i < setsPerPair; i += 1) {
      const question = prepare(randomQuestion(random, 0));
      if (question === null) continue;
      sets += 1;
      const found = judgeSetStrings(question);
      add(found);
      if (found.conflict !== null) brokenSets.push(smallestSet(question.question, found.conflict, seed));
    }
  }
  return { pairs, sets, agreed, undecided, notEncoded, broken, brokenSets };
}

function smallestPair(broken: RandomPair, conflict: PairConflict, seed: number): BrokenPair {
  const about = (smaller: RandomPair): PairConflict | null => {
    const prepared = preparePair(smaller);
    const found = prepared === null ? null : judgeStrings(prepared).conflict;
    return found?.question === conflict.question ? found : null;
  };
  const pair = shrink(broken, smallerPairs, (smaller) => about(smaller) !== null);
  return { ...(about(pair) ?? conflict), pair, seed };
}

function smallestSet(broken: RandomQuestion, conflict: string, seed: number): BrokenSet {
  const about = (smaller: RandomQuestion): string | null => {
    const prepared = prepare(smaller);
    return prepared === null ? null : judgeSetStrings(prepared).conflict;
  };
  const question = shrink(broken, smallerQuestions, (smaller) => about(smaller) !== null);
  return { because: about(question) ?? conflict, question, seed };
}

export function tellBrokenSet({ seed, question, because }: BrokenSet): string {
  const { caller, policies, subject } = question;
  return `seed ${seed}: ${because}\n  by ${JSON.stringify(caller)}, account ${subject.account}\n  ${JSON.stringify(policies)}`;
}
