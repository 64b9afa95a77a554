import assert from "node:assert/strict";
import { test } from "node:test";
import { vendorPresets } from "./presets.ts";

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
