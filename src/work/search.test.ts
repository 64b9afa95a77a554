import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type OrganizationPlan,
  roleArn,
  snapshotOf,
  trusts,
} from "../../test/support/planned-organization.ts";
import { search } from "./search.ts";

const own = "111111111111";
const other = "222222222222";
const asks = { StringEquals: { "sts:ExternalId": "Very-Secret" } };
const plan: OrganizationPlan = {
  accounts: [own, other].map((id) => ({
    id,
    roles: [
      { name: "vendor", trust: [{ ...trusts({ AWS: "464622532012" }), Condition: asks }], policies: [] },
      {
        name: "reader",
        trust: [trusts({ AWS: `arn:aws:iam::${id}:root` })],
        policies: [[{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }]],
      },
    ],
  })),
};
const snapshot = snapshotOf(plan);
const found = (text: string, shown?: (policy: string) => string) =>
  search(snapshot, [], text, 50, shown).hits.flatMap((hit) =>
    hit.kind === "statement" ? [`${hit.arn} ${hit.policy === "trust policy" ? "trust" : "inline"}`] : [],
  );

test("roles are found by what their policies say, in any case, whoever shares the text", () => {
  assert.deepEqual(found("S3:getobject"), [
    `${roleArn(own, "reader")} inline`,
    `${roleArn(other, "reader")} inline`,
  ]);
  assert.deepEqual(found("very-secret"), [
    `${roleArn(own, "vendor")} trust`,
    `${roleArn(other, "vendor")} trust`,
  ]);
  assert.deepEqual(found("nothing like it"), []);
});

test("what is not shown is not found either, so that nobody guesses it piece by piece", () => {
  const masked = (policy: string) => policy.replaceAll("Very-Secret", "<masked>");
  assert.deepEqual(found("very-secret", masked), []);
  assert.equal(found("sts:ExternalId", masked).length, 2);
});

test("an excerpt names the account that the role is in", () => {
  const [hit] = search(snapshot, [], ":root", 50).hits.filter(({ kind }) => kind === "statement");
  assert.ok(hit?.kind === "statement");
  assert.match(hit.excerpt, new RegExp(`${hit.account}:root`));
});

test("an account's id is found in its own policies, where a token stands for it, and in others'", () => {
  assert.deepEqual(found(`${own}:root`), [`${roleArn(own, "reader")} trust`]);
});

test("users, groups and managed policies are found by what their policies say; roles by their path", () => {
  const allow = [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }];
  const held = snapshotOf({
    accounts: [
      {
        id: own,
        roles: [{ name: "deep", path: "/teams/ledger/", trust: [], policies: [] }],
        users: [{ name: "ada", policies: [allow] }],
        managed: [{ name: "decrypts", statements: allow }],
      },
    ],
  });
  const arns = (text: string) =>
    search(held, [], text, 50).hits.flatMap((hit) => ("arn" in hit ? [hit.arn as string] : []));
  assert.deepEqual(arns("kms:decrypt").toSorted(), [
    `arn:aws:iam::${own}:policy/decrypts`,
    `arn:aws:iam::${own}:user/ada`,
  ]);
  assert.equal(arns("ledger/deep").length, 1);
});
