import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { foldCase, globMatches, globOf } from "./glob.ts";

const matches = (pattern: string, text: string): boolean => globMatches(globOf(pattern), text);

/** The definition itself, exponential in the number of stars. */
function naive(pattern: string, text: string): boolean {
  const [first] = pattern;
  if (first === undefined) return text === "";
  const [character] = text;
  if (first === "*")
    return (
      naive(pattern.slice(1), text) ||
      (character !== undefined && naive(pattern, text.slice(character.length)))
    );
  if (character === undefined || (first !== "?" && first !== character)) return false;
  return naive(pattern.slice(first.length), text.slice(character.length));
}

test("globs match as their definition says", () => {
  const symbols = fc.constantFrom("a", "b", "😀");
  const pattern = fc
    .array(fc.oneof(symbols, fc.constantFrom("*", "?")), { maxLength: 7 })
    .map((parts) => parts.join(""));
  const text = fc.array(symbols, { maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(pattern, text, (p, t) => matches(p, t) === naive(p, t)),
    { numRuns: 5000, seed: 7 },
  );
});

test("a question mark is one character, also where it takes two units", () => {
  assert.equal(matches("?", "😀"), true);
  assert.equal(matches("??", "😀"), false);
  assert.equal(matches("*?*", "😀"), true);
});

test("a pattern full of stars is refused in time that grows with the text, not exponentially", () => {
  const started = performance.now();
  assert.equal(matches("*a".repeat(100).concat("b"), "a".repeat(20_000)), false);
  assert.ok(performance.now() - started < 1000);
});

test("case is folded one character to one character", () => {
  assert.equal(foldCase("AbC"), "abc");
  assert.equal(foldCase("ÄÖ"), foldCase("äö"));
  assert.equal(foldCase("ß"), "ß");
  assert.notEqual(foldCase("ß"), foldCase("ss"));
  assert.equal(foldCase("K"), foldCase("\u212a"));
  assert.notEqual(foldCase("ı"), foldCase("i"));
});
