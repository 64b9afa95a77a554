import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, owner, sister, stranger, tryStatements, vendor } from "../../rule-trial.ts";
import { wholeAccountTrust } from "./whole-account-trust.ts";

const count = (...statements: readonly object[]) => tryStatements(wholeAccountTrust, ...statements).length;

test("Trust in another account's root without narrowing is reported, whoever's account it is", () => {
  assert.equal(count(letIn({ AWS: sister })), 1);
  assert.equal(count(letIn({ AWS: `arn:aws:iam::${stranger}:root` })), 1);
});

test("Trust in the own account is not reported", () => {
  assert.equal(count(letIn({ AWS: owner })), 0);
});

test("A named role of the other account is not the whole account", () => {
  assert.equal(count(letIn({ AWS: `arn:aws:iam::${sister}:role/deployer` })), 0);
});

test("A condition on the principal's ARN or tags narrows the trust", () => {
  const like = { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${sister}:role/deploy-*` } };
  assert.equal(count(letIn({ AWS: sister }, { Condition: like })), 0);
  const tagged = { StringEquals: { "aws:PrincipalTag/team": "payments" } };
  assert.equal(count(letIn({ AWS: sister }, { Condition: tagged })), 0);
});

test("A vendor's root is left to the rules about external ids", () => {
  assert.equal(count(letIn({ AWS: vendor })), 0);
});
