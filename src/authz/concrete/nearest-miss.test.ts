import assert from "node:assert/strict";
import { test } from "node:test";
import { type PolicyKind, parsePolicy } from "../../policy/index.ts";
import type { NamedPolicy, PolicySet, RequestToDecide } from "../request-question.ts";
import { decideRequest, explainRequest } from "./decide-request.ts";

function named(name: string, kind: PolicyKind, ...statements: readonly object[]): NamedPolicy {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 1);
  const parsed = parsePolicy(text, { kind });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { name, document: parsed.value, text };
}

const request: RequestToDecide = {
  principal: "arn:aws:iam::111111111111:user/ada",
  action: "s3:GetObject",
  resource: { arn: "arn:aws:s3:::data/a", account: "111111111111" },
  context: { "aws:SourceIp": "203.0.113.9" },
};

function explained(policies: Partial<PolicySet>) {
  const set: PolicySet = {
    identity: [],
    resource: null,
    boundary: null,
    session: null,
    scps: null,
    rcps: null,
    endpoint: null,
    attributes: {},
    ...policies,
  };
  const question = { request, policies: set, organization: null };
  assert.equal(decideRequest(question).nearest, null);
  return explainRequest(question);
}

const allow = (action: string, resource: string, more: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});

test("the Allow that misses least is told, with the values compared", () => {
  const { nearest } = explained({
    identity: [
      named("far", "identity", allow("sqs:*", "*"), allow("s3:Get*", "arn:aws:s3:::other/*")),
      named(
        "near",
        "identity",
        allow("s3:Get*", "arn:aws:s3:::data/*", {
          Sid: "Office",
          Condition: {
            IpAddressIfExists: { "aws:SourceIp": ["198.51.100.0/24"] },
            StringEquals: { "aws:PrincipalTag/x": "y" },
          },
        }),
      ),
    ],
  });
  assert.equal(nearest?.statement.policy, "near");
  assert.equal(nearest?.statement.sid, "Office");
  assert.deepEqual(nearest?.failed, [
    {
      element: "Condition",
      operator: "IpAddressIfExists",
      key: "aws:SourceIp",
      expected: ["198.51.100.0/24"],
      actual: ["203.0.113.9"],
    },
    {
      element: "Condition",
      operator: "StringEquals",
      key: "aws:PrincipalTag/x",
      expected: ["y"],
      actual: null,
    },
  ]);
});

test("lines are those of the policy's text", () => {
  const { nearest } = explained({
    identity: [named("p", "identity", allow("sqs:*", "*"), allow("s3:Get*", "arn:aws:s3:::other/*"))],
  });
  assert.deepEqual(nearest?.statement.lines, [9, 13]);
  assert.deepEqual(nearest?.failed, [
    { element: "Resource", expected: ["arn:aws:s3:::other/*"], actual: ["arn:aws:s3:::data/a"] },
  ]);
});

test("it stands in a layer that blocked, not in one that allowed", () => {
  const { nearest, blockedBy } = explained({
    identity: [named("all", "identity", allow("*", "*"), allow("s3:GetObject", "arn:aws:s3:::other/*"))],
    scps: [
      { target: "r-root", policies: [named("full", "scp", allow("*", "*"))] },
      {
        target: "ou",
        policies: [named("narrow", "scp", { Effect: "Allow", NotAction: "s3:*", Resource: "*" })],
      },
    ],
  });
  assert.deepEqual(blockedBy, ["scp"]);
  assert.equal(nearest?.statement.policy, "narrow");
  assert.equal(nearest?.statement.target, "ou");
  assert.deepEqual(nearest?.failed, [{ element: "NotAction", expected: ["s3:*"], actual: ["s3:GetObject"] }]);
});

test("a principal that is not named is told as such", () => {
  const { nearest } = explained({
    resource: named("bucket", "resource", allow("s3:*", "*", { Principal: { AWS: "222222222222" } })),
  });
  assert.deepEqual(nearest?.failed, [
    { element: "Principal", expected: ["222222222222"], actual: ["arn:aws:iam::111111111111:user/ada"] },
  ]);
});

test("an explicit denial and an Allowed have none", () => {
  const deny = { Effect: "Deny", Action: "*", Resource: "*" };
  assert.equal(explained({ identity: [named("p", "identity", deny)] }).nearest, null);
  assert.equal(explained({ identity: [named("p", "identity", allow("*", "*"))] }).nearest, null);
});
