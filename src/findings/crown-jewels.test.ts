import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyIntent } from "./intent.ts";
import { letIn, owner, stranger, tryRule } from "./rule-trial.ts";
import { externalIdMissing } from "./rules/external-id/external-id-missing.ts";

const reasons = (jewel: string, resource: string | readonly string[]) =>
  tryRule(
    externalIdMissing,
    [
      {
        trust: [letIn({ AWS: stranger })],
        inline: { data: { Statement: [{ Effect: "Allow", Action: "*", Resource: resource }] } },
      },
    ],
    { ...emptyIntent, crownJewels: [jewel] },
  )[0]?.reasons.join(" ") ?? "";

test("A role whose policies name a crown jewel matters more than others", () => {
  const ledger = "arn:aws:s3:::acme-ledger*";
  for (const resource of [
    "arn:aws:s3:::acme-ledger",
    "arn:aws:s3:::acme-ledger-2026/*",
    ["arn:aws:s3:::other", "arn:aws:s3:::acme-*"],
  ])
    assert.match(reasons(ledger, resource), /crown jewel/, String(resource));
  const secret = `arn:aws:secretsmanager:eu-west-1:${owner}:secret:payments-*`;
  assert.match(
    reasons(secret, `arn:aws:secretsmanager:eu-west-1:${owner}:secret:payments-key`),
    /crown jewel/,
  );
});

test("A role that reaches something else, or names nothing, does not", () => {
  for (const resource of ["arn:aws:s3:::acme-site", "arn:aws:s3:::*", "arn:aws:s3:::acme-site*"])
    assert.doesNotMatch(reasons("arn:aws:s3:::acme-ledger*", resource), /crown jewel/, resource);
});

test("The role itself may be one", () => {
  assert.match(reasons(`arn:aws:iam::${owner}:role/trial`, "arn:aws:s3:::x"), /declares it a crown jewel/);
});
