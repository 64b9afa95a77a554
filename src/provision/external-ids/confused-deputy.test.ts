import assert from "node:assert/strict";
import { test } from "node:test";
import { type ConfusedDeputy, confusedDeputy } from "./confused-deputy.ts";

const vendor = "464622532012";
const id = "k3vn2mzq4x7p5ydw6t2bhc3s4ju7rlfa";
const role = { arn: "arn:aws:iam::111111111111:role/Vendor", account: "111111111111" };

function allow(more: object, principal: unknown = { AWS: vendor }): object {
  return { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more };
}
const exactly = { Condition: { StringEquals: { "sts:ExternalId": id } } };

function tried(
  statements: readonly object[],
  right: readonly string[] = [id],
  caller = vendor,
): ConfusedDeputy {
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const found = confusedDeputy({ trust, role, caller, right });
  assert.ok(found !== null);
  return found;
}
const verdicts = ({ right, wrong, missing }: ConfusedDeputy): string =>
  [...right, wrong, missing].map(({ verdict }) => verdict).join(" ");

const rows: readonly (readonly [what: string, statements: readonly object[], verdicts: string])[] = [
  ["exactly one", [allow(exactly)], "accepted refused refused"],
  ["none at all", [allow({})], "accepted accepted accepted"],
  [
    "another one",
    [allow({ Condition: { StringEquals: { "sts:ExternalId": "other" } } })],
    "refused accepted refused",
  ],
  [
    "IfExists",
    [allow({ Condition: { StringEqualsIfExists: { "sts:ExternalId": id } } })],
    "accepted refused accepted",
  ],
  [
    "ForAllValues",
    [allow({ Condition: { "ForAllValues:StringEquals": { "sts:ExternalId": id } } })],
    "accepted refused accepted",
  ],
  [
    "any case",
    [allow({ Condition: { StringEqualsIgnoreCase: { "sts:ExternalId": id } } })],
    "accepted accepted refused",
  ],
  [
    "a pattern",
    [allow({ Condition: { StringLike: { "sts:ExternalId": `${id}*` } } })],
    "accepted accepted refused",
  ],
  [
    "a pattern without wildcards",
    [allow({ Condition: { StringLike: { "sts:ExternalId": id } } })],
    "accepted refused refused",
  ],
  [
    "only that there is one",
    [allow({ Condition: { Null: { "sts:ExternalId": "false" } } })],
    "accepted accepted refused",
  ],
  [
    "all but one",
    [allow({ Condition: { StringNotEquals: { "sts:ExternalId": "x" } } })],
    "accepted accepted accepted",
  ],
  [
    "the key in other letters",
    [allow({ Condition: { StringEquals: { "STS:externalid": id } } })],
    "accepted refused refused",
  ],
  [
    "a second statement without",
    [allow(exactly), allow({}, { AWS: `arn:aws:iam::${vendor}:role/Old` })],
    "accepted accepted accepted",
  ],
  [
    "a second statement for others",
    [allow(exactly), allow({}, { AWS: "222222222222" })],
    "accepted refused refused",
  ],
  ["anyone beside", [allow(exactly), allow({}, "*")], "accepted accepted accepted"],
  [
    "a Deny of all others",
    [
      allow({}),
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sts:AssumeRole",
        Condition: { StringNotEquals: { "sts:ExternalId": id } },
      },
    ],
    "accepted refused refused",
  ],
  [
    "a Deny that is true for the missing one only",
    [
      allow({}),
      { Effect: "Deny", Principal: "*", Action: "sts:*", Condition: { Null: { "sts:ExternalId": "true" } } },
    ],
    "accepted accepted refused",
  ],
  ["nobody", [allow(exactly, { AWS: "222222222222" })], "refused refused refused"],
  [
    "conditions besides",
    [
      allow({
        Condition: { StringEquals: { "sts:ExternalId": id }, Bool: { "aws:MultiFactorAuthPresent": "true" } },
      }),
    ],
    "accepted refused refused",
  ],
  [
    "two of them",
    [allow({ Condition: { StringEquals: { "sts:ExternalId": [id, "old-one"] } } })],
    "accepted accepted refused",
  ],
];

for (const [what, statements, expected] of rows) {
  test(`A trust that asks for ${what}: right, wrong and missing are ${expected}`, () => {
    assert.equal(verdicts(tried(statements)), expected);
  });
}

test("In a rotation both are right, and any third is wrong", () => {
  const both = { Condition: { StringEquals: { "sts:ExternalId": [id, "old-one"] } } };
  assert.equal(verdicts(tried([allow(both)], [id, "old-one"])), "accepted accepted refused refused");
});

test("What is let in is told with an example and its statement", () => {
  const { wrong, missing } = tried([allow(exactly), allow({}, { AWS: `arn:aws:iam::${vendor}:role/Old` })]);
  assert.deepEqual([wrong.statements, missing.statements], [[1], [1]]);
  assert.deepEqual(missing.example?.resource, role);
  assert.equal(missing.example?.context["sts:ExternalId"], undefined);
  assert.notEqual(wrong.example?.context["sts:ExternalId"], id);
});

test("A named role of the third party is tested by itself", () => {
  const scanner = `arn:aws:iam::${vendor}:role/Scanner`;
  const trust = [allow(exactly, { AWS: scanner }), allow({}, { AWS: `arn:aws:iam::${vendor}:role/Old` })];
  assert.equal(verdicts(tried(trust, [id], scanner)), "accepted refused refused");
});

test("Without a right one every external ID is wrong", () => {
  assert.equal(verdicts(tried([allow(exactly)], [])), "accepted refused");
});

test("What is no policy has no answer", () => {
  assert.equal(confusedDeputy({ trust: "{", role, caller: vendor, right: [id] }), null);
  assert.equal(confusedDeputy({ trust: "{}", role, caller: vendor, right: [id] }), null);
});

test("What is for members of an organization does not let in who is known to be outside of it", () => {
  const member = (condition: object) => allow({ Condition: condition }, "*");
  const judged = (statements: readonly object[], outsideOf: string | null): string => {
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const found = confusedDeputy({ trust, role, caller: vendor, right: [id], outsideOf });
    return found === null ? "" : verdicts(found);
  };
  const ours = member({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } });
  const paths = member({
    "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*" },
  });
  for (const one of [ours, paths]) {
    assert.equal(judged([allow(exactly), one], "o-a1b2c3d4e5"), "accepted refused refused");
    assert.equal(judged([allow(exactly), one], "o-z9z9z9z9z9"), "accepted accepted accepted");
    assert.equal(judged([allow(exactly), one], null), "accepted accepted accepted");
  }
  const others = member({ StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } });
  assert.equal(judged([allow(exactly), others], "o-a1b2c3d4e5"), "accepted accepted accepted");
});

test("A policy that asks for the role's account is judged at this role", () => {
  const at = (account: string) => ({ Condition: { StringEquals: { "aws:ResourceAccount": account } } });
  assert.equal(verdicts(tried([allow(at(role.account))])), "accepted accepted accepted");
  assert.doesNotMatch(verdicts(tried([allow(at("222222222222"))])), /accepted/);
});
