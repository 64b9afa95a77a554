import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf } from "./pattern-form.ts";
import {
  anything,
  concat,
  exactly,
  glob,
  patternMatches,
  patternsOverlap,
  patternWithin,
  printPattern,
} from "./patterns.ts";
import type { Pattern } from "./types.ts";

const role = glob("arn:aws:iam::*:role/app-?");
const noColon: Pattern = {
  elements: [
    { kind: "text", text: "arn:aws:iam::" },
    { kind: "many", except: ":" },
    { kind: "text", text: ":role/x" },
  ],
  ignoreCase: false,
};

test("a star is any characters and a question mark exactly one", () => {
  assert.ok(patternMatches(role, "arn:aws:iam::111122223333:role/app-1"));
  assert.ok(!patternMatches(role, "arn:aws:iam::111122223333:role/app-10"));
  assert.ok(!patternMatches(role, "arn:aws:iam::111122223333:role/app-"));
});

test("a question mark is one character also where that takes two code units", () => {
  assert.ok(patternMatches(glob("a?c"), "a😀c"));
  assert.ok(!patternMatches(glob("a??c"), "a😀c"));
});

test("a wildcard that excepts the colon stays within its component", () => {
  assert.ok(patternMatches(noColon, "arn:aws:iam::111122223333:role/x"));
  assert.ok(!patternMatches(noColon, "arn:aws:iam::1:role/x:role/x"));
});

test("stars and question marks of an exact text are themselves", () => {
  assert.ok(patternMatches(exactly("a*"), "a*"));
  assert.ok(!patternMatches(exactly("a*"), "ab"));
  assert.ok(patternMatches(concat(exactly("*"), glob("b*")), "*bc"));
});

test("case is ignored by simple folding: Kelvin's sign is a k, ß is not ss", () => {
  assert.ok(patternMatches(exactly("Kelvin", true), "\u212aELVIN"));
  assert.ok(!patternMatches(exactly("strasse", true), "straße"));
  assert.ok(patternMatches(exactly("ÅNGSTRÖM", true), "ångström"));
  assert.ok(!patternMatches(exactly("i", true), "\u0131"));
});

test("patterns that say the same have one key", () => {
  for (const [a, b] of [
    ["a**b", "a*b"],
    ["a*?b", "a?*b"],
    ["*?*?", "??*"],
  ] as const) {
    assert.equal(formOf(glob(a)).key, formOf(glob(b)).key);
  }
  assert.equal(formOf(exactly("123", true)).key, formOf(exactly("123")).key);
});

test("a text that looks like a wildcard's key is told from it", () => {
  assert.notEqual(formOf(exactly("\u001b*-1;")).key, formOf(anything).key);
});

test("overlap and inclusion of patterns are exact", () => {
  assert.ok(patternsOverlap(glob("a*b"), glob("*c*b")));
  assert.ok(!patternsOverlap(glob("a*b"), glob("b*")));
  assert.deepEqual(patternWithin(glob("a?b"), glob("a*b")), { kind: "exact", value: true });
  assert.deepEqual(patternWithin(glob("a*b"), glob("a?*b")), { kind: "exact", value: false });
  assert.deepEqual(patternWithin(noColon, glob("arn:aws:iam::*:role/x")), { kind: "exact", value: true });
});

test("a pattern made to explode when matched by back-tracking is matched at once", () => {
  const evil = glob(`${"a*".repeat(60)}b`);
  const before = performance.now();
  assert.ok(!patternMatches(evil, "a".repeat(20_000)));
  assert.ok(performance.now() - before < 1_000);
});

test("an inclusion that takes too many states is capped, not guessed", () => {
  const tail = "?".repeat(30);
  assert.equal(patternWithin(glob(`*a${tail}c`), glob(`*a${tail}*`)).kind, "capped");
  assert.deepEqual(patternWithin(glob(`*a${tail}c`), glob(`*a${tail}c`)), { kind: "exact", value: true });
  assert.deepEqual(patternWithin(glob(`*a${tail}*`), glob(`*a${tail}c`)), { kind: "exact", value: false });
});

test("a pattern prints as people write it", () => {
  assert.equal(printPattern(role), "arn:aws:iam::*:role/app-?");
  assert.equal(printPattern(noColon), "arn:aws:iam::[^:]*:role/x");
  assert.equal(printPattern(exactly("x", true)), "(?i)x");
});
