/**
 * Whether some request passes all the open tests of a clause. Tests on unrelated keys can't exclude each other, and most
 * pass alone, so that the algebra is asked only about the rest; `possible.test.ts` holds the short way to the long one.
 */
import type { Answer } from "../../logic/types.ts";
import { holdsWhenAbsent, type Test, undocumented } from "../conditions/test.ts";
import { isPossible, linkedGroup } from "./exact.ts";
import { saidByParty } from "./refine.ts";
import type { Situation } from "./situation.ts";

const yes: Answer<boolean> = { kind: "exact", value: true };

export function canPass(tests: readonly Test[], situation: Situation): Answer<boolean> {
  return isEasy(tests, situation) ? yes : isPossible(situation, tests);
}

/** Surely possible, told without the algebra; no is not an answer. */
export function isEasy(tests: readonly Test[], situation: Situation): boolean {
  for (let i = 0; i < tests.length; i++) {
    const test = tests[i];
    if (test === undefined || !passesAlone(test, situation)) return false;
    for (let j = 0; j < i; j++) {
      const other = tests[j];
      if (other !== undefined && mayInterfere(test, other, situation)) return false;
    }
  }
  return true;
}

function mayInterfere(a: Test, b: Test, situation: Situation): boolean {
  return a.name === b.name || linkedGroup(a.name, situation.party) === linkedGroup(b.name, situation.party);
}

function passesAlone(test: Test, situation: Situation): boolean {
  const value = situation.lookup(test.name);
  if (value.kind !== "open") return false;
  if (undocumented(test) !== null) return true;
  if (value.presence === "maybe" && holdsWhenAbsent(test)) return true;
  const { family, negated } = test.operation;
  if (saidByParty(test, situation.party)) return true;
  // Whose values are bound by the party; only plain shapes are easy.
  if (test.name === "aws:principalarn") return !negated && isPlainArnOf(test, situation);
  if (test.facts.controlledBy === "principal" && !test.name.startsWith("aws:principaltag/")) return false;
  if (test.values.length === 0) return negated;
  switch (family) {
    case "text":
      // Any finite number of texts leaves others; patterns could match everything.
      return !test.variables && (!negated || !test.operation.wildcards);
    case "boolean":
      return true;
    case "number":
    case "date":
      return !negated;
    case "address":
      return !negated && test.values.some((text) => /^[0-9.]{7,15}(\/([0-9]|[12][0-9]|3[0-2]))?$/.test(text));
    case "arn":
      return !negated && !test.variables && test.values.some((text) => text.startsWith("arn:"));
    case "null":
      return value.presence === "maybe";
  }
}

function isPlainArnOf(test: Test, { party, world }: Situation): boolean {
  const account = party.kind === "account" ? party.account : party.kind === "session" ? null : "*";
  if (account === null) return false;
  const start = `arn:${world.partition}:iam::${account}:`;
  return test.values.some(
    (text) =>
      text.startsWith(start) &&
      /^(role|user)\/.*[^/]$/.test(text.slice(start.length)) &&
      !text.includes("${"),
  );
}
