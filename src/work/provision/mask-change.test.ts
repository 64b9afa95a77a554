import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppliedChange } from "../../model/index.ts";
import { rotationChange } from "./external-ids/rotation-change.ts";
import { maskChange } from "./mask-change.ts";

const id = "k3vn2mzq4x7p5ydw6t2bhc3s4ju7rlfa";
const policy = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Condition: { StringEquals: { "sts:ExternalId": id } } }],
  },
  null,
  1,
);

function change(kind: string, text: string, inverse: string): AppliedChange {
  return {
    ...{
      id: "c-1",
      at: 1,
      by: "ada",
      kind,
      target: "arn:aws:iam::111111111111:role/Vendor",
      account: "111111111111",
    },
    ...{
      title: "what",
      before: text,
      after: text,
      inverse,
      state: "applied",
      stateAt: 1,
      note: null,
      undoes: null,
    },
  };
}

const role = JSON.stringify({ name: "Vendor", role: { trust: policy, inline: { a: "{}" } } });

for (const [what, told] of [
  [
    "a policy",
    change("resource-policy", policy, JSON.stringify({ statements: JSON.parse(policy).Statement })),
  ],
  ["a role, whose trust policy is a text in a text", change("role", role, role)],
  [
    "a role, as its inverse holds it",
    change(
      "role",
      JSON.stringify({ name: "Vendor", trust: policy, inline: {} }),
      JSON.stringify({ name: "Vendor", role: JSON.stringify({ trust: policy, inline: { a: "{}" } }) }),
    ),
  ],
  ["a rotation", change(rotationChange, policy, JSON.stringify({ kind: "both", old: id, new: `${id}2` }))],
  [
    "a fix, whose statements are texts",
    change("policy-fix", policy, JSON.stringify({ statements: [{ before: policy, after: null }] })),
  ],
  [
    "a rotation of a later version",
    change(rotationChange, policy, JSON.stringify({ kind: "third", old: id })),
  ],
] as const) {
  test(`The journal's change of ${what} is told without its external IDs`, () => {
    assert.match(JSON.stringify(told), new RegExp(id));
    const masked = JSON.stringify(maskChange(told));
    assert.doesNotMatch(masked, new RegExp(id));
    assert.match(masked, /masked, 32 characters|"inverse":"{}"/);
  });
}

test("What holds no external ID is told letter by letter", () => {
  const plain = change("resource-policy", '{ "Statement": [ ] }', '{"statements": []}');
  assert.deepEqual(maskChange(plain), plain);
});
