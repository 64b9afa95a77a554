import assert from "node:assert/strict";
import { test } from "node:test";
import { mayNameAccount } from "./action-scps.ts";

const account = "111111111234";
const cases: readonly (readonly [value: string, may: boolean])[] = [
  [account, true],
  ["222222222222", false],
  [`arn:aws:iam::${account}:role/a`, true],
  ["arn:aws:iam::222222222222:role/a", false],
  ["arn:aws:iam::*:role/a", false],
  ["arn:aws:iam::*:role/team-1", false],
  ["arn:aws:iam::*1234:role/a", true],
  ["arn:aws:iam::11111111????:role/a", true],
  // A star takes in the colons before the account.
  ["arn:*1234:root", true],
  ["arn:aws:*:111111111234:root", true],
  ["arn:aws:iam*1234:root", true],
  ["arn:aws:iam::${aws:PrincipalAccount}:role/a", true],
  ["*", false],
];

for (const [value, may] of cases) {
  test(`${value} ${may ? "may be" : "is not"} about the account in particular`, () => {
    assert.equal(mayNameAccount(value, account), may);
  });
}
