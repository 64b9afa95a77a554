/** What is left of a statement's tests for one party: those that it fails, passes for good, or that stay open. */
import { decide, modeOf, type Outcome } from "../conditions/decide.ts";
import { operatorText, type Test, undocumented } from "../conditions/test.ts";
import { matcherOf } from "../conditions/texts.ts";
import { isOutside, type Situation } from "./situation.ts";

export type Residual =
  | { readonly kind: "failed"; readonly test: Test }
  /** `doubts`: why the outcome of one of the open tests is not known. */
  | { readonly kind: "open"; readonly tests: readonly Test[]; readonly doubts: readonly string[] };

const nothingLeft: Residual = { kind: "open", tests: [], doubts: [] };

export function residualOf(tests: readonly Test[], situation: Situation): Residual {
  if (tests.length === 0) return nothingLeft;
  const left: Test[] = [];
  let doubts: string[] | null = null;
  for (const test of tests) {
    const outcome = outcomeOf(test, situation);
    if (outcome === "false") return { kind: "failed", test };
    if (outcome === "true") continue;
    left.push(test);
    const doubt = doubtOf(test, situation);
    if (doubt !== null) {
      doubts ??= [];
      doubts.push(doubt);
    }
  }
  return left.length === 0 ? nothingLeft : { kind: "open", tests: left, doubts: doubts ?? [] };
}

function outcomeOf(test: Test, situation: Situation): Outcome {
  const outcome = decide(test, situation.lookup(test.name), situation.lookup);
  return outcome === "open" && test.name === "aws:principalorgid" && isOutside(situation)
    ? decideForOutsider(test, situation)
    : outcome;
}

/** An account of another organization, or of none, never has our organization's id. */
function decideForOutsider(test: Test, situation: Situation): Outcome {
  const { family, wildcards, negated, ignoreCase } = test.operation;
  const ours = situation.world.organization.organizationId;
  const plain = family === "text" && !wildcards && !ignoreCase && !test.variables && test.quantifier === null;
  if (!plain || test.values.some((value) => value !== ours)) return "open";
  if (negated) return "true";
  return test.ifExists ? "open" : "false";
}

function doubtOf(test: Test, situation: Situation): string | null {
  const gap = undocumented(test);
  if (gap !== null) return gap;
  // Of plain texts it is always known what they match.
  if (!test.variables && test.operation.family !== "arn") return null;
  for (const value of test.values) {
    const matcher = matcherOf(value, modeOf(test), situation.lookup);
    if (matcher.kind === "opaque") return `${test.key}: ${matcher.reason}`;
  }
  return null;
}

/** A test in a sentence: `StringEquals sts:ExternalId [a, b]`. */
export function testForPeople(test: Test): string {
  const values = test.values.length > 4 ? [...test.values.slice(0, 4), "…"] : test.values;
  return `${operatorText(test)} ${test.key} [${values.join(", ")}]`;
}
