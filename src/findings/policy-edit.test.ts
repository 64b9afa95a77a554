import assert from "node:assert/strict";
import { test } from "node:test";
import { editPolicy } from "./policy-edit.ts";
import type { StatementEdit } from "./rule.ts";

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Vendor",
      Effect: "Allow",
      Principal: { AWS: ["111111111111", "222222222222"] },
      Action: "sts:AssumeRole",
      Condition: { StringLike: { "STS:ExternalID": "*", "aws:PrincipalArn": "*" } },
    },
    { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" },
  ],
});

const edited = (...edits: readonly StatementEdit[]) => JSON.parse(editPolicy(policy, edits) ?? "null");

test("A required condition replaces what the key was tested for before, under any operator and in any case", () => {
  const { Statement } = edited({
    kind: "require",
    statement: 0,
    operator: "StringEquals",
    key: "sts:ExternalId",
    values: ["x"],
  });
  assert.deepEqual(Statement[0].Condition, {
    StringLike: { "aws:PrincipalArn": "*" },
    StringEquals: { "sts:ExternalId": "x" },
  });
  assert.equal(Statement[0].Sid, "Vendor");
});

test("Taking out the last principal takes out the statement, and later edits still find theirs", () => {
  const { Statement } = edited(
    { kind: "remove-principal", statement: 0, value: "111111111111" },
    { kind: "remove-principal", statement: 0, value: "222222222222" },
    { kind: "replace-principal", statement: 1, value: "*", by: ["333333333333"] },
  );
  assert.equal(Statement.length, 1);
  assert.deepEqual(Statement[0].Principal, { AWS: "333333333333" });
});

test("An edit that does not fit the policy gives none, instead of a policy that looks edited", () => {
  assert.equal(editPolicy(policy, [{ kind: "remove-principal", statement: 0, value: "999999999999" }]), null);
  assert.equal(editPolicy(policy, [{ kind: "remove-statement", statement: 7 }]), null);
  assert.equal(editPolicy("no policy", [{ kind: "remove-statement", statement: 0 }]), null);
});

test("A demand of some principals leaves the statement's others alone, with all its other conditions kept for both", () => {
  const { Statement } = edited({
    kind: "require-of",
    statement: 0,
    principals: ["222222222222"],
    operator: "StringEquals",
    key: "sts:ExternalId",
    values: ["x"],
  });
  assert.equal(Statement.length, 3);
  assert.deepEqual(Statement[0].Principal, { AWS: "111111111111" });
  assert.deepEqual(Statement[0].Condition, {
    StringLike: { "STS:ExternalID": "*", "aws:PrincipalArn": "*" },
  });
  assert.deepEqual(Statement[2].Principal, { AWS: "222222222222" });
  assert.deepEqual(Statement[2].Condition, {
    StringLike: { "aws:PrincipalArn": "*" },
    StringEquals: { "sts:ExternalId": "x" },
  });
  assert.equal(Statement[2].Sid, undefined);
});

test("An edit that leaves no statement gives no policy, since AWS takes none without", () => {
  const edits: readonly StatementEdit[] = [
    { kind: "remove-statement", statement: 0 },
    { kind: "remove-statement", statement: 1 },
  ];
  assert.equal(editPolicy(policy, edits), null);
});
