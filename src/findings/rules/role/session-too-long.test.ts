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

test("Without a declared standard no session is too long", () => {
  assert.deepEqual(tryRule(sessionTooLong, [role]), []);
});

test("A session at the standard is not too long", () => {
  assert.deepEqual(tryRule(sessionTooLong, [role], { ...emptyIntent, standardSessionSeconds: 43_200 }), []);
});
