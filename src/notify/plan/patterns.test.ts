import assert from "node:assert/strict";
import { test } from "node:test";
import { matches } from "./patterns.ts";

const rows: readonly (readonly [pattern: string, text: string, isMatch: boolean])[] = [
  ["a", "a", true],
  ["a", "ab", false],
  ["a*", "ab", true],
  ["*", "", true],
  ["*b", "ab", true],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["a*b*c", "a-b-c", true],
  ["a*b*c", "a-c-b", false],
  ["*ab*ab*", "ab", false],
  ["a.c", "abc", false],
  ["A", "a", false],
  ["a**b", "ab", true],
];
for (const [pattern, text, isMatch] of rows) {
  test(`${pattern} ${isMatch ? "matches" : "does not match"} ${JSON.stringify(text)}`, () => {
    assert.equal(matches(pattern, text), isMatch);
  });
}

test("a pattern made to take long does not", () => {
  assert.equal(matches("*a".repeat(5000), "a".repeat(4999)), false);
});
