import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, owner, sister, tryFixes, tryStatements } from "../../rule-trial.ts";
import { actionMissingForKey } from "./action-missing-for-key.ts";

const tagged = { Condition: { StringEquals: { "aws:RequestTag/project": "atlas" } } };
const client = `arn:aws:iam::${sister}:role/client`;
const causes = (...statements: readonly object[]) =>
  tryStatements(actionMissingForKey, ...statements).map((draft) => draft.cause);

test("Each key that a caller brings by a further action needs that action", () => {
  assert.deepEqual(causes(letIn({ AWS: client }, tagged)), ["sts:TagSession aws:RequestTag/project"]);
  const keys = { "ForAnyValue:StringEquals": { "aws:TagKeys": "a", "sts:TransitiveTagKeys": "a" } };
  assert.deepEqual(causes(letIn({ AWS: client }, { Condition: keys })), [
    "sts:TagSession aws:TagKeys",
    "sts:TagSession sts:TransitiveTagKeys",
  ]);
  const source = { StringLike: { "sts:SourceIdentity": "*@corp" } };
  assert.deepEqual(causes(letIn({ AWS: client }, { Condition: source })), [
    "sts:SetSourceIdentity sts:SourceIdentity",
  ]);
});

test("The action may stand in the statement, in another one, behind a wildcard, in any case", () => {
  const both = ["sts:AssumeRole", "STS:tagsession"];
  assert.deepEqual(causes(letIn({ AWS: client }, { ...tagged, Action: both })), []);
  assert.deepEqual(causes(letIn({ AWS: client }, { ...tagged, Action: "sts:*" })), []);
  const apart = letIn({ AWS: client }, { Action: "sts:TagSession" });
  assert.deepEqual(causes(letIn({ AWS: client }, tagged), apart), []);
  const forAll = letIn({ AWS: sister }, { Action: "sts:TagSession" });
  assert.deepEqual(causes(letIn({ AWS: client }, tagged), forAll), []);
});

test("The action for somebody else does not help", () => {
  const apart = letIn({ AWS: owner }, { Action: "sts:TagSession" });
  assert.deepEqual(causes(letIn({ AWS: client }, tagged), apart), ["sts:TagSession aws:RequestTag/project"]);
});

test("A condition that a request without the key meets needs nothing, and neither do the principal's own tags", () => {
  const kinds = ["StringEqualsIfExists", "StringNotEquals", "ForAllValues:StringEquals"];
  for (const kind of kinds)
    assert.deepEqual(causes(letIn({ AWS: client }, { Condition: { [kind]: { "aws:TagKeys": "a" } } })), []);
  const absent = { Null: { "aws:RequestTag/project": "true" } };
  assert.deepEqual(causes(letIn({ AWS: client }, { Condition: absent })), []);
  const own = { StringEquals: { "aws:PrincipalTag/project": "atlas" } };
  assert.deepEqual(causes(letIn({ AWS: client }, { Condition: own })), []);
});

test("Roles Anywhere needs both further actions", () => {
  const service = { Service: "rolesanywhere.amazonaws.com" };
  assert.deepEqual(causes(letIn(service)), [
    "sts:TagSession rolesanywhere.amazonaws.com",
    "sts:SetSourceIdentity rolesanywhere.amazonaws.com",
  ]);
  const all = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
  assert.deepEqual(causes(letIn(service, { Action: all })), []);
  assert.deepEqual(causes(letIn({ Service: "ec2.amazonaws.com" })), []);
});

test("The fix allows the action, and the role can be assumed then", () => {
  const [fix] = tryFixes(actionMissingForKey, letIn({ AWS: client }, tagged));
  assert.equal(fix?.verified, true);
  assert.match(fix?.policy ?? "", /sts:TagSession/);
});
