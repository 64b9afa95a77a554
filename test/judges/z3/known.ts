/**
 * Disagreements that are reported and not yet resolved: they are counted apart, so that the search goes on beyond them.
 * An entry goes when its evaluator is put right, and its case is then a row of the conformance table.
 */
import { callerOf } from "./callers.ts";
import type { RandomQuestion } from "./random/questions.ts";

type Known = {
  readonly rule: number;
  readonly says: string;
  readonly covers: (question: RandomQuestion) => boolean;
};

const known: readonly Known[] = [
  {
    rule: 63,
    says: "whether the second half of an unsigned call to a function's URL can be asked about by itself",
    covers: ({ caller, subject }) => subject.service === "lambda" && callerOf(caller).kind === "anonymous",
  },
];

export function isKnown(question: RandomQuestion): boolean {
  return known.some(({ covers }) => covers(question));
}
