import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, now, sister, stranger, type TrialRole, tryRule } from "../../rule-trial.ts";
import { staleExternalTrust } from "./stale-external-trust.ts";

const day = 86_400;
const outside = [letIn({ AWS: stranger })];
const drafts = (role: Partial<TrialRole>) => tryRule(staleExternalTrust, [{ trust: outside, ...role }]);

test("An outsider's role that was last used more than 90 days ago is stale", () => {
  assert.equal(drafts({ lastUsedAt: now - 91 * day }).length, 1);
  assert.equal(drafts({ lastUsedAt: now - 89 * day }).length, 0);
});

test("An outsider's role that was never used is stale once it is older than 90 days", () => {
  assert.equal(drafts({ lastUsedAt: "never", createdAt: now - 200 * day }).length, 1);
  assert.equal(drafts({ lastUsedAt: "never", createdAt: now - 10 * day }).length, 0);
});

test("Nothing is said where the last use was not collected", () => {
  assert.equal(drafts({ createdAt: now - 200 * day }).length, 0);
});

test("Unused roles that only we can assume are not reported", () => {
  assert.equal(drafts({ trust: [letIn({ AWS: sister })], lastUsedAt: now - 300 * day }).length, 0);
});

test("Another organization is an outsider too", () => {
  const bound = { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-otherorg123" } } };
  assert.equal(drafts({ trust: [letIn({ AWS: "*" }, bound)], lastUsedAt: now - 91 * day }).length, 1);
});
