import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, owner, sister, tryFixes, tryStatements } from "../../rule-trial.ts";
import { trustActionBroad } from "./trust-action-broad.ts";

const causes = (...statements: readonly object[]) =>
  tryStatements(trustActionBroad, ...statements).map((draft) => draft.cause);

test("All actions, all of sts and all but some are more than a way in", () => {
  assert.deepEqual(causes(letIn({ AWS: sister }, { Action: "sts:*" })), ["sts:*"]);
  assert.deepEqual(causes(letIn({ AWS: sister }, { Action: ["sts:AssumeRole", "*"] })), ["*"]);
  const all = { Effect: "Allow", Principal: { AWS: sister }, NotAction: "sts:SetContext" };
  assert.deepEqual(causes(all), ["everything but sts:SetContext"]);
});

test("Named actions are fine, and so are wildcards in a Deny", () => {
  assert.deepEqual(causes(letIn({ AWS: sister }, { Action: ["sts:AssumeRole", "sts:TagSession"] })), []);
  const deny = { Effect: "Deny", Principal: { AWS: owner }, Action: "sts:*" };
  assert.deepEqual(causes(letIn({ AWS: sister }), deny), []);
});

test("The fix names the call by which each principal comes", () => {
  const [fix] = tryFixes(trustActionBroad, letIn({ AWS: sister }, { Action: "sts:*" }));
  assert.equal(fix?.verified, true);
  assert.match(fix?.policy ?? "", /"sts:AssumeRole"/);
});

test("The fix keeps the actions that the conditions and the services need", () => {
  const actions = (statement: object) => {
    const [fix] = tryFixes(trustActionBroad, statement);
    assert.equal(fix?.verified, true);
    return JSON.parse(fix?.policy ?? "{}").Statement[0].Action;
  };
  const tagged = { Action: "sts:*", Condition: { StringEquals: { "aws:RequestTag/team": "data" } } };
  assert.deepEqual(actions(letIn({ AWS: sister }, tagged)), ["sts:AssumeRole", "sts:TagSession"]);
  assert.deepEqual(actions(letIn({ Service: "rolesanywhere.amazonaws.com" }, { Action: "sts:*" })), [
    "sts:AssumeRole",
    "sts:TagSession",
    "sts:SetSourceIdentity",
  ]);
});
