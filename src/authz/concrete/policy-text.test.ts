import assert from "node:assert/strict";
import { test } from "node:test";
import { globTest } from "./glob.ts";
import { textTest } from "./policy-text.ts";
import { requestContext } from "./request-context.ts";

const context = requestContext(
  { "aws:username": "ada", "aws:PrincipalTag/wild": "a*", "aws:TagKeys": ["a"] },
  { kind: "service", service: "example.amazonaws.com" },
  null,
);

function matches(policyText: string, value: string, variables = true) {
  return textTest(policyText, { wildcards: true, variables }, globTest)(value, context);
}

test("a variable's value is inserted as it stands: a wildcard in it is none", () => {
  assert.equal(matches("x-${aws:PrincipalTag/wild}", "x-a*"), true);
  assert.equal(matches("x-${aws:PrincipalTag/wild}", "x-abc"), false);
});

test("literals around a variable are searched for as one", () => {
  assert.equal(matches("*-${aws:username}-*", "x-ada-y"), true);
  assert.equal(matches("*-${aws:username}-*", "x-bob-y"), false);
});

test("what is not closed, empty or nested is plain text", () => {
  assert.equal(matches("a${b", "a${b"), true);
  assert.equal(matches("a${}", "a${}"), true);
  assert.equal(matches("${x${aws:username}", "${xada"), true);
});

test("a default stands where the key is absent, also an empty one", () => {
  assert.equal(matches("x${aws:PrincipalTag/none, 'y'}", "xy"), true);
  assert.equal(matches("x${aws:PrincipalTag/none, ''}", "x"), true);
  assert.equal(matches("x${aws:PrincipalTag/none}", "x"), false);
});

test("in policies of Version 2008-10-17 everything is plain text, wildcards apart", () => {
  assert.equal(matches("${aws:username}", "ada", false), false);
  assert.equal(matches("${aws:username}", "${aws:username}", false), true);
});
