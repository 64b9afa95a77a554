import assert from "node:assert/strict";
import { test } from "node:test";
import { guardText, termText } from "./guard.ts";

const term = (values: readonly string[]) =>
  ({ key: "aws:PrincipalTag/team", operator: "StringEquals", values, controlledBy: "caller" }) as const;

test("a guard says key, operator, values and who controls the key", () => {
  assert.equal(termText(term(["a"])), "aws:PrincipalTag/team StringEquals a (the caller sets it)");
  assert.equal(termText(term(["a", "b"])), "aws:PrincipalTag/team StringEquals [a, b] (the caller sets it)");
  assert.equal(guardText([]), "no condition");
});

test("of thousands of values, people are shown ten and told how many more there are", () => {
  const many = Array.from({ length: 3000 }, (_, index) => `v${index}`);
  assert.equal(
    termText(term(many)),
    "aws:PrincipalTag/team StringEquals [v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, … and 2990 more] (the caller sets it)",
  );
});
