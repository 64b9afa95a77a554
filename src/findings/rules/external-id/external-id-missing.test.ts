import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, organizationId, sister, stranger, tryStatements, vendor } from "../../rule-trial.ts";
import { externalIdMissing } from "./external-id-missing.ts";

const good = "3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60";

test("A vendor's account without an external ID is reported", () => {
  const [draft, ...more] = tryStatements(externalIdMissing, letIn({ AWS: `arn:aws:iam::${vendor}:root` }));
  assert.equal(draft?.severity, "high");
  assert.deepEqual(draft?.statements, [0]);
  assert.match(draft?.title ?? "", /Datadog/);
  assert.equal(more.length, 0);
});

test("A role of an unknown account without an external ID is reported", () => {
  const drafts = tryStatements(externalIdMissing, letIn({ AWS: `arn:aws:iam::${stranger}:role/Scanner` }));
  assert.equal(drafts.length, 1);
});

test("An account that must bring an external ID in one statement and not in another is reported", () => {
  const drafts = tryStatements(
    externalIdMissing,
    letIn({ AWS: stranger }, { Condition: { StringEquals: { "sts:ExternalId": good } } }),
    letIn({ AWS: `arn:aws:iam::${stranger}:role/Scanner` }),
  );
  assert.equal(drafts.length, 1);
  assert.deepEqual(drafts[0]?.statements, [1]);
});

test("An external ID in every way in is enough", () => {
  const asked = { Condition: { StringEquals: { "sts:ExternalId": good } } };
  assert.deepEqual(tryStatements(externalIdMissing, letIn({ AWS: stranger }, asked)), []);
});

test("The condition key is recognized in any case", () => {
  const asked = { Condition: { StringEquals: { "STS:externalid": good } } };
  assert.deepEqual(tryStatements(externalIdMissing, letIn({ AWS: stranger }, asked)), []);
});

test("A Deny of every other external ID is as good as a condition", () => {
  const drafts = tryStatements(externalIdMissing, letIn({ AWS: stranger }), {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRole",
    Condition: { StringNotEquals: { "sts:ExternalId": good } },
  });
  assert.deepEqual(drafts, []);
});

test("Our own accounts need no external ID", () => {
  assert.deepEqual(tryStatements(externalIdMissing, letIn({ AWS: sister })), []);
  const bound = { Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } } };
  assert.deepEqual(tryStatements(externalIdMissing, letIn({ AWS: "*" }, bound)), []);
});

test("People of a partner who sign in with MFA need no external ID", () => {
  const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
  assert.deepEqual(tryStatements(externalIdMissing, letIn({ AWS: stranger }, mfa)), []);
});
