/**
 * Disagreements that are reported and not yet resolved: they are counted apart, so that the search goes on beyond them.
 * An entry goes when its evaluator is put right, and its case is then a row of the conformance table.
 */
import { callerOf, isIam } from "./callers.ts";
import type { Answered } from "./judge-requests.ts";
import type { RandomPair } from "./random/pairs.ts";
import type { RandomQuestion } from "./random/questions.ts";

type Known = {
  readonly rule: number;
  readonly says: string;
  readonly covers: (question: RandomQuestion, by: Answered["by"]) => boolean;
};

const namesOtherPartition = (policies: unknown): boolean => JSON.stringify(policies).includes("aws-cn:");

const known: readonly Known[] = [
  {
    rule: 4,
    says: "the region takes an account of another partition for the account",
    covers: (question, by) => by === "symbolic" && namesOtherPartition(question.policies),
  },
  {
    rule: 18,
    says: "the region lets IAM principals call what is for callers of identity providers",
    covers: ({ caller, subject }, by) =>
      by === "symbolic" && subject.service === "sts" && isIam(callerOf(caller)),
  },
  {
    rule: 30,
    says: "the region does not ask for sts:TagSession where tags are sent",
    covers: ({ subject }, by) => by === "symbolic" && subject.service === "sts",
  },
  {
    rule: 5,
    says: "the region is not limited by a path of no levels, which allows nothing",
    covers: ({ policies: { scps, rcps } }, by) =>
      by === "symbolic" && (scps?.length === 0 || rcps?.length === 0),
  },
  {
    rule: 62,
    says: "the region denies the owner's root user what mends a bucket's policy",
    covers: ({ caller, subject }, by) =>
      by === "symbolic" && subject.service === "s3" && callerOf(caller).kind === "root",
  },
];

export function isKnown(question: RandomQuestion, by: Answered["by"]): boolean {
  return known.some(({ covers }) => covers(question, by));
}

/** Of comparisons: rule 4 alone. */
export function isKnownPair({ a, b }: RandomPair): boolean {
  return namesOtherPartition([a, b]);
}
