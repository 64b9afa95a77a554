import assert from "node:assert/strict";
import { test } from "node:test";
import { type PolicyPlace, placeInPolicy } from "./place-in-policy.ts";

/** `|`: where the caret stands. */
const rows: readonly (readonly [text: string, kind: PolicyPlace["kind"]])[] = [
  ['{"Sta|', "element"],
  ['{"Version": "20|"}', "version"],
  ['{"Statement": [{"Eff|"}]}', "element"],
  ['{"Statement": [{"Effect": "A|"}]}', "effect"],
  ['{"Statement": [{"Effect": "Allow", "Ac|"}]}', "element"],
  ['{"Statement": [{"Action": "s3:|"}]}', "action"],
  ['{"Statement": [{"NotAction": ["s3:Get*", "s3:|"]}]}', "action"],
  ['{"Statement": {"Condition": {"Str|"}}}', "operator"],
  ['{"Statement": {"Condition": {"StringEquals": {"aws:|"}}}}', "key"],
  ['{"Statement": {"Condition": {"ForAnyValue:StringLike": {"aws:|"}}}}', "key"],
  ['{"Statement": {"Condition": {"StringEquals": {"aws:x": "|"}}}}', "nothing"],
  ['{"Statement": {"Principal": {"A|"}}}', "nothing"],
  ['{"Statement": {"Resource": "|"}}', "nothing"],
  ['{"Sid": "a\\"b", "Action": "|"}', "action"],
  ["", "nothing"],
];
for (const [marked, kind] of rows) {
  test(`${marked} is a place for: ${kind}`, () => {
    const at = Math.max(marked.indexOf("|"), 0);
    assert.equal(placeInPolicy(marked.replace("|", ""), at).kind, kind);
  });
}
