import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Condition,
  canonicalPolicy,
  conditionOperators,
  type PolicyDocument,
  type PrincipalElement,
  type PrincipalEntry,
  parsePolicy,
  policyHash,
  printPolicy,
} from "./index.ts";
import { operatorText } from "./print.ts";

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

const at = { start: 0, end: 0 };
const patterns = fc.array(name, { maxLength: 3 }).map((texts) => texts.map((text) => ({ text, range: at })));
const principalElement: fc.Arbitrary<PrincipalElement> = fc.record({
  negated: fc.boolean(),
  entries: fc.array(
    fc.oneof(
      fc.constant<PrincipalEntry>({ type: "*", value: "*", range: at }),
      fc.record({
        type: fc.constantFrom("AWS", "Federated", "Service", "CanonicalUser"),
        value: name,
        range: fc.constant(at),
      }),
    ),
    { maxLength: 4 },
  ),
  range: fc.constant(at),
});
const conditionTests: fc.Arbitrary<readonly Condition[]> = fc.uniqueArray(
  fc.record({
    kind: fc.constant("test"),
    operator: fc.constantFrom(...conditionOperators.filter((operator) => operator !== "Null")),
    quantifier: fc.constantFrom(null, "ForAnyValue", "ForAllValues"),
    ifExists: fc.boolean(),
    key: fc.oneof(name, fc.constantFrom("__proto__", "aws:PrincipalArn", "7")),
    values: patterns,
    range: fc.constant(at),
  }),
  { selector: (test) => `${operatorText(test)} ${test.key.toLowerCase()}`, maxLength: 4 },
);
const tree: fc.Arbitrary<PolicyDocument> = fc.record({
  version: fc.constantFrom("2012-10-17", "2008-10-17"),
  id: fc.option(name),
  issues: fc.constant([]),
  statements: fc.array(
    fc.record({
      index: fc.constant(0),
      sid: fc.option(name),
      effect: fc.constantFrom("Allow", "Deny"),
      principal: principalElement,
      action: fc.record({ negated: fc.boolean(), patterns }),
      resource: fc.option(fc.record({ negated: fc.boolean(), patterns })),
      conditions: conditionTests,
      range: fc.constant(at),
      exact: fc.constant(true),
    }),
    { maxLength: 3 },
  ),
});

test("every tree can be printed, and reads back as what it was", () => {
  fc.assert(
    fc.property(tree, (document) => {
      const again = parsed(printPolicy(document));
      assert.deepEqual(
        again.issues.filter((issue) => issue.severity === "error"),
        [],
      );
      assert.equal(canonicalPolicy(again), canonicalPolicy(document));
      assert.equal(again.id, document.id);
      assert.deepEqual(
        again.statements.map(({ sid }) => sid),
        document.statements.map(({ sid }) => sid),
      );
    }),
    { seed: 6, numRuns: 1000 },
  );
});

test("what was not understood is printed as what nobody understands, never left out", () => {
  const document = parsed(
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"a:b","Condition":{"Is":{"k":"v"}}}}',
  );
  const [statement] = parsed(printPolicy(document)).statements;
  assert.deepEqual(
    statement?.conditions.map((condition) => condition.kind),
    ["unknown"],
  );
});

const apart: readonly (readonly [what: string, one: string, other: string])[] = [
  ["the effect", '"Effect":"Allow","Action":"a:b"', '"Effect":"Deny","Action":"a:b"'],
  ["negation", '"Effect":"Allow","Action":"a:b"', '"Effect":"Allow","NotAction":"a:b"'],
  ["an absent Resource", '"Effect":"Allow","Action":"a:b"', '"Effect":"Allow","Action":"a:b","Resource":"*"'],
  [
    "the case of resources",
    '"Effect":"Allow","Action":"a:b","Resource":"A"',
    '"Effect":"Allow","Action":"a:b","Resource":"a"',
  ],
  ["letters beyond ASCII", '"Effect":"Allow","Action":"a:k"', '"Effect":"Allow","Action":"a:K"'],
  [
    "IfExists",
    '"Effect":"Allow","Action":"a:b","Condition":{"StringLike":{"k":"v"}}',
    '"Effect":"Allow","Action":"a:b","Condition":{"StringLikeIfExists":{"k":"v"}}',
  ],
  [
    "where a list of values ends",
    '"Effect":"Allow","Action":"a:b","Condition":{"StringLike":{"k":["v","w"]}}',
    '"Effect":"Allow","Action":"a:b","Condition":{"StringLike":{"k":"v\\",\\"w"}}',
  ],
  ["being exact", '"Effect":"Allow","Action":"*"', '"Effect":"Allow"'],
];
for (const [what, one, other] of apart) {
  test(`the canonical form tells policies apart by ${what}`, () => {
    const canonical = (elements: string): string =>
      canonicalPolicy(parsed(`{"Statement":{"Principal":"*",${elements}}}`));
    assert.notEqual(canonical(one), canonical(other));
  });
}

test("the hash is SHA-256 of the canonical form, the same on every machine", () => {
  const document = parsed('{"Version":"2012-10-17","Statement":[]}');
  assert.equal(canonicalPolicy(document), '{"Version":"2012-10-17","Statement":[]}');
  const expected = createHash("sha256").update('{"Version":"2012-10-17","Statement":[]}').digest("hex");
  assert.equal(policyHash(document), expected);
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
