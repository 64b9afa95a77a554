import assert from "node:assert/strict";
import { test } from "node:test";
import { maskGuard, maskPolicyText, maskRequest } from "./mask.ts";

const secret = 'acme-7f3a"9';

test("an external ID is masked in a guard, whatever the key's case, and other values stay", () => {
  const shown = maskGuard([
    { key: "STS:externalId", operator: "StringEquals", values: [secret], controlledBy: "caller" },
    { key: "sts:ExternalId", operator: "Null", values: ["false"], controlledBy: "caller" },
    { key: "aws:SourceIp", operator: "IpAddress", values: ["203.0.113.0/24"], controlledBy: "network" },
  ]);
  assert.deepEqual(
    shown.map((term) => term.values),
    [["<masked, 11 characters>"], ["false"], ["203.0.113.0/24"]],
  );
});

test("an external ID is masked in an example request", () => {
  const shown = maskRequest({
    principal: "arn:aws:iam::123456789012:role/x",
    action: "sts:AssumeRole",
    resource: { arn: "arn:aws:iam::210987654321:role/y", account: "210987654321" },
    context: { "sts:ExternalId": secret, "aws:TagKeys": ["a"] },
  });
  assert.deepEqual(shown.context, { "sts:ExternalId": "<masked, 11 characters>", "aws:TagKeys": ["a"] });
});

test("external IDs are masked in a policy's text under every operator, and the layout stays", () => {
  const text = `{\n  "Condition": {\n    "StringLike": { "STS:ExternalId": ["${secret.replace('"', '\\"')}", "b*"] },\n    "Null": { "sts:ExternalId": "false" }\n  }\n}`;
  const shown = maskPolicyText(text);
  assert.ok(!shown.includes("7f3a") && !shown.includes("b*"));
  assert.equal(shown.split("\n").length, text.split("\n").length);
  assert.match(shown, /"Null": \{ "sts:ExternalId": "false" \}/);
});

test("text that can't be read is not shown when it holds an external ID", () => {
  assert.ok(!maskPolicyText('{"sts:ExternalId": "secret-17"').includes("secret-17"));
});
