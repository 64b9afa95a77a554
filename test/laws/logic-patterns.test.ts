/** Patterns against a judge that back-tracks, over every short text of a small alphabet. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Pattern,
  type PatternElement,
  patternMatches,
  patternsOverlap,
  patternWithin,
} from "../../src/logic/index.ts";
import { formOf } from "../../src/logic/pattern-form.ts";
import { findText } from "../../src/logic/text-search.ts";
import { naivelyMatches } from "./logic/naive.ts";

const cases = Math.ceil(Number(process.env.ACCESSLENS_CASES ?? 12_000) / 12);
const seed = 815;

// Two cases of one letter, a letter without, its relative beyond ASCII, and a character of two code units.
const letters = ["k", "K", "\u212a", "b", "😀"];
const texts = [""];
for (let from = 0; texts.length < 700; ) {
  const to = texts.length;
  for (const text of texts.slice(from, to)) for (const letter of letters) texts.push(text + letter);
  from = to;
}

const except = fc.constantFrom(null, null, null, "k", "b", "😀");
const patterns: fc.Arbitrary<Pattern> = fc.record({
  elements: fc
    .array(
      fc.oneof(
        fc.constantFrom(...letters, "bb", "b😀").map((text) => ({ kind: "text" as const, text })),
        fc.record({ kind: fc.constant("many" as const), except }),
        fc.record({ kind: fc.constantFrom("one" as const, "many" as const), except }),
        // As in ARNs: up to the next colon.
        fc.constant("up to b" as const),
      ),
      { maxLength: 6 },
    )
    .map((elements) =>
      elements.flatMap((element): readonly PatternElement[] =>
        element === "up to b"
          ? [
              { kind: "many", except: "b" },
              { kind: "text", text: "b" },
            ]
          : [element],
      ),
    ),
  ignoreCase: fc.boolean(),
});

function law(name: string, holds: (a: Pattern, b: Pattern, c: Pattern) => void): void {
  test(`${name} (${cases} cases, seed ${seed})`, () => {
    fc.assert(fc.property(patterns, patterns, patterns, holds), { seed, numRuns: cases });
  });
}

law("a pattern matches what the back-tracking judge matches", (pattern) => {
  for (const text of texts) assert.equal(patternMatches(pattern, text), naivelyMatches(pattern, text), text);
});

law("two patterns overlap exactly when a text matches both", (a, b) => {
  const found = findText({ all: [[formOf(a)], [formOf(b)]], none: [] }, 10_000);
  assert.equal(found.kind, patternsOverlap(a, b) ? "found" : "none");
  if (found.kind === "found") assert.ok(naivelyMatches(a, found.text) && naivelyMatches(b, found.text));
  else for (const text of texts) assert.ok(!naivelyMatches(a, text) || !naivelyMatches(b, text), text);
});

law("a pattern is within another exactly when no text matches the first alone", (a, b) => {
  const answer = patternWithin(a, b);
  assert.ok(answer.kind === "exact");
  const found = findText({ all: [[formOf(a)]], none: [formOf(b)] }, 10_000);
  assert.equal(answer.value, found.kind === "none");
  if (found.kind === "found") assert.ok(naivelyMatches(a, found.text) && !naivelyMatches(b, found.text));
  else for (const text of texts) assert.ok(!naivelyMatches(a, text) || naivelyMatches(b, text), text);
});

law("a text is found for one of several patterns and none of others, or there is none", (a, b, c) => {
  const found = findText({ all: [[formOf(a), formOf(b)]], none: [formOf(c)] }, 10_000);
  assert.notEqual(found.kind, "capped");
  const good = (text: string): boolean =>
    (naivelyMatches(a, text) || naivelyMatches(b, text)) && !naivelyMatches(c, text);
  if (found.kind === "found") assert.ok(good(found.text));
  else for (const text of texts) assert.ok(!good(text), text);
});

law("patterns with the same key match the same texts", (a, b) => {
  if (formOf(a).key !== formOf(b).key) return;
  for (const text of texts) assert.equal(naivelyMatches(a, text), naivelyMatches(b, text), text);
});
