import assert from "node:assert/strict";
import { test } from "node:test";
import { openActionCatalogue } from "../../work/action-file.ts";
import { sessionPolicyText } from "./session-policies.ts";

const catalogue = openActionCatalogue();
const policy = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);

test("A session policy is sent without the white space between its parts, and lint has its say", () => {
  const told = sessionPolicyText(
    policy({ Effect: "Allow", Action: "s3:GetObjekt", Resource: "*" }),
    "p.json",
    catalogue,
  );
  assert.ok(told.ok);
  assert.equal(
    told.value.text,
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObjekt","Resource":"*"}]}',
  );
  assert.match(told.value.lint.map(({ message }) => message).join(), /GetObjekt/);
});

for (const [what, text, says] of [
  ["that is no JSON", '{"Version":', /^p\.json:1:\d+: /],
  [
    "that names principals",
    policy({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }),
    /^p\.json:6:\d+: /,
  ],
  ["without a resource", policy({ Effect: "Allow", Action: "s3:GetObject" }), /^p\.json:\d+:\d+: /],
  [
    "of 2,049 characters",
    policy({ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${"x".repeat(1955)}` }),
    /has 2\d\d\d characters/,
  ],
] as const) {
  test(`A session policy ${what} is not sent, and its place is told`, () => {
    const told = sessionPolicyText(text, "p.json", catalogue);
    assert.ok(!told.ok);
    assert.match(told.error.message, says);
  });
}
