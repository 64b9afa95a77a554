import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, organizationId, tryRule } from "../../rule-trial.ts";
import { assumeRoleAnyResource } from "./assume-role-any-resource.ts";

const service = [letIn({ Service: "ec2.amazonaws.com" })];
const holding = (...statements: readonly object[]) => [
  { trust: service, inline: { permissions: { Version: "2012-10-17", Statement: statements } } },
];
const allow = (more: object) => ({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*", ...more });
const severitiesOf = (...statements: readonly object[]) =>
  tryRule(assumeRoleAnyResource, holding(...statements)).map((draft) => draft.severity);

test("sts:AssumeRole on every resource is reported", () => {
  assert.deepEqual(severitiesOf(allow({})), ["medium"]);
  assert.deepEqual(severitiesOf(allow({ Action: ["s3:GetObject", "STS:Assume*"] })), ["medium"]);
  assert.deepEqual(severitiesOf(allow({ Resource: "arn:aws:iam::*:role/*" })), ["medium"]);
});

test("Named roles, and one name in all accounts, are not every role", () => {
  assert.deepEqual(severitiesOf(allow({ Resource: "arn:aws:iam::222222222222:role/deployer" })), []);
  assert.deepEqual(severitiesOf(allow({ Resource: "arn:aws:iam::*:role/audit" })), []);
});

test("A permission that is bound to the organization is not reported", () => {
  const bound = { Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } } };
  assert.deepEqual(severitiesOf(allow(bound)), []);
  const deny = {
    Effect: "Deny",
    Action: "sts:*",
    Resource: "*",
    Condition: { StringNotEquals: { "aws:ResourceOrgID": organizationId } },
  };
  assert.deepEqual(severitiesOf(allow({}), deny), []);
});

test("Conditions that do not say which roles are meant make it less severe only", () => {
  assert.deepEqual(severitiesOf(allow({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } })), [
    "low",
  ]);
});

test("A policy that allows everything is left to the rule about administrators", () => {
  assert.deepEqual(severitiesOf(allow({ Action: "*" })), []);
});

test("All roles but a few are nearly any, and a condition that everything meets says not which", () => {
  const spared = {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    NotResource: "arn:aws:iam::222222222222:role/admin",
  };
  assert.deepEqual(severitiesOf(spared), ["medium"]);
  assert.deepEqual(severitiesOf(allow({ Condition: { StringLike: { "aws:ResourceOrgID": "*" } } })), ["low"]);
});
