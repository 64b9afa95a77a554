import assert from "node:assert/strict";
import { test } from "node:test";
import { shortName } from "./names.ts";

const rows: readonly (readonly [text: string, name: string, account: string | null])[] = [
  ["arn:aws:iam::111111111111:role/a/b/ci", "role ci", "111111111111"],
  ["arn:aws:iam::111111111111:user/ada", "user ada", "111111111111"],
  ["arn:aws:iam::111111111111:root", "the account", "111111111111"],
  ["arn:aws:s3:::ledger", "s3 ledger", null],
  ["arn:aws:lambda:eu-west-1:111111111111:function:pay", "lambda function:pay", "111111111111"],
  ["arn:aws:organizations::111111111111:organization/o-1", "the organization", "111111111111"],
  ["token.actions.githubusercontent.com", "token.actions.githubusercontent.com", null],
  ["admin:111111111111", "administrator of", "111111111111"],
  ["arn:aws:iam::111111111111:saml-provider/corp", "saml-provider/corp", "111111111111"],
  ["anyone", "anyone", null],
];
for (const [text, name, account] of rows) {
  test(`${text} is ${name}`, () => assert.deepEqual(shortName(text), { name, account }));
}
