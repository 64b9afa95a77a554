import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, tryRule } from "../../rule-trial.ts";
import { administratorPolicy } from "./administrator-policy.ts";

const count = (action: string, resource: string, more: object = {}) =>
  tryRule(administratorPolicy, [
    {
      trust: [letIn({ Service: "ec2.amazonaws.com" })],
      inline: {
        permissions: { Statement: { Effect: "Allow", Action: action, Resource: resource, ...more } },
      },
    },
  ]).length;

test("A policy of our own that allows everything is listed, and only where the configuration asks for it", () => {
  assert.equal(count("*", "*"), 1);
  assert.equal(count("*:*", "*"), 1);
  assert.equal(administratorPolicy.onByDefault, false);
});

test("A policy that leaves something out does not count as one that allows everything", () => {
  assert.equal(count("iam:*", "*"), 0);
  assert.equal(count("*", "arn:aws:s3:::*"), 0);
  assert.equal(count("*", "*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }), 0);
});
