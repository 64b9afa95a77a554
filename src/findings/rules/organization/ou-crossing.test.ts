import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyIntent, type Intent } from "../../intent.ts";
import { letIn, owner, sister, tryRule, vendor } from "../../rule-trial.ts";
import { ouCrossing } from "./ou-crossing.ts";

/** The owner's account stands in the higher tier, the sister account in the lower one. */
const declared: Intent = {
  ...emptyIntent,
  tiers: [
    { name: "workshop", level: 0, units: [sister] },
    { name: "shop", level: 1, units: [owner] },
  ],
};
const fromBelow = letIn({ AWS: sister });
const administrator = ["arn:aws:iam::aws:policy/AdministratorAccess"];

test("A role that a lower tier can assume is a crossing, and more so if it administrates", () => {
  const [draft, ...more] = tryRule(ouCrossing, [{ trust: [fromBelow] }], declared);
  assert.equal(more.length, 0);
  assert.equal(draft?.severity, "medium");
  assert.match(draft?.title ?? "", /of workshop can assume a role of shop/);
  assert.equal(
    tryRule(ouCrossing, [{ trust: [fromBelow], attached: administrator }], declared)[0]?.severity,
    "high",
  );
  assert.equal(tryRule(ouCrossing, [{ trust: [fromBelow], attached: [] }], declared)[0]?.severity, "info");
});

test("A declared crossing is none, for the roles that it names", () => {
  const crossing = { from: "workshop", to: "shop", roles: ["Artifact*"], reason: "builds read artifacts" };
  const intent = { ...declared, crossings: [crossing] };
  const roles = [
    { name: "ArtifactReader", trust: [fromBelow] },
    { name: "Ledger", trust: [fromBelow] },
  ];
  assert.equal(tryRule(ouCrossing, roles, intent).length, 1);
});

test("Going down, staying level, and accounts of no tier are no crossings", () => {
  const downwards = tryRule(ouCrossing, [{ account: sister, trust: [letIn({ AWS: owner })] }], declared);
  const level = { ...declared, tiers: [{ name: "all", level: 0, units: ["*"] }] };
  assert.deepEqual(downwards, []);
  assert.deepEqual(tryRule(ouCrossing, [{ trust: [fromBelow] }], level), []);
  assert.deepEqual(tryRule(ouCrossing, [{ trust: [letIn({ AWS: vendor })] }], declared), []);
  assert.deepEqual(tryRule(ouCrossing, [{ trust: [letIn({ AWS: owner })] }], declared), []);
});
