/** The tables of members: each is one of a snapshot's, and is told as a kind of drift or as none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotOf } from "../../test/support/planned-organization.ts";
import { driftKinds } from "../model/index.ts";
import { accountDataMembers, managedPolicyMembers, snapshotMembers } from "./members.ts";

test("members are told as kinds of drift", () => {
  for (const members of [snapshotMembers, accountDataMembers, managedPolicyMembers]) {
    for (const [name, treatment] of Object.entries(members))
      if ("kind" in treatment) assert.ok(driftKinds.includes(treatment.kind), name);
  }
});

test("every member that a snapshot has is classified", () => {
  const classified = Object.keys(snapshotMembers);
  assert.deepEqual(
    Object.keys(snapshotOf({ accounts: [] })).filter((name) => !classified.includes(name)),
    [],
  );
});
