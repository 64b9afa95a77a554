import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ConditionOperator, SetQuantifier } from "../../policy/ast.ts";
import { makeTest, type Test } from "../conditions/test.ts";
import type { PartyDraft } from "./drafts.ts";
import { isPossible } from "./exact.ts";
import { isEasy } from "./possible.ts";
import { residualOf } from "./residual.ts";
import { situationOf, type World } from "./situation.ts";

const paths = new Map([["111111111111", "o-ours1234567/r-ab12/"]]);
const world: World = {
  partition: "aws",
  organization: {
    organizationId: null,
    isOurs: (account) => paths.has(account),
    pathOf: (account) => paths.get(account) ?? null,
  },
  owner: "111111111111",
  ownerText: "111111111111",
  resourceTags: null,
};

const parties: readonly PartyDraft[] = [
  { kind: "account", account: "222222222222" },
  { kind: "any-account" },
  { kind: "role", arn: "arn:aws:iam::222222222222:role/a", account: "222222222222", named: "pinned" },
  { kind: "organizational-unit", path: "o-ours1234567/r-ab12/*" },
  { kind: "service", service: "ec2.amazonaws.com" },
  { kind: "federated", provider: "arn:aws:iam::111111111111:oidc-provider/x.example", protocol: "oidc" },
];

const shapes: readonly (readonly [
  key: string,
  operators: readonly ConditionOperator[],
  values: readonly string[],
])[] = [
  [
    "sts:ExternalId",
    ["StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "Null"],
    ["a", "a*", "*", "true", "false"],
  ],
  [
    "aws:PrincipalArn",
    ["ArnLike", "ArnNotLike", "StringLike"],
    ["arn:aws:iam::222222222222:role/a*", "arn:aws:iam::*:role/b", "arn:aws:iam::222222222222:user/"],
  ],
  ["aws:PrincipalAccount", ["StringEquals", "StringNotLike"], ["222222222222", "2*"]],
  ["aws:PrincipalOrgPaths", ["StringLike", "StringNotLike"], ["o-ours1234567/r-ab12/*", "o-x/*"]],
  ["aws:PrincipalOrgID", ["StringEquals", "StringNotEquals", "Null"], ["o-ours1234567", "true"]],
  ["aws:MultiFactorAuthPresent", ["Bool", "Null"], ["true", "false"]],
  ["aws:MultiFactorAuthAge", ["NumericLessThan", "NumericGreaterThan", "NumericEquals"], ["1", "2"]],
  ["aws:CurrentTime", ["DateLessThan", "DateGreaterThan"], ["2026-01-01", "2027-01-01"]],
  ["aws:EpochTime", ["DateLessThan", "DateGreaterThan"], ["1767225600"]],
  [
    "aws:SourceIp",
    ["IpAddress", "NotIpAddress"],
    ["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "2001:db8::/32"],
  ],
  ["aws:TagKeys", ["StringEquals", "StringLike", "StringNotLike"], ["team", "t*", "*"]],
  ["aws:RequestTag/team", ["StringEquals", "StringNotEquals", "Null"], ["a", "true", "false"]],
  ["aws:SourceArn", ["ArnLike", "ArnNotLike"], ["arn:aws:sns:*:1:x", "arn:aws:*:*:*:*"]],
  ["x.example:sub", ["StringLike", "StringEquals"], ["repo:*", "repo:a"]],
  ["aws:SecureTransport", ["Bool"], ["true", "false", "maybe"]],
];

const someTest: fc.Arbitrary<Test> = fc
  .record({
    shape: fc.constantFrom(...shapes),
    operator: fc.nat(),
    picks: fc.array(fc.nat(), { maxLength: 2 }),
    quantifier: fc.constantFrom<SetQuantifier | null>(null, null, "ForAnyValue", "ForAllValues"),
    ifExists: fc.boolean(),
  })
  .map(({ shape: [key, operators, values], operator, picks, quantifier, ifExists }) => {
    const chosen = operators[operator % operators.length] ?? "Null";
    const isNull = chosen === "Null";
    return {
      ...makeTest(
        key,
        chosen,
        picks.map((pick) => values[pick % values.length] ?? ""),
      ),
      quantifier: isNull ? null : quantifier,
      ifExists: !isNull && ifExists,
    };
  });

test("what the short way calls possible is possible by the algebra", () => {
  let easy = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...parties),
      fc.array(someTest, { minLength: 1, maxLength: 3 }),
      (party, tests) => {
        const situation = situationOf(party, world);
        const residual = residualOf(tests, situation);
        fc.pre(residual.kind === "open" && residual.tests.length > 0 && isEasy(residual.tests, situation));
        easy++;
        assert.deepEqual(isPossible(situation, tests), { kind: "exact", value: true });
      },
    ),
    { seed: 4713, numRuns: 1500 },
  );
  assert.ok(easy >= 1500);
});
