import assert from "node:assert/strict";
import { test } from "node:test";
import { whyGuessable } from "./guessable.ts";

const facts = {
  accounts: ["111111111111", "464622532012", "o-k4x82mq1tz"],
  names: ["shop-prod", "Example Corp", "Datadog", "monitoring-role"],
};

const guessable = [
  ["111111111111", "account"],
  ["464622532012", "account"],
  ["123456789012", "account ID"],
  ["acme-111111111111", "account ID"],
  ["4646-2253-2012", "account ID of one of the two sides, written with separators"],
  ["1234.5678.9012", "looks like an account ID"],
  ["o-k4x82mq1tz", "our organization's ID"],
  ["abc", "3 characters"],
  ["x7Qp2", "5 characters"],
  ["20240131", "date"],
  ["2024-01-31", "date"],
  ["12345678", "sequence"],
  ["abcdefgh", "sequence"],
  ["qwertyuiop", "sequence"],
  ["48291734", "short number"],
  ["aaaaaaaaaaaa", "repeats"],
  ["datadog-prod", "common words"],
  ["DatadogExternalId", "common words"],
  ["example-corp-2024", "common words"],
  ["examplecorpdatadog", "common words"],
  ["my-external-id-1", "common words"],
  ["shop-prod-x9", "common words"],
  ["00000000-0000-0000-0000-000000000000", "repeats"],
  ["12345678-1234-1234-1234-123456789012", "UUID"],
] as const;

for (const [id, why] of guessable) {
  test(`The external ID "${id}" counts as guessable`, () => {
    assert.match(whyGuessable(id, facts) ?? "not guessable", new RegExp(why));
  });
}

const random = [
  "3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60",
  "7f3k9x2m4q8w1z5v",
  "datadog-9f8e2b7c4d1a",
  "b4c9e1f07a2d8835",
  "Xk29-pQ7z-Lm31-Vt88",
  "4839201758362910473",
];

for (const id of random) {
  test(`The random external ID "${id}" does not count as guessable`, () => {
    assert.equal(whyGuessable(id, facts), null);
  });
}
