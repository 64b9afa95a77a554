import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, organizationId, sister, stranger, tryStatements } from "../../rule-trial.ts";
import { callerControlledGuard } from "./caller-controlled-guard.ts";

const severities = (principal: string, condition: object, action: string | readonly string[] = "sts:*") =>
  tryStatements(
    callerControlledGuard,
    letIn({ AWS: principal }, { Action: action, Condition: condition }),
  ).map(({ severity }) => severity);

const choices = {
  "sts:RoleSessionName": "deployer",
  "aws:RequestTag/team": "data",
  "aws:PrincipalTag/team": "data",
  "aws:UserAgent": "our-tool",
  "sts:SourceIdentity": "alice",
};

test("Any account behind nothing but what the caller chooses is high", () => {
  for (const [key, value] of Object.entries({ ...choices, "sts:ExternalId": "3f2b8c1e" }))
    assert.deepEqual(severities("*", { StringEquals: { [key]: value } }), ["high"], key);
});

test("One outside account behind nothing but what it chooses is low", () => {
  for (const [key, value] of Object.entries(choices))
    assert.deepEqual(severities(stranger, { StringEquals: { [key]: value } }), ["low"], key);
});

test("One outside account with an external ID is as it should be", () => {
  assert.deepEqual(severities(stranger, { StringEquals: { "sts:ExternalId": "3f2b8c1e" } }), []);
});

test("Something that the caller can't choose is enough, whatever else is asked for", () => {
  const session = { "sts:RoleSessionName": "deployer" };
  assert.deepEqual(
    severities(stranger, { StringEquals: session, IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
    [],
  );
  assert.deepEqual(
    severities("*", { StringEquals: { ...session, "aws:PrincipalOrgID": organizationId } }),
    [],
  );
  assert.deepEqual(
    severities(stranger, {
      StringEquals: session,
      ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${stranger}:role/x*` },
    }),
    [],
  );
});

test("Our own accounts, and named roles of others, are not its business", () => {
  assert.deepEqual(severities(sister, { StringEquals: choices }), []);
  assert.deepEqual(severities(`arn:aws:iam::${stranger}:role/Deploy`, { StringEquals: choices }), []);
});

test("What AWS fixes is not the caller's choice, and what all calls meet is no guard", () => {
  assert.deepEqual(severities("*", { StringLike: { "aws:userid": "AROAEXAMPLEEXAMPLE123:*" } }), []);
  assert.deepEqual(severities(stranger, { Bool: { "aws:SecureTransport": "true" } }), []);
  assert.deepEqual(severities(stranger, { StringEquals: { "aws:RequestedRegion": "eu-west-1" } }), []);
});

test("A network of everybody beside the choice is no network", () => {
  const choice = { StringEquals: { "sts:RoleSessionName": "deployer" } };
  assert.deepEqual(severities("*", { ...choice, IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }), ["high"]);
  assert.deepEqual(severities("*", { ...choice, IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), []);
});

test("An external ID beside the choice is what keeps one account's other customers out", () => {
  const choice = { "sts:RoleSessionName": "deployer" };
  assert.deepEqual(severities(stranger, { StringEquals: choice }), ["low"]);
  assert.deepEqual(
    severities(stranger, { StringEquals: { ...choice, "sts:ExternalId": "3f2b8c1e9d474a6b" } }),
    [],
  );
});
