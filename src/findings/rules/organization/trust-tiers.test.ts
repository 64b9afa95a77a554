import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isAccountId,
  isOrganizationId,
  isOrganizationNodeId,
  SnapshotBuilder,
} from "../../../model/index.ts";
import { emptyIntent, type Intent } from "../../intent.ts";
import { ruleContext } from "../../rule-context.ts";
import { knownVendors } from "../../vendors.ts";
import { trustTiers } from "./trust-tiers.ts";

const units = {
  Prod: "ou-root-11111111",
  Pci: "ou-root-22222222",
  NonProd: "ou-root-33333333",
  Team: "ou-root-44444444",
};
const accounts: readonly (readonly [id: string, name: string, unit: string])[] = [
  ["100000000001", "ledger", units.Pci],
  ["100000000002", "try-out", units.Team],
  ["100000000003", "web-production", "r-root"],
  ["100000000004", "products", "r-root"],
  ["100000000005", "pre-prod shop", "r-root"],
  ["100000000006", "alices-sandbox", units.Prod],
];

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  if (!is(text)) throw new Error(`the test names something malformed: ${text}`);
  return text;
}

function tiersWith(intent: Partial<Intent> = {}) {
  const builder = new SnapshotBuilder({ createdAt: 0, source: "synth" });
  const node = (id: string) => checked(id, isOrganizationNodeId);
  builder.setOrganization({
    id: checked("o-abcdefghij", isOrganizationId),
    managementAccount: checked("100000000003", isAccountId),
    units: [
      { id: node("r-root"), name: "Root", parent: null },
      { id: node(units.Prod), name: "Prod", parent: node("r-root") },
      { id: node(units.Pci), name: "PCI", parent: node(units.Prod) },
      { id: node(units.NonProd), name: "NonProd", parent: node("r-root") },
      { id: node(units.Team), name: "Team", parent: node(units.NonProd) },
    ],
    controlPolicies: [],
    delegatedAdministrators: [],
  });
  for (const [id, name, unit] of accounts)
    builder.addAccount({ id: checked(id, isAccountId), name, parent: node(unit) });
  return trustTiers(ruleContext(builder.build(), { ...emptyIntent, ...intent }, knownVendors));
}

test("Without declared tiers, the nearest unit whose name says something decides, then the account's name", () => {
  const tiers = tiersWith();
  const told = accounts.map(([id]) => tiers.tierOfAccount(id)?.name ?? null);
  assert.deepEqual(told, [
    "production",
    "non-production",
    "production",
    null,
    "non-production",
    "production",
  ]);
  assert.equal(tiers.tierOfAccount("999999999999"), null);
});

test("Declared tiers go by a unit's name, id or path, and what names the account itself comes first", () => {
  const tiers = tiersWith({
    tiers: [
      { name: "low", level: 0, units: ["Non*", "alices-*"] },
      { name: "high", level: 5, units: [`o-abcdefghij/r-root/${units.Prod}/`, "100000000004"] },
    ],
  });
  const told = accounts.map(([id]) => tiers.tierOfAccount(id)?.name ?? null);
  assert.deepEqual(told, ["high", "low", null, "high", null, "low"]);
});

test("A path of a condition stands for its innermost unit", () => {
  const tiers = tiersWith();
  assert.equal(
    tiers.tierOfPath(`o-abcdefghij/r-root/${units.NonProd}/${units.Team}/*`)?.name,
    "non-production",
  );
  assert.equal(tiers.tierOfPath("o-abcdefghij/*"), null);
});

test("A crossing is for its two tiers and, where it says so, for certain roles", () => {
  const tiers = tiersWith({
    tiers: [
      { name: "low", level: 0, units: ["NonProd"] },
      { name: "high", level: 5, units: ["Prod"] },
    ],
    crossings: [{ from: "low", to: "high", roles: ["Artifact*"], reason: "builds read artifacts" }],
  });
  const low = { name: "low", level: 0 };
  const high = { name: "high", level: 5 };
  const role = (name: string) => ({ name, arn: `arn:aws:iam::100000000001:role/${name}` });
  assert.equal(tiers.isAllowed(low, high, role("ArtifactReader")), true);
  assert.equal(tiers.isAllowed(low, high, role("Ledger")), false);
  assert.equal(tiers.isAllowed(high, low, role("ArtifactReader")), false);
});
