import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCaller } from "./caller.ts";

const kindOf = (principal: string | { federated: string }): string => {
  const parsed = parseCaller(principal, null);
  return parsed.ok ? parsed.value.kind : "error";
};

test("a principal's text tells what kind of caller it is", () => {
  assert.equal(kindOf("arn:aws:iam::111111111111:user/a/b/ada"), "user");
  assert.equal(kindOf("arn:aws:iam::111111111111:role/app"), "role");
  assert.equal(kindOf("arn:aws:sts::111111111111:assumed-role/app/run"), "session");
  assert.equal(kindOf("arn:aws:sts::111111111111:federated-user/ada"), "federated-user");
  assert.equal(kindOf("arn:aws:iam::111111111111:root"), "root");
  assert.equal(kindOf("ec2.amazonaws.com"), "service");
  assert.equal(kindOf("anonymous"), "anonymous");
  assert.equal(kindOf({ federated: "cognito-identity.amazonaws.com" }), "federated");
});

test("what is no caller is told as an error, not guessed at", () => {
  for (const text of [
    "",
    "*",
    "111111111111",
    "arn:aws:iam::111111111111:group/ops",
    "arn:aws:s3:::bucket",
    "arn:aws:iam",
    "root",
    "arn:aws:sts::1:assumed-role/app",
  ]) {
    assert.equal(kindOf(text), "error", text);
  }
});
