import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, owner, sister, stranger, tryFixes, tryStatements, vendor } from "../../rule-trial.ts";
import { externalIdWeak } from "./external-id-weak.ts";

const good = "3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60";

const weak: readonly (readonly [what: string, condition: object, severity: string])[] = [
  ["that may be missing by IfExists", { StringEqualsIfExists: { "sts:ExternalId": good } }, "high"],
  ["with a negated operator", { StringNotEquals: { "sts:ExternalId": "none" } }, "high"],
  ["under ForAllValues", { "ForAllValues:StringEquals": { "sts:ExternalId": good } }, "high"],
  ["that matches anything", { StringLike: { "sts:ExternalId": "*" } }, "high"],
  ["with a guessable start", { StringLike: { "sts:ExternalId": "acme-*" } }, "high"],
  ["that only has to be there", { Null: { "sts:ExternalId": "false" } }, "high"],
  ["that is our account id", { StringEquals: { "sts:ExternalId": owner } }, "high"],
  ["that is their account id", { StringEquals: { "sts:ExternalId": vendor } }, "high"],
  ["of common words", { StringEquals: { "sts:ExternalId": "datadog-prod" } }, "medium"],
  ["that is short", { StringEquals: { "sts:ExternalId": "x7Qp2" } }, "medium"],
];

for (const [what, condition, severity] of weak) {
  test(`An external ID ${what} is weak`, () => {
    const drafts = tryStatements(externalIdWeak, letIn({ AWS: vendor }, { Condition: condition }));
    assert.deepEqual(
      drafts.map((draft) => draft.severity),
      [severity],
      JSON.stringify(drafts),
    );
  });
}

const strong: readonly (readonly [what: string, condition: object])[] = [
  ["drawn at random", { StringEquals: { "sts:ExternalId": good } }],
  ["drawn at random, under StringLike without wildcards", { StringLike: { "sts:ExternalId": good } }],
  [
    "under ForAllValues that must be there too",
    { "ForAllValues:StringEquals": { "sts:ExternalId": good }, Null: { "sts:ExternalId": "false" } },
  ],
];

for (const [what, condition] of strong) {
  test(`An external ID ${what} is not weak`, () => {
    assert.deepEqual(tryStatements(externalIdWeak, letIn({ AWS: stranger }, { Condition: condition })), []);
  });
}

test("A policy variable is a value that every caller knows", () => {
  for (const variable of ["${aws:PrincipalAccount}", "${aws:PrincipalTag/tenant}", "acme-${aws:userid}"]) {
    const [draft] = tryStatements(
      externalIdWeak,
      letIn({ AWS: vendor }, { Condition: { StringEquals: { "sts:ExternalId": variable } } }),
    );
    assert.equal(draft?.severity, "high", variable);
    assert.match(draft?.title ?? "", /policy variable/);
  }
});

test("The reason says why, and does not repeat the title", () => {
  const [draft] = tryStatements(
    externalIdWeak,
    letIn({ AWS: vendor }, { Condition: { StringEquals: { "sts:ExternalId": "1234" } } }),
  );
  assert.match(draft?.title ?? "", /has only 4 characters/);
  assert.match(draft?.reasons[0] ?? "", /guess/);
});

const condition = (externalId: string | readonly string[]) => ({
  StringEquals: { "sts:ExternalId": externalId },
  IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
});

test("The fix asks the third party alone, and keeps the other conditions", () => {
  const [fix] = tryFixes(
    externalIdWeak,
    letIn({ AWS: [vendor, `arn:aws:iam::${sister}:role/reader`] }, { Condition: condition("1234") }),
  );
  assert.equal(fix?.verified, true);
  const { Statement } = JSON.parse(fix?.policy ?? "{}");
  assert.deepEqual(Statement[0].Condition, condition("1234"));
  assert.deepEqual(Statement[1].Principal, { AWS: vendor });
  assert.deepEqual(Statement[1].Condition.IpAddress, condition("").IpAddress);
});

test("The fix takes the weak value out and leaves the good one", () => {
  const [fix] = tryFixes(externalIdWeak, letIn({ AWS: vendor }, { Condition: condition([good, "1234"]) }));
  assert.equal(fix?.verified, true);
  assert.deepEqual(JSON.parse(fix?.policy ?? "{}").Statement[0].Condition, condition(good));
});

test("No policy is offered that would lock the third party out or ask our own accounts for an external ID", () => {
  const denied = {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRole",
    Condition: { StringNotEquals: { "sts:ExternalId": "1234" } },
  };
  assert.equal(tryFixes(externalIdWeak, letIn({ AWS: vendor }), denied)[0]?.policy, null);
  const both = { StringEquals: { "aws:PrincipalAccount": [vendor, sister], "sts:ExternalId": "1234" } };
  assert.equal(tryFixes(externalIdWeak, letIn({ AWS: "*" }, { Condition: both }))[0]?.policy, null);
});

test("A title does not give the external ID away", () => {
  for (const condition of [
    { StringLike: { "sts:ExternalId": "acme-x7k2*" } },
    { StringEquals: { "sts:ExternalId": "acme-1234" } },
    { Null: { "sts:ExternalId": "false" }, StringNotEquals: { "sts:ExternalId": "acme-1234" } },
  ]) {
    const [draft] = tryStatements(externalIdWeak, letIn({ AWS: vendor }, { Condition: condition }));
    assert.doesNotMatch(`${draft?.title} ${draft?.reasons}`, /acme/);
  }
});
