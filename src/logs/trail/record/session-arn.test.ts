import assert from "node:assert/strict";
import { test } from "node:test";
import { roleOfSession, sessionParts } from "./session-arn.ts";

const sessions: readonly (readonly [arn: string, role: string, session: string])[] = [
  ["arn:aws:sts::123456789012:assumed-role/deploy/ci", "arn:aws:iam::123456789012:role/deploy", "ci"],
  ["arn:aws-cn:sts::123456789012:assumed-role/r/a/b:c", "arn:aws-cn:iam::123456789012:role/r", "a/b:c"],
  ["arn:aws:sts::123456789012:assumed-role/r/\n", "arn:aws:iam::123456789012:role/r", "\n"],
];
for (const [arn, role, session] of sessions) {
  test(`tells the role and the session of ${JSON.stringify(arn)}`, () => {
    const parts = sessionParts(arn);
    assert.ok(parts !== null);
    assert.deepEqual([parts.account, parts.session, roleOfSession(parts)], ["123456789012", session, role]);
  });
}

const others: readonly string[] = [
  "",
  "arn:",
  "arn:aws",
  "Arn:aws:sts::123456789012:assumed-role/r/s",
  "arn:a:b:sts::123456789012:assumed-role/r/s",
  "arn:aws:iam::123456789012:assumed-role/r/s",
  "arn:aws:sts:eu-west-1:123456789012:assumed-role/r/s",
  "arn:aws:sts::12345678901:assumed-role/r/s",
  "arn:aws:sts::12345678901x:assumed-role/r/s",
  "arn:aws:sts::123456789012:federated-user/r/s",
  "arn:aws:sts::123456789012:assumed-role//s",
  "arn:aws:sts::123456789012:assumed-role/r/",
  "arn:aws:sts::123456789012:assumed-role/r",
  " arn:aws:sts::123456789012:assumed-role/r/s",
];
for (const arn of others) {
  test(`takes ${JSON.stringify(arn)} for no session`, () => assert.equal(sessionParts(arn), null));
}
