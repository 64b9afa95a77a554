/**
 * Holds the comparison of two policies to Z3. Where the comparison says "within", Z3 looks for a counterexample in a finite
 * domain; where it says "not within" and shows an example, Z3 is asked about that very request.
 */

import type { PolicyDocument } from "../../../src/policy/ast.ts";
import { policyOf } from "../../support/policies.ts";
import { type Caller, callerOf, derivedKeys } from "./callers.ts";
import type { Encoder } from "./encoder.ts";
import { type Comparison, compare, type PairQuestion, pairQuestions } from "./evaluators.ts";
import { FiniteEncoder } from "./finite.ts";
import { wideDomainOf } from "./random/domains.ts";
import { callersOf, type RandomPair } from "./random/pairs.ts";
import { encoderOf } from "./stated.ts";
import { allows, denies } from "./statements.ts";
import { all, type Claim, never, not, or, type Term } from "./terms.ts";
import type { Z3 } from "./wasm.ts";

export type PreparedPair = {
  readonly pair: RandomPair;
  readonly a: PolicyDocument;
  readonly b: PolicyDocument;
  readonly said: Comparison;
};

/** Null: the parser finds fault with one of them. */
export function preparePair(pair: RandomPair): PreparedPair | null {
  const a = policyOf(pair.a, pair.kind);
  const b = policyOf(pair.b, pair.kind);
  const isFaulty = [a, b].some(
    ({ statements, issues }) =>
      statements.some(({ exact }) => !exact) || issues.some(({ severity }) => severity === "error"),
  );
  return isFaulty ? null : { pair, a, b, said: compare(pair.kind, a, b) };
}

export type PairConflict = { readonly question: PairQuestion; readonly because: string };

export type PairFound = {
  readonly conflict: PairConflict | null;
  /** Of the differences with an example: those that Z3 finds in its finite domain without being told of it. */
  readonly foundAlone: number;
};

export function judgePair(z3: Z3, { pair, a, b, said }: PreparedPair): PairFound {
  const domain = wideDomainOf(pair.subject, [pair.a, pair.b]);
  const shared = new FiniteEncoder(domain);
  const encoders = callersOf(pair.kind)
    .map(callerOf)
    .map((caller): readonly [Caller, FiniteEncoder] => [caller, shared.with(derivedKeys(caller, null))]);
  const asked = pairQuestions.flatMap((question) => {
    const { within, example } = said[question];
    if (!within && example === null) return [];
    const counterexample = or(claimsByCaller(a, b, encoders, question));
    // A difference by the most generous reading of what AWS leaves open.
    const isOne =
      example === null ? "false" : claimOf(a, b, encoderOf(example), callerOf(example), question).may;
    return [{ question, example, counterexample, isOne }];
  });
  const checks = asked.flatMap(({ counterexample, isOne }) =>
    [counterexample, not(isOne)].map((term) => `(push)(assert ${term})(check-sat)(pop)`),
  );
  const answers = z3.run(`(push)${shared.declarations()}${checks.join("\n")}(echo "end")(pop)`);
  let foundAlone = 0;
  let conflict: PairConflict | null = null;
  for (const [i, { question, example }] of asked.entries()) {
    const hasCounterexample = answers[2 * i] === "sat";
    if (example === null && hasCounterexample) {
      conflict ??= { question, because: "within, and Z3 finds a counterexample" };
    }
    if (example === null) continue;
    if (hasCounterexample) foundAlone += 1;
    if (answers[2 * i + 1] === "sat") {
      conflict ??= { question, because: `Z3 does not take the example ${JSON.stringify(example)}` };
    }
  }
  return { conflict, foundAlone };
}

/** Whether Z3 finds a request that the one allows or explicitly denies, and the other does not. */
export function findsDifference(z3: Z3, pair: RandomPair): boolean {
  const [a, b] = [policyOf(pair.a, pair.kind), policyOf(pair.b, pair.kind)];
  const shared = new FiniteEncoder(wideDomainOf(pair.subject, [pair.a, pair.b]));
  const encoders = callersOf(pair.kind)
    .map(callerOf)
    .map((caller): readonly [Caller, FiniteEncoder] => [caller, shared.with(derivedKeys(caller, null))]);
  const differs = or(pairQuestions.flatMap((question) => claimsByCaller(a, b, encoders, question)));
  const [answer] = z3.run(`(push)${shared.declarations()}(assert ${differs})(check-sat)(pop)`);
  return answer === "sat";
}

/** For each caller: there is a request by it that one policy has and the other lacks. The free dimensions are shared. */
function claimsByCaller(
  a: PolicyDocument,
  b: PolicyDocument,
  encoders: readonly (readonly [Caller, FiniteEncoder])[],
  question: PairQuestion,
): readonly Term[] {
  return encoders.map(([caller, encoder]) => claimOf(a, b, encoder, caller, question).must);
}

/** There is a request by the caller that the first policy of the question has, and the second lacks. */
export function claimOf(
  a: PolicyDocument,
  b: PolicyDocument,
  encoder: Encoder,
  caller: Caller,
  question: PairQuestion,
): Claim {
  const asked = { encoder, caller, hasBoundary: false };
  const has = (document: PolicyDocument): Claim =>
    question.startsWith("deny")
      ? denies(asked, [document])
      : all([allows(asked, [document]), never(denies(asked, [document]))]);
  const [one, other] = question.endsWith("aWithinB") || question.endsWith("AWithinB") ? [a, b] : [b, a];
  return all([has(one), never(has(other))]);
}
