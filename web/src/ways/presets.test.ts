import assert from "node:assert/strict";
import { test } from "node:test";
import { unitPresets, vendorPresets } from "./presets.ts";

test("vendors are accounts with a name", () => {
  const outsider = (id: string, name: string | null) => ({ kind: "account", id, name, roles: 1 });
  const presets = vendorPresets([
    outsider("464622532012", "Datadog"),
    outsider("999999999999", null),
    outsider("accounts.google.com", "Google"),
  ]);
  assert.deepEqual(
    presets.map(({ from, label }) => [from, label]),
    [["464622532012", "Datadog (464622532012) → any role"]],
  );
});

test("from development into production, where neither lies within the other", () => {
  const unit = (id: string, name: string, parent: string | null = "r-1") => ({ id, name, parent });
  const root = unit("r-1", "Root", null);
  const dev = unit("ou-1", "Dev");
  assert.deepEqual(
    unitPresets([root, dev, unit("ou-2", "NonProd"), unit("ou-3", "Production")]).map(({ from, to }) => [
      from,
      to,
    ]),
    [["ou-1", "ou-3"]],
  );
  assert.deepEqual(unitPresets([root, dev, unit("ou-3", "Prod", "ou-1")]), []);
  assert.deepEqual(unitPresets([root, dev]), []);
});
