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
  const [mask] = /<masked[^"]*/.exec(maskPolicyText(withIds("aaaa"))) ?? [];
  assert.ok(mask !== undefined);
  assert.equal(unmaskPolicyText(withIds("new"), withIds("aaaa", "bbbb")), withIds("new"));
  assert.equal(unmaskPolicyText(withIds(mask), withIds("aaaa", "bbbb")), null);
  assert.equal(
    unmaskPolicyText(withIds(mask, "new", mask, mask), withIds("aaaa", "aaaa")),
    withIds("aaaa", "new", "aaaa", "aaaa"),
  );
});

test("an external ID comes back under its key alone: elsewhere the answer would tell it", () => {
  const id = "an-id-without-quotes";
  const original = withIds(id);
  const [mask] = /<masked[^"]*/.exec(maskPolicyText(original)) ?? [];
  assert.ok(mask !== undefined);
  for (const Statement of [
    { Sid: mask },
    { Principal: { AWS: mask } },
    { Condition: { StringEquals: { "aws:PrincipalTag/team": mask } } },
    { Sid: mask, Condition: { StringEquals: { "sts:ExternalId": mask } } },
  ]) {
    const back = unmaskPolicyText(JSON.stringify({ Statement }), original) ?? "";
    assert.ok(!maskPolicyText(back).includes(id), back);
  }
});

const beside: readonly (readonly [operator: string, value: string, isTaken: boolean])[] = [
  ["StringEquals", "another", true],
  ["ForAnyValue:StringEquals", "another", true],
  ["StringLike", "v*", false],
  ["StringNotLike", "v*", false],
  ["StringEqualsIgnoreCase", "another", false],
  ["NumericLessThan", "5", false],
  ["StringEquals", "${aws:username}", false],
];
for (const [operator, value, isTaken] of beside) {
  test(`a masked external ID comes back beside ${operator} ${value}: ${isTaken}`, () => {
    const original = withIds(secret);
    const masked = JSON.parse(maskPolicyText(original)).Statement;
    const other = { Effect: "Deny", Condition: { [operator]: { "sts:ExternalId": value } } };
    const back = unmaskPolicyText(JSON.stringify({ Statement: [...masked, other] }), original);
    assert.equal(back !== null, isTaken);
    if (back !== null)
      assert.deepEqual(JSON.parse(back).Statement.slice(0, 1), JSON.parse(original).Statement);
  });
}
