import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodePolicyText } from "./index.ts";

test("policy text is decoded when it is URL-encoded, and only then", () => {
  const text = '{"Statement": [{"Condition": {"StringLike": {"aws:UserAgent": "%7B100%"}}}]}';
  assert.equal(decodePolicyText(encodeURIComponent(text)), text);
  assert.equal(decodePolicyText(text), text);
  assert.equal(decodePolicyText("%7B%"), "%7B%");
});

test("raw JSON comes back as it is whatever it holds, and encoded JSON decoded", () => {
  const json = fc
    .oneof(fc.jsonValue(), fc.constant({ a: "%7B%22%25" }))
    .map((value) => JSON.stringify({ Statement: value }));
  fc.assert(
    fc.property(json, fc.constantFrom("", " ", "\n\t", "\uFEFF"), (text, before) => {
      const raw = before + text;
      assert.equal(decodePolicyText(raw), raw);
      assert.equal(decodePolicyText(decodePolicyText(raw)), raw);
      assert.equal(decodePolicyText(encodeURIComponent(raw)), raw);
    }),
    { seed: 5, numRuns: 1000 },
  );
});

for (const [encoded, decoded] of [
  ["%7b%7d", "{}"],
  ["{%22Version%22:%222012-10-17%22}", '{"Version":"2012-10-17"}'],
  ["{ %22a%22:1}", '{ "a":1}'],
  ['{"a":"%22"}', '{"a":"%22"}'],
  ["%5B%5D", "%5B%5D"],
  ["%7B%22a%22%3A%22%FF%22%7D", "%7B%22a%22%3A%22%FF%22%7D"],
  ["", ""],
] as const) {
  test(`${encoded} is the policy text ${decoded}`, () => {
    assert.equal(decodePolicyText(encoded), decoded);
  });
}
