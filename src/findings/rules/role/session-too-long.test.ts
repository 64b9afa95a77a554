import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyIntent } from "../../intent.ts";
import { letIn, owner, tryRule } from "../../rule-trial.ts";
import { sessionTooLong } from "./session-too-long.ts";

const role = { trust: [letIn({ AWS: owner })], maxSessionSeconds: 43_200 };

test("A maximum session above the declared standard is reported", () => {
  const [draft] = tryRule(sessionTooLong, [role], { ...emptyIntent, standardSessionSeconds: 14_400 });
  assert.match(draft?.title ?? "", /12 hours, above the standard of 4 hours/);
});

test("Without a declared standard, a session may last a working day", () => {
  assert.equal(tryRule(sessionTooLong, [role]).length, 1);
  assert.deepEqual(tryRule(sessionTooLong, [{ ...role, maxSessionSeconds: 28_800 }]), []);
});

test("Identity Center's roles are left to their permission sets", () => {
  assert.deepEqual(tryRule(sessionTooLong, [{ ...role, path: "/aws-reserved/sso.amazonaws.com/" }]), []);
});

test("A session at the standard is not too long", () => {
  assert.deepEqual(tryRule(sessionTooLong, [role], { ...emptyIntent, standardSessionSeconds: 43_200 }), []);
});
