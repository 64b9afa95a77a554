/** Laws of the normal form: the same requests, nothing left to leave out, never longer, the same again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePolicies, normalizePolicy } from "../../src/authz/symbolic/index.ts";
import { policyOf } from "../support/policies.ts";
import { naively } from "./comparison/naive.ts";
import { randomPolicy, randomRequest } from "./comparison/random-pair.ts";
import { seeded } from "./trust/random.ts";

const count = Number(process.env.ACCESSLENS_CASES ?? 20_000) / 400;
const seed = Number(process.env.ACCESSLENS_SEED ?? 20_261_126);

for (const kind of ["identity", "resource"] as const) {
  test(`for ${count} random ${kind} policies (seed ${seed}), the normal form keeps both sets, is no longer, and stays as it is`, () => {
    const random = seeded(seed);
    let removed = 0;
    for (let i = 0; i < count; i++) {
      const policy = randomPolicy(random, kind === "resource");
      const text = JSON.stringify(policy);
      const normalized = normalizePolicy(text, kind);
      assert.ok(normalized.ok, text);
      removed += normalized.value.removed.length;
      const about = `${text}\n${normalized.value.text}`;
      assert.ok(normalized.value.text.length <= text.length, about);
      const result = JSON.parse(normalized.value.text);
      const compared = comparePolicies(policyOf(policy, kind), policyOf(result, kind), kind);
      assert.ok((compared.equal && compared.denyEqual) || !compared.exact, about);
      for (let n = 0; n < 30; n++) {
        const request = randomRequest(random, kind === "resource");
        const [before, now] = [naively(policy, request), naively(result, request)];
        assert.deepEqual(
          [now.allowed, now.denied],
          [before.allowed, before.denied],
          `${about}\n${JSON.stringify(request)}`,
        );
      }
      const again = normalizePolicy(normalized.value.text, kind);
      assert.ok(again.ok && again.value.text === normalized.value.text, about);
    }
    assert.ok(removed > count / 2, `${removed} parts left out of ${count} policies`);
  });
}

test("what others cover is left out: statements, values, wildcards, conditions", () => {
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Action: ["s3:Get**", "s3:getobject", "s3:List*"],
        Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::b/x"],
        Condition: {
          StringLike: { "aws:PrincipalTag/t": ["a*", "ab"] },
          Null: { "aws:PrincipalTag/t": "false" },
        },
      },
      { Effect: "Allow", Action: "iam:PassRole", Resource: "*" },
      { Effect: "Deny", Action: "iam:*", Resource: "*" },
    ],
  };
  const normalized = normalizePolicy(JSON.stringify(policy), "identity");
  assert.ok(normalized.ok);
  assert.deepEqual(JSON.parse(normalized.value.text), {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Action: ["s3:Get*", "s3:List*"],
        Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
        Condition: { StringLike: { "aws:PrincipalTag/t": "a*" } },
      },
      { Effect: "Deny", Action: "iam:*", Resource: "*" },
    ],
  });
});

test("a policy that AWS would not take is left alone, with the reason", () => {
  const odd = { Version: "2012-10-17", Statement: [{ Effect: "Permit", Action: "*", Resource: "*" }] };
  const normalized = normalizePolicy(JSON.stringify(odd), "identity");
  assert.ok(!normalized.ok && /grammar/.test(normalized.error));
});

test("one statement stays, even where it allows nothing", () => {
  const nothing = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::b/${aws:TagKeys}" }],
  };
  const normalized = normalizePolicy(JSON.stringify(nothing), "identity");
  assert.ok(normalized.ok);
  assert.equal(JSON.parse(normalized.value.text).Statement.length, 1);
});
