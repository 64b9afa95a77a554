import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  canonicalPolicy,
  decodePolicyText,
  displayPolicy,
  parsePolicy,
  policyHash,
  printPolicy,
  variableParts,
} from "./index.ts";

function parsed(text: string) {
  const result = parsePolicy(text, { kind: "resource" });
  assert.ok(result.ok);
  return result.value;
}

const name = fc.string({
  unit: fc.constantFrom("a", "B", "*", "?", ":", "/", '"', "\\", "é", "\u0001", "${"),
  maxLength: 8,
});
const oneOrMany = fc.oneof(name, fc.array(name, { maxLength: 3 }));
const condition = fc.dictionary(
  fc.constantFrom(
    "StringEquals",
    "ForAllValues:StringLike",
    "ArnLikeIfExists",
    "Null",
    "ForAnyValue:StringNotEquals",
  ),
  fc.dictionary(fc.constantFrom("aws:PrincipalArn", "sts:ExternalId", "aws:TagKeys"), oneOrMany, {
    maxKeys: 2,
  }),
  { maxKeys: 3 },
);
const statement = fc
  .record({
    Sid: fc.option(name, { nil: undefined }),
    Effect: fc.constantFrom("Allow", "Deny"),
    negatedPrincipal: fc.boolean(),
    principal: fc.oneof(
      fc.constant("*"),
      fc.record({ AWS: oneOrMany, Service: oneOrMany }, { requiredKeys: [] }),
    ),
    negatedAction: fc.boolean(),
    action: oneOrMany,
    resource: fc.option(oneOrMany, { nil: undefined }),
    Condition: fc.option(condition, { nil: undefined }),
  })
  .map(({ negatedPrincipal, principal, negatedAction, action, resource, ...rest }) => ({
    ...rest,
    [negatedPrincipal ? "NotPrincipal" : "Principal"]: principal,
    [negatedAction ? "NotAction" : "Action"]: action,
    ...(resource === undefined ? {} : { Resource: resource }),
  }));
const policyText = fc
  .record({
    Version: fc.constantFrom("2012-10-17", "2008-10-17"),
    Statement: fc.array(statement, { maxLength: 4 }),
  })
  .map((policy) => JSON.stringify(policy));

test("printing and parsing again keeps a policy's meaning", () => {
  fc.assert(
    fc.property(policyText, (text) => {
      const document = parsed(text);
      assert.equal(canonicalPolicy(parsed(printPolicy(document))), canonicalPolicy(document));
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test("the canonical form does not depend on order, repetition, Sids or single values as lists", () => {
  const one = parsed(
    '{"Version":"2012-10-17","Statement":{"Sid":"x","Effect":"Allow","Principal":{"AWS":["b","a","a"]},"Action":"STS:AssumeRole"}}',
  );
  const other = parsed(
    '{"Statement":[{"Action":["sts:assumerole"],"Principal":{"AWS":["a","b"]},"Effect":"Allow"}],"Version":"2012-10-17"}',
  );
  assert.equal(canonicalPolicy(one), canonicalPolicy(other));
  assert.match(policyHash(one), /^[0-9a-f]{64}$/);
  assert.equal(policyHash(one), policyHash(other));
});

test("the display form has one member a line and tells where each statement stands", () => {
  const shown = displayPolicy(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny"},{"Effect":"Deny"}]}',
  );
  assert.equal(
    shown.text,
    '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Effect": "Deny"\n    },\n    {\n      "Effect": "Deny"\n    }\n  ]\n}',
  );
  assert.deepEqual(
    [shown.statementLines(0), shown.statementLines(1), shown.statementLines(2)],
    [[4, 7], [8, 10], null],
  );
});

test("a document of several lines is shown as its author wrote it", () => {
  const text = '{ "Version": "2012-10-17",\n  "Statement": { "Effect":\n "Allow" } }';
  assert.equal(displayPolicy(text).text, text);
  assert.deepEqual(displayPolicy(text).statementLines(0), [2, 3]);
});

test("policy text is decoded when it is URL-encoded, and only then", () => {
  const text = '{"Statement": [{"Condition": {"StringLike": {"aws:UserAgent": "%7B100%"}}}]}';
  assert.equal(decodePolicyText(encodeURIComponent(text)), text);
  assert.equal(decodePolicyText(text), text);
  assert.equal(decodePolicyText("%7B%"), "%7B%");
});

const variableCases: readonly (readonly [text: string, parts: ReturnType<typeof variableParts>])[] = [
  ["plain*", [{ kind: "text", text: "plain*" }]],
  ["${aws:username}", [{ kind: "variable", key: "aws:username", defaultValue: null }]],
  [
    "a/${aws:PrincipalTag/team, 'none'}/*",
    [
      { kind: "text", text: "a/" },
      { kind: "variable", key: "aws:PrincipalTag/team", defaultValue: "none" },
      { kind: "text", text: "/*" },
    ],
  ],
  [
    "${*}${?}${$}",
    [
      { kind: "literal", text: "*" },
      { kind: "literal", text: "?" },
      { kind: "literal", text: "$" },
    ],
  ],
  ["${open", [{ kind: "text", text: "${open" }]],
  ["${}", [{ kind: "text", text: "${}" }]],
];
for (const [text, parts] of variableCases) {
  test(`${JSON.stringify(text)} is taken apart into its variables (IAM-SEMANTICS 53)`, () => {
    assert.deepEqual(variableParts(text), parts);
  });
}
