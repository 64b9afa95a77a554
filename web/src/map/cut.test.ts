import assert from "node:assert/strict";
import { test } from "node:test";
import { idsOf } from "./cut.ts";

const cases: readonly (readonly [end: string, id: string])[] = [
  ["anyone", "party:any-account:*"],
  [
    "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
    "party:federated:token.actions.githubusercontent.com",
  ],
  [
    "arn:aws:iam::123456789012:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE",
    "party:federated:IAM Identity Center",
  ],
  ["arn:aws:iam::123456789012:role/deploy/hub", "role:arn:aws:iam::123456789012:role/deploy/hub"],
  ["arn:aws:iam::123456789012:role/deploy/hub", "account:123456789012"],
  ["arn:aws:iam::123456789012:root", "party:account:123456789012"],
  ["arn:aws-cn:iam::123456789012:user/ada", "user:arn:aws-cn:iam::123456789012:user/ada"],
  ["admin:123456789012", "account:123456789012"],
  ["o-exampleorg1", "party:organization:o-exampleorg1"],
];
for (const [end, id] of cases) {
  test(`${end} is drawn at ${id}, if that is on the map`, () => {
    assert.ok(idsOf(end).includes(id));
  });
}

test("what is nowhere on the map is drawn nowhere", () => {
  assert.deepEqual(idsOf("somebody"), []);
});
