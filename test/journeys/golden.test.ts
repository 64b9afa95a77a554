/** What people and programs are shown, word by word, about a small organization. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { workplace } from "./support/command-line.ts";
import { matchesGolden } from "./support/golden.ts";
import { development, management, production, writeFixedSnapshot } from "./support/organization.ts";

const { folder, accesslens } = workplace();
await writeFixedSnapshot(join(folder, "iam-data"), join(folder, "org.alens"));

const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const scanned = accesslens(["scan", "--snapshot", "org.alens", "--chains", "--format", "ndjson"]);
const idsOf = new Map<string, string>();
for (const line of scanned.stdout.trimEnd().split("\n")) {
  const [, id, rule] = /^\{"id":"([0-9a-f]{16})","rule":"([^"]+)"/.exec(line) ?? [];
  if (id !== undefined && rule !== undefined && !idsOf.has(rule)) idsOf.set(rule, id);
}
const finding = (rule: string): string => idsOf.get(rule) ?? assert.fail(`no finding of the rule ${rule}`);

const questions: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["scan", ["scan"]],
  ["explain-external-id-weak", ["explain", finding("external-id-weak")]],
  ["explain-oidc-subject-broad", ["explain", finding("oidc-subject-broad")]],
  ["explain-chain", ["explain", finding("low-trust-reaches-high-trust")]],
  ["show-overview", ["show", "overview"]],
  ["show-account", ["show", "account", production]],
  ["show-role", ["show", "role", role(management, "hub")]],
  ["who-can-assume-hub", ["who-can-assume", role(management, "hub")]],
  ["who-can-assume-vendors", ["who-can-assume", role(management, "DatadogIntegrationRole")]],
  ["can-assume-hub", ["can-assume", role(management, "hub")]],
  ["who-can-create-users", ["who-can", "iam:CreateUser", "*"]],
  ["who-can-assume-by-action", ["who-can", "sts:AssumeRole", role(management, "hub")]],
  ["can-assume-user", ["can-assume", `arn:aws:iam::${development}:user/alice`]],
];

for (const [name, args] of questions) {
  test(`${name}: people are shown the golden table`, () => {
    const { code, stdout, stderr } = accesslens([...args, "--snapshot", "org.alens"]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    matchesGolden(`${name}.txt`, stdout);
  });

  test(`${name}: programs are given the golden JSON, as one value on one line`, () => {
    const { code, stdout, stderr } = accesslens([...args, "--snapshot", "org.alens", "--format", "json"]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.match(stdout, /^[^\n]+\n$/);
    matchesGolden(`${name}.json`, `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
  });
}

for (const format of ["table", "json"]) {
  test(`import tells the golden summary as ${format}`, () => {
    const { code, stdout, stderr } = accesslens([
      "import",
      "iam-data",
      "--out",
      "imported.alens",
      "--format",
      format,
    ]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    matchesGolden(
      format === "json" ? "import.json" : "import.txt",
      format === "json" ? `${JSON.stringify(JSON.parse(stdout), null, 2)}\n` : stdout,
    );
  });
}

test("a second run, which finds the cache, says the same", () => {
  const cold = accesslens(["scan", "--snapshot", "org.alens", "--format", "json", "--no-cache"]);
  const warm = accesslens(["scan", "--snapshot", "org.alens", "--format", "json"]);
  assert.equal(warm.stdout, cold.stdout);
});
