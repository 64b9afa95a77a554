import assert from "node:assert/strict";
import { test } from "node:test";
import { policySize, policySizeLimits } from "./index.ts";

test("a policy's size leaves out the white space between its parts, not that inside its texts", () => {
  assert.equal(policySize('{ "Sid" : "a b",\n\t"Action": [ ] }'), '{"Sid":"a b","Action":[]}'.length);
  assert.equal(policySize("no JSON"), null);
});

test("a trust policy can have 2,048 characters, and 4,096 at most (IAM-SEMANTICS 28)", () => {
  assert.deepEqual([policySizeLimits.trust, policySizeLimits.trustAtMost], [2048, 4096]);
});
