import assert from "node:assert/strict";
import { test } from "node:test";
import { type OrganizationPlan, snapshotOf, trusts } from "../../test/support/planned-organization.ts";
import { redactionOf } from "./redact.ts";

const own = "123456789012";
const vendor = "464622532012";
const plan: OrganizationPlan = {
  accounts: [
    {
      id: own,
      roles: [
        { name: "acme-ledger-reader", trust: [trusts({ AWS: "*" })], policies: [] },
        { name: "admin", trust: [trusts({ AWS: "*" })], policies: [] },
      ],
      users: [{ name: "ada.lovelace" }],
      samlProviders: [`arn:aws:iam::${own}:saml-provider/AcmeOkta`],
      oidcProviders: [`arn:aws:iam::${own}:oidc-provider/gitlab.acme.example`],
    },
  ],
};
const redaction = redactionOf(snapshotOf(plan), (account) => account === vendor);

const cases: readonly (readonly [name: string, text: string, redacted: string])[] = [
  ["an account's id", `account ${own}.`, "account 000000000001."],
  ["an ARN", `arn:aws:iam::${own}:role/acme-ledger-reader`, "arn:aws:iam::000000000001:role/role-1"],
  ["a name at a sentence's end", "Ask acme-ledger-reader.", "Ask role-1."],
  ["a name in other letters", "ACME-Ledger-Reader", "role-1"],
  ["a user", "user/ada.lovelace can", "user/user-1 can"],
  ["a policy", `{"AWS":"arn:aws:iam::${own}:root"}`, '{"AWS":"arn:aws:iam::000000000001:root"}'],
  ["an address of mail", "ask ada@acme.example.", "ask address-1@redacted.invalid."],
  ["an unknown account", "999988887777", "000000000002"],
  [
    "a provider",
    `arn:aws:iam::${own}:saml-provider/AcmeOkta`,
    "arn:aws:iam::000000000001:saml-provider/provider-1",
  ],
  ["a provider by its name alone", "AcmeOkta", "provider-1"],
  ["an issuer", "gitlab.acme.example:sub", "provider-2:sub"],
  [
    "a principal that was not read",
    "arn:aws:iam::999988887777:role/acme-path/acme-ghost",
    "arn:aws:iam::000000000002:role/name-1/name-2",
  ],
];
for (const [name, text, redacted] of cases) {
  test(`${name} is another, the same throughout`, () => {
    assert.equal(redaction.text(text), redacted);
    assert.equal(redaction.text(text), redacted);
  });
}

test("what says nothing about anybody stays", () => {
  for (const text of [
    "An administrator of the account can assume the role admin.",
    `Datadog (${vendor}) is trusted`,
    "s3:GetObject on arn:aws:s3:::*",
    "2026-11-26",
    "1234567890123",
    `arn:aws:iam::${vendor}:role/DatadogIntegration`,
    "token.actions.githubusercontent.com:sub",
  ])
    assert.equal(redaction.text(text), text);
});

test("words of the product stay where a name is alike, and names in members are other ones", () => {
  const value = {
    kind: "acme-ledger-reader",
    title: "acme-ledger-reader",
    inner: [{ [own]: own }],
    count: 3,
  };
  assert.deepEqual(redaction.value(value), {
    kind: "acme-ledger-reader",
    title: "role-1",
    inner: [{ "000000000001": "000000000001" }],
    count: 3,
  });
});

test("why something is accepted, and who said so, is not told", () => {
  const acceptance = {
    reason: "Ada knows the vendor",
    expires: "2027-01-31",
    owner: "ada",
    entry: "finding",
  };
  assert.deepEqual(redaction.value({ acceptance, other: { acceptance: null } }), {
    acceptance: { reason: "not told", expires: "2027-01-31", owner: null, entry: "finding" },
    other: { acceptance: null },
  });
});

test("a condition key that begins with an own issuer's host is another", () => {
  const term = (key: string) => ({ key, operator: "StringEquals" });
  assert.deepEqual(redaction.value(term("gitlab.acme.example:aud")), term("provider-2:aud"));
  assert.deepEqual(redaction.value(term("aws:SourceAccount")), term("aws:SourceAccount"));
});

test("what owners wrote at a role is not told", () => {
  const role = {
    trustPolicy: null,
    tags: [{ key: "owner", value: "Ada" }],
    description: "Ada's own",
    path: "/acme/",
  };
  assert.deepEqual(redaction.value(role), {
    trustPolicy: null,
    tags: [],
    description: null,
    path: "not told",
  });
});
