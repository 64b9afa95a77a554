/** Decides a test as far as the value of its key is known; everything else stays open. */
import { patternMatches } from "../../logic/patterns.ts";
import { hasForm, mayArrive } from "./parameter-form.ts";
import { isReadable, readDate, readNumber } from "./read-values.ts";
import { holdsWhenAbsent, type Test, undocumented } from "./test.ts";
import { exactText, matcherOf } from "./texts.ts";
import type { KeyValue, Lookup } from "./values.ts";

/** `open`: it depends on a value that is not known yet. `unknown`: AWS does not say, or a variable hides it. */
export type Outcome = "true" | "false" | "open" | "unknown";

/** `anyText`: policies by themselves are asked about, over all texts, not calls as they arrive. */
export function decide(test: Test, value: KeyValue, lookup: Lookup, anyText = false): Outcome {
  if (test.operation.family === "null") {
    return undocumented(test) === null ? decideNull(test, value) : value.kind === "open" ? "open" : "unknown";
  }
  switch (value.kind) {
    case "absent":
      return holdsWhenAbsent(test) ? "true" : "false";
    case "open":
      if (undocumented(test) !== null) return "open";
      return neverMatches(test, value.presence, lookup, anyText) ? "false" : "open";
    case "known":
      return undocumented(test) === null ? decideKnown(test, value.texts, lookup) : "unknown";
  }
}

/** Nothing equals one of no values, nor a text that STS refuses. */
function neverMatches(test: Test, presence: "always" | "maybe", lookup: Lookup, anyText: boolean): boolean {
  const { negated, family } = test.operation;
  if (negated || (presence === "maybe" && holdsWhenAbsent(test))) return false;
  if (test.values.length === 0) return true;
  if (anyText || family !== "text" || !hasForm(test.name)) return false;
  return test.values.every((wanted) => {
    const matcher = matcherOf(wanted, modeOf(test), lookup);
    return matcher.kind === "never" || (matcher.kind === "pattern" && !mayArrive(test.name, matcher.pattern));
  });
}

function decideNull(test: Test, value: KeyValue): Outcome {
  const absentPasses = test.values.some((text) => text.toLowerCase() === "true");
  const presentPasses = test.values.some((text) => text.toLowerCase() === "false");
  if (absentPasses === presentPasses) return absentPasses ? "true" : "false";
  if (value.kind === "open" && value.presence === "maybe") return "open";
  return (value.kind === "absent") === absentPasses ? "true" : "false";
}

function decideKnown(test: Test, texts: readonly string[], lookup: Lookup): Outcome {
  const everyOne = test.quantifier === "ForAllValues";
  let result: Outcome = everyOne ? "true" : "false";
  for (const text of texts) {
    const one = decideOne(test, text, lookup);
    if (one === "unknown") result = "unknown";
    else if ((one === "true") !== everyOne) return everyOne ? "false" : "true";
  }
  return result;
}

/** One value against the test's values: any of them, or none when negated (IAM-SEMANTICS 45). */
function decideOne(test: Test, text: string, lookup: Lookup): Outcome {
  let unknown = false;
  for (const wanted of test.values) {
    const one = equals(test, wanted, text, lookup);
    if (one === true) return test.operation.negated ? "false" : "true";
    if (one === null) unknown = true;
  }
  if (unknown) return "unknown";
  return test.operation.negated ? "true" : "false";
}

/** The positive operator on one pair; null where it is not known. */
function equals(test: Test, wanted: string, text: string, lookup: Lookup): boolean | null {
  const { operation } = test;
  switch (operation.family) {
    case "text":
    case "arn": {
      const variable = test.variables && wanted.includes("${");
      if (!variable && !operation.wildcards && !operation.ignoreCase) return wanted === text;
      const matcher = matcherOf(wanted, modeOf(test), lookup);
      if (matcher.kind === "opaque") return null;
      if (matcher.kind === "never") return false;
      const exact = operation.ignoreCase ? null : exactText(matcher.pattern);
      return exact === null ? patternMatches(matcher.pattern, text) : exact === text;
    }
    case "boolean":
      return isReadable(text, "boolean", test.operator) ? wanted.toLowerCase() === text.toLowerCase() : null;
    case "number":
    case "date": {
      const read = operation.family === "date" ? readDate : readNumber;
      const a = read(text);
      const b = read(wanted);
      if (a === null || b === null) return null;
      const { comparison } = operation;
      if (comparison === "=") return a === b;
      if (comparison === "<") return a < b;
      if (comparison === "<=") return a <= b;
      return comparison === ">" ? a > b : a >= b;
    }
    case "address":
      return null;
    case "null":
      return false;
  }
}

export function modeOf(test: Test): {
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
  readonly arn: boolean;
  readonly variables: boolean;
} {
  const { family, wildcards, ignoreCase } = test.operation;
  return { wildcards, ignoreCase, arn: family === "arn", variables: test.variables };
}
