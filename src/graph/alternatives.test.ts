import assert from "node:assert/strict";
import { test } from "node:test";
import { alternativesOf } from "./alternatives.ts";

const sure = { kind: "proven" } as const;
const unsure = { kind: "may", reasons: ["a policy is not in the snapshot"] } as const;
const mfa = [
  { key: "aws:MultiFactorAuthPresent", operator: "Bool", values: ["true"], controlledBy: "session" },
] as const;

test("beside a sure alternative, a doubtful one is told as may", () => {
  const alternatives = alternativesOf({
    kind: "allowed",
    guards: [mfa, []],
    sureGuards: 1,
    certainty: sure,
    evidence: [],
  });
  assert.deepEqual(
    alternatives.map(({ certainty }) => certainty.kind),
    ["proven", "may"],
  );
});

test("without a sure alternative, all have the decision's reasons", () => {
  const alternatives = alternativesOf({
    kind: "allowed",
    guards: [mfa, []],
    sureGuards: 0,
    certainty: unsure,
    evidence: [],
  });
  assert.deepEqual(
    alternatives.map(({ certainty }) => certainty),
    [unsure, unsure],
  );
});
