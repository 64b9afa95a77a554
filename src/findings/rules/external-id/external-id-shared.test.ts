import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, sister, stranger, type TrialRole, tryRule, vendor } from "../../rule-trial.ts";
import { externalIdShared } from "./external-id-shared.ts";

const id = "3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60";
const trusting = (account: string, externalId: string): TrialRole => ({
  trust: [letIn({ AWS: account }, { Condition: { StringEquals: { "sts:ExternalId": externalId } } })],
});

test("Two third parties with the same external ID are reported, once each", () => {
  const drafts = tryRule(externalIdShared, [trusting(vendor, id), trusting(stranger, id)]);
  assert.deepEqual(
    drafts.map((draft) => draft.severity),
    ["high", "high"],
  );
});

test("One third party with one external ID for many roles is told once, as information", () => {
  const drafts = tryRule(
    externalIdShared,
    [1, 2, 3, 4].map(() => trusting(vendor, id)),
  );
  assert.deepEqual(
    drafts.map((draft) => draft.severity),
    ["info"],
  );
  assert.match(drafts[0]?.title ?? "", /4 roles/);
});

test("Two accounts of the same vendor count as one party", () => {
  const drafts = tryRule(externalIdShared, [trusting(vendor, id), trusting("865078226113", id)]);
  assert.deepEqual(
    drafts.map((draft) => draft.severity),
    ["info"],
  );
});

test("Different ids, and ids for our own accounts, are not reported", () => {
  const other = "9d1c7a42-5b3e-4f80-a6c9-0e2d8b7f1a35";
  const drafts = tryRule(externalIdShared, [
    trusting(vendor, id),
    trusting(stranger, other),
    trusting(sister, id),
  ]);
  assert.deepEqual(drafts, []);
});

test("Spellings that differ in case are one id where a role takes any spelling, and two otherwise", () => {
  const inAnyCase: TrialRole = {
    trust: [letIn({ AWS: stranger }, { Condition: { StringEqualsIgnoreCase: { "sts:ExternalId": id } } })],
  };
  const shouted = trusting(vendor, id.toUpperCase());
  assert.equal(tryRule(externalIdShared, [shouted, inAnyCase]).length, 2);
  assert.deepEqual(tryRule(externalIdShared, [shouted, trusting(stranger, id)]), []);
});
