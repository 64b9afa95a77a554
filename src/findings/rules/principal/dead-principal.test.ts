import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, owner, sister, tryFixes, tryStatements } from "../../rule-trial.ts";
import { deadPrincipal } from "./dead-principal.ts";

const deletedRole = "AROAZZZZZZZZZZZZZZZZZ";
const deletedUser = "AIDAZZZZZZZZZZZZZZZZZ";
const told = (...statements: readonly object[]) =>
  tryStatements(deadPrincipal, ...statements).map(({ cause, severity }) => `${severity} ${cause}`);

test("The unique id of a deleted role or user is a dead principal, alone or beside others", () => {
  assert.deepEqual(told(letIn({ AWS: deletedRole })), [`low ${deletedRole}`]);
  assert.deepEqual(told(letIn({ AWS: [sister, deletedUser] })), [`low ${deletedUser}`]);
});

test("A role of an account that was read, and that is not there, is dead too", () => {
  const gone = `arn:aws:iam::${owner}:role/gone`;
  assert.deepEqual(told(letIn({ AWS: gone })), [`low ${gone}`]);
});

test("A unique id in a Sid, in a condition or in an account's data is no principal", () => {
  const named = { Sid: deletedRole, Condition: { StringLike: { "sts:RoleSessionName": "AROA*" } } };
  assert.deepEqual(told(letIn({ AWS: sister }, named)), []);
  assert.deepEqual(told(letIn({ AWS: `arn:aws:iam::${owner}:role/trial` })), []);
});

test("A principal of an account without data may exist", () => {
  assert.deepEqual(told(letIn({ AWS: "arn:aws:iam::333333333333:role/unseen" })), []);
});

test("A name in a condition is left to the rule about names that can come back", () => {
  const byName = { Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${owner}:role/gone` } } };
  assert.deepEqual(told(letIn({ AWS: owner }, byName)), []);
});

test("The fix takes the dead principal out and leaves the others", () => {
  const [fix] = tryFixes(deadPrincipal, letIn({ AWS: [sister, deletedRole] }));
  assert.equal(fix?.verified, true);
  assert.doesNotMatch(fix?.policy ?? "", /AROA/);
  assert.match(fix?.policy ?? "", new RegExp(sister));
});

test("Service-linked roles come and go with AWS's services", () => {
  const linked = `arn:aws:iam::${owner}:role/aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin`;
  assert.deepEqual(told(letIn({ AWS: linked })), []);
});
