import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, organizationId, sister, tryStatements } from "../../rule-trial.ts";
import { sensitiveKeyWildcard } from "./sensitive-key-wildcard.ts";

const found = (...statements: readonly object[]) =>
  tryStatements(sensitiveKeyWildcard, ...statements).map(({ cause, severity }) => `${cause} ${severity}`);
const anybody = (condition: object) => letIn({ AWS: "*" }, { Condition: condition });

test("A pattern for organizations, accounts or endpoints is reported", () => {
  assert.deepEqual(found(anybody({ StringLike: { "aws:PrincipalOrgID": "o-*" } })), [
    "aws:principalorgid o-* medium",
  ]);
  assert.deepEqual(found(anybody({ StringLike: { "aws:SourceVpce": "*" } })), ["aws:sourcevpce * medium"]);
  assert.deepEqual(found(anybody({ StringLike: { "AWS:principalaccount": "2222*" } })), [
    "aws:principalaccount 2222* low",
  ]);
  const service = letIn(
    { Service: "scheduler.amazonaws.com" },
    { Condition: { StringLike: { "aws:SourceAccount": "*" } } },
  );
  assert.deepEqual(found(service), ["aws:sourceaccount * medium"]);
});

test("A Deny of all but a pattern is as weak", () => {
  const deny = {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRole",
    Condition: { StringNotLike: { "aws:PrincipalOrgID": "o-ab*" } },
  };
  assert.deepEqual(found(letIn({ AWS: "*" }), deny), ["aws:principalorgid o-ab* low"]);
});

test("Exact ids, and patterns beside an exact id or an exact principal, are fine", () => {
  assert.deepEqual(found(anybody({ StringLike: { "aws:PrincipalOrgID": organizationId } })), []);
  assert.deepEqual(
    found(
      anybody({
        StringLike: { "aws:PrincipalOrgID": "o-*" },
        StringEquals: { "aws:PrincipalOrgID": organizationId },
      }),
    ),
    [],
  );
  const named = letIn({ AWS: sister }, { Condition: { StringLike: { "aws:PrincipalAccount": "2*" } } });
  assert.deepEqual(found(named), []);
});

test("Patterns for other keys are not its business", () => {
  assert.deepEqual(found(anybody({ StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ci" } })), []);
});
