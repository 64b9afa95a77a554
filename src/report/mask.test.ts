import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../findings/types.ts";
import { isAccountId, isArn } from "../model/index.ts";
import {
  maskFinding,
  maskGuard,
  maskPolicyText,
  maskRequest,
  maskSummary,
  unmaskPolicyText,
} from "./mask.ts";

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

const statement = (id: string): string =>
  JSON.stringify({ Effect: "Allow", Condition: { StringLike: { "sts:ExternalId": id } } });

const account = "123456789012";
const subject = `arn:aws:iam::${account}:role/x`;
assert.ok(isArn(subject) && isAccountId(account));

const finding: Finding = {
  id: "0123456789abcdef",
  rule: "external-id-weak",
  severity: "high",
  severityReasons: ['The external id is a pattern with wildcards ("acme-*").'],
  subject,
  account,
  title: 'The external id for Datadog is a pattern with wildcards ("acme-*")',
  who: [],
  guard: [],
  witness: null,
  evidence: [{ policy: "trust policy", statement: 0, lines: [4, 9], text: statement("acme-*") }],
  impact: [],
  fix: {
    summary: "Require one random external id.",
    policy: `[${statement("REPLACE-WITH-A-RANDOM-ID")},${statement("of-another-vendor")}]`,
    verified: true,
    where: "trust policy of arn:aws:iam::111111111111:role/vendor",
    alsoLost: null,
  },
  status: "open",
};

test("a fix shows what it proposes, and no external ID of any other statement", () => {
  const policy = maskFinding(finding).fix?.policy ?? "";
  assert.ok(policy.includes("REPLACE-WITH-A-RANDOM-ID"));
  assert.ok(!policy.includes("of-another-vendor"));
});

test("an external ID that a title or a reason quotes is masked there too", () => {
  const whole = maskFinding(finding);
  const summary = maskSummary(finding, () => finding);
  for (const { title, severityReasons } of [whole, summary]) {
    assert.equal(title, "The external id for Datadog is a pattern with wildcards (<masked, 6 characters>)");
    assert.ok(!severityReasons.join().includes("acme"));
  }
});

test("a statement that others follow is shown, though a comma ends its text", () => {
  const shown = maskPolicyText(`${statement("acme-*")},`);
  assert.equal(shown, `${statement("<masked, 6 characters>")},`);
  const [evidence] = finding.evidence;
  assert.ok(evidence !== undefined);
  const followed = { ...finding, evidence: [{ ...evidence, text: `  ${statement("acme-*")},` }] };
  assert.ok(!maskFinding(followed).title.includes("acme"));
});

const withIds = (...ids: readonly string[]) =>
  JSON.stringify({ Statement: ids.map((id) => ({ Condition: { StringEquals: { "sts:ExternalId": id } } })) });

test("a masked policy that comes back is what it was, be several masked alike or not", () => {
  for (const text of [withIds(secret), withIds("aaaa", "bbbb", "c"), withIds("aaaa", "aaaa"), "{}"])
    assert.equal(unmaskPolicyText(maskPolicyText(text), text), text);
});

test("what is written anew stays; where it can't be told which masked one is meant, nothing comes back", () => {
  const [shown] = maskPolicyText(withIds("aaaa", "bbbb")).match(/"<masked[^"]*"/) ?? [];
  assert.equal(unmaskPolicyText(withIds("new"), withIds("aaaa", "bbbb")), withIds("new"));
  assert.equal(unmaskPolicyText(`[${shown}]`, withIds("aaaa", "bbbb")), null);
  assert.equal(
    unmaskPolicyText(`[${shown},${shown},${shown}]`, withIds("aaaa", "aaaa")),
    '["aaaa","aaaa","aaaa"]',
  );
});
