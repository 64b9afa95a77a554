import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrialOutcome } from "../../../aws/index.ts";
import type { CalledRole } from "./call-roles.ts";
import { checkedRole, proofs, type RoleToCheck } from "./check-roles.ts";
import { maskChecked } from "./told.ts";

const id = "k3vn2mzq4x7p5ydw6t2bhc3s4ju7rlfa";
const vendor = "464622532012";

function role(condition: object | null, more: Partial<RoleToCheck> = {}): RoleToCheck {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: vendor },
    Action: "sts:AssumeRole",
    Condition: condition,
  };
  return {
    role: { arn: "arn:aws:iam::111111111111:role/Vendor", account: "111111111111" },
    relationship: "acme",
    caller: vendor,
    callerLabel: "the vendor",
    right: [id],
    trust: condition === null ? null : JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    ...more,
  };
}

const outcomes: Readonly<Record<string, TrialOutcome>> = {
  yes: { kind: "accepted" },
  no: { kind: "refused", code: "AccessDenied" },
  none: { kind: "unknown", code: "ECONNRESET" },
};

/** `right wrong missing`, as AWS answered. */
function called(text: string): CalledRole {
  const [right, wrong, missing] = text.split(" ").map((word) => outcomes[word]);
  assert.ok(right !== undefined && wrong !== undefined && missing !== undefined);
  return { right, wrong, missing };
}

const exactly = { StringEquals: { "sts:ExternalId": id } };
const optional = { StringEqualsIfExists: { "sts:ExternalId": id } };
const others = { StringEquals: { "sts:ExternalId": "other" } };

const rows: readonly (readonly [policy: object | null, calls: string | null, verdict: string])[] = [
  [exactly, null, "safe"],
  [optional, null, "open"],
  [others, null, "open"],
  [null, null, "unknown"],
  [null, "yes no no", "safe"],
  [null, "yes yes no", "open"],
  [null, "yes no yes", "open"],
  [null, "no no no", "locked-out"],
  [null, "none none none", "unknown"],
  [null, "yes none no", "unknown"],
  [exactly, "yes no no", "safe"],
  [exactly, "yes yes no", "open"],
  [exactly, "yes no yes", "open"],
  [exactly, "none none none", "safe"],
  // The policy lets it in, and AWS does not: something else has its say, and neither is proven.
  [exactly, "no no no", "unknown"],
  [optional, "yes no no", "unknown"],
];

for (const [condition, calls, verdict] of rows) {
  const policy = condition === null ? "an unknown policy" : JSON.stringify(condition);
  test(`${policy} and the calls "${calls ?? "not made"}" are ${verdict}`, () => {
    const checked = checkedRole(role(condition), proofs(), calls === null ? null : called(calls));
    assert.equal(checked.verdict, verdict, JSON.stringify(checked, null, 1));
    if (verdict === "unknown") assert.ok(checked.reasons.length > 0 || calls !== null);
  });
}

test("Without a right external ID nothing is safe", () => {
  const checked = checkedRole(role(exactly, { right: [] }), proofs(), null);
  assert.equal(checked.right.verdict, "unknown");
  assert.notEqual(checked.verdict, "safe");
  assert.match(checked.reasons.join(" "), /is the right one is not known/);
});

test("What is told masked holds no external ID", () => {
  const checked = checkedRole(role(optional), proofs(), called("yes no yes"));
  assert.match(JSON.stringify(checked), new RegExp(id));
  assert.doesNotMatch(JSON.stringify(maskChecked(checked)), new RegExp(id));
  assert.deepEqual(checked.evidence[0]?.policy, "trust policy of arn:aws:iam::111111111111:role/Vendor");
});
