import assert from "node:assert/strict";
import { test } from "node:test";
import {
  declaredRole,
  declaredTrust,
  setOf,
  spokes,
  spokeWorld,
} from "../../../../test/support/spoke-roles.ts";
import { planRoles } from "../../../provision/roles/index.ts";
import { rememberUses } from "./external-id-uses.ts";
import type { RoleResult } from "./live-roles.ts";

const arnIn = (account: string | undefined): string => `arn:aws:iam::${account}:role/reader`;

/** Of a role in three accounts, whose states are these. */
function resultsOf(states: readonly RoleResult["state"][]): readonly RoleResult[] {
  const externalId = { kind: "stated", values: ["e-1234567890"], relationship: "acme" } as const;
  const role = declaredRole({
    trust: [declaredTrust({ externalId })],
    targets: { accounts: spokes, units: [], tags: [], except: [] },
  });
  const { roles } = planRoles({
    ...{ set: setOf(role), snapshot: spokeWorld(), catalogue: null, adopt: false },
    unread: () => null,
  });
  return roles.map((planned, index) => {
    const state = states[index] ?? "error";
    return { planned, state, why: "", applied: state !== "same" && state !== "error", change: null };
  });
}

async function toldBy(results: readonly RoleResult[], known: readonly string[] = []) {
  const told: (readonly [verb: string, relationship: string, roles: readonly string[]])[] = [];
  await rememberUses(results, {
    externalIds: async (relationship = "") => [
      {
        ...{ relationship, externalId: "e-1234567890", state: "current", origin: "issued", weakness: null },
        ...{ note: null, roles: known, issuedAt: 0, changedAt: 0, issuedBy: "test" },
      },
    ],
    useExternalIdsAt: async (relationship, roles) => {
      told.push(["use", relationship, roles]);
      return [];
    },
    disuseExternalIdsAt: async (relationship, roles) => {
      told.push(["disuse", relationship, roles]);
    },
  });
  return told;
}

test("The registry hears of roles that stand, not of those that failed, and once", async () => {
  const results = resultsOf(["create", "error", "same"]);
  const stand = [arnIn(spokes[0]), arnIn(spokes[2])];
  assert.deepEqual(await toldBy(results), [["use", "acme", stand]]);
  assert.deepEqual(await toldBy(results, stand), []);
});

test("It hears of roles that are gone", async () => {
  assert.deepEqual(await toldBy(resultsOf(["remove", "error", "absent"])), [
    ["disuse", "acme", [arnIn(spokes[0]), arnIn(spokes[2])]],
  ]);
});
