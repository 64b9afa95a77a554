import assert from "node:assert/strict";
import { test } from "node:test";
import { allow, roleArn, snapshotOf, trusts } from "../../../test/support/planned-organization.ts";
import { isAccountId } from "../../model/index.ts";
import { placeCalled, policyAt } from "./edited-policy.ts";

const [own, other] = ["111111111111", "222222222222"] as const;
const snapshot = snapshotOf({
  accounts: [
    {
      id: own,
      roles: [
        { name: "deploy", path: "/team/", trust: [trusts({ AWS: other })], policies: [[allow("s3:*")]] },
      ],
      managed: [{ name: "shared", statements: [allow("sqs:*")] }],
      resources: [{ arn: "arn:aws:s3:::ledger", type: "s3", policy: [{ ...allow("s3:*"), Principal: "*" }] }],
    },
    { id: other },
  ],
});
assert.ok(isAccountId(own));
const role = `arn:aws:iam::${own}:role/team/deploy`;
const policy = `arn:aws:iam::${own}:policy/shared`;
const ofAws = "arn:aws:iam::aws:policy/AdministratorAccess";

const cases: readonly (readonly [
  name: string,
  where: string,
  place: ReturnType<typeof placeCalled> | object,
])[] = [
  ["a trust policy", `trust policy of ${role}`, { kind: "trust-policy", role }],
  ["an inline policy", `${role}/data`, { kind: "inline-policy", holder: role, name: "data" }],
  ["a managed policy", policy, { kind: "managed-policy", account: own, policy }],
  ["an attached policy", `${ofAws} of ${role}`, { kind: "attachment", holder: role, policy: ofAws }],
  [
    "a resource's policy",
    "policy of arn:aws:s3:::ledger",
    { kind: "resource-policy", account: own, resource: "arn:aws:s3:::ledger" },
  ],
];
for (const [name, where, place] of cases) {
  test(`${name} is found by what evidence calls it`, () => {
    assert.deepEqual(placeCalled(where, snapshot, own), place);
  });
}

test("what evidence calls otherwise is no place that a fix edits", () => {
  for (const where of [
    "",
    "FullAWSAccess at r-root",
    "trust policy of nobody",
    "policy of x",
    "a of b",
    "/",
  ]) {
    assert.equal(placeCalled(where, snapshot, own), null, where);
  }
});

test("the policy is read where it stands, laid out as an edit is", () => {
  const place = placeCalled(`trust policy of ${role}`, snapshot, own);
  assert.ok(place !== null);
  assert.match(policyAt(place, snapshot, own) ?? "", /^\{\n {2}"Version": .*\n {2}"Statement": \[\n/);
  const none = placeCalled(`trust policy of ${roleArn(own, "none")}`, snapshot, own);
  assert.ok(none !== null);
  assert.equal(policyAt(none, snapshot, own), null);
  const bucket = placeCalled("policy of arn:aws:s3:::ledger", snapshot, own);
  assert.ok(bucket !== null);
  assert.match(policyAt(bucket, snapshot, own) ?? "", /"s3:\*"/);
});
