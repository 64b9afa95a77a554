import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, organizationId, sister, stranger, tryStatements } from "../../rule-trial.ts";
import { trustUnsatisfiable } from "./trust-unsatisfiable.ts";

const bound = (id: string) => ({ Condition: { StringEquals: { "aws:PrincipalOrgID": id } } });
const count = (...statements: readonly object[]) => tryStatements(trustUnsatisfiable, ...statements).length;

test("A vendor that must belong to our organization can never come in", () => {
  const [draft, ...more] = tryStatements(trustUnsatisfiable, letIn({ AWS: stranger }, bound(organizationId)));
  assert.equal(draft?.severity, "medium");
  assert.equal(more.length, 0);
});

test("A principal of another partition can never come in", () => {
  assert.equal(count(letIn({ AWS: `arn:aws-cn:iam::${stranger}:root` })), 1);
});

test("A statement that another one denies wholly lets nobody in", () => {
  const deny = { Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  assert.equal(count(letIn({ AWS: sister }), deny), 1);
});

test("Our own account bound to our organization can come in", () => {
  assert.equal(count(letIn({ AWS: sister }, bound(organizationId))), 0);
});
