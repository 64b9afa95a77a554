import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, organizationId, owner, sister, tryRule, tryStatements, vendor } from "../../rule-trial.ts";
import { organizationBoundMissing } from "./organization-bound-missing.ts";

const ours = { StringEquals: { "aws:PrincipalOrgID": organizationId } };
const named = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ci-deployer" } };
const causes = (...statements: readonly object[]) =>
  tryStatements(organizationBoundMissing, ...statements).map((draft) => draft.cause);
const root = (account: string) => `arn:aws:iam::${account}:root`;

test("A role name in any account is no bound, and with the organization it is one", () => {
  assert.deepEqual(causes(letIn({ AWS: "*" }, { Condition: named })), ["any-account"]);
  assert.deepEqual(causes(letIn({ AWS: "*" })), ["any-account"]);
  assert.deepEqual(causes(letIn({ AWS: "*" }, { Condition: { ...named, ...ours } })), []);
});

test("A Deny of everybody else binds as well as a condition", () => {
  const deny = {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRole",
    Condition: { StringNotEquals: { "aws:PrincipalOrgID": organizationId } },
  };
  assert.deepEqual(causes(letIn({ AWS: "*" }, { Condition: named }), deny), []);
});

test("IfExists is no bound: an account outside every organization lacks the key", () => {
  const weak = { StringEqualsIfExists: { "aws:PrincipalOrgID": organizationId } };
  assert.deepEqual(causes(letIn({ AWS: "*" }, { Condition: weak })), ["any-account"]);
});

test("Any account with an external ID is meant for a third party, which the organization's id would shut out", () => {
  const asked = { StringEquals: { "sts:ExternalId": "3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60" } };
  assert.deepEqual(causes(letIn({ AWS: "*" }, { Condition: asked })), []);
});

test("A vendor, a service and the own account are left alone", () => {
  assert.deepEqual(causes(letIn({ AWS: vendor })), []);
  assert.deepEqual(causes(letIn({ Service: "ec2.amazonaws.com" })), []);
  assert.deepEqual(causes(letIn({ AWS: root(owner) }), letIn({ AWS: root(sister) })), []);
});

test("An administrator role weighs more", () => {
  const [draft] = tryRule(organizationBoundMissing, [
    {
      trust: [letIn({ AWS: "*" }, { Condition: named })],
      attached: ["arn:aws:iam::aws:policy/AdministratorAccess"],
    },
  ]);
  assert.equal(draft?.severity, "high");
});
