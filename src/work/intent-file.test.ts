import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { schemas } from "../../scripts/write-schemas.ts";
import { parseIntent } from "./intent-file.ts";

const guide = readFileSync("docs/intent.md", "utf8");

function faultOf(text: string): string {
  const result = parseIntent(text);
  assert.ok(!result.ok, "the file has a fault");
  const [fault] = result.error;
  return `${fault?.place} ${fault?.message}`;
}

test("the guide's example is a valid intent, and says what it says", () => {
  const example = /```yaml\n(.*?)```/s.exec(guide)?.[1] ?? "";
  const result = parseIntent(example);
  assert.ok(result.ok, JSON.stringify(result));
  const { organizations, accounts, vendors, tiers, standardSessionSeconds, rules } = result.value;
  assert.deepEqual([organizations, accounts], [["o-a1b2c3d4e5"], ["210987654321"]]);
  assert.deepEqual(
    vendors.map(({ name, owner, until }) => [name, owner, until]),
    [
      ["Datadog", "observability", null],
      ["Example Auditors", "grc", Date.parse("2027-06-30T23:59:59Z") / 1000],
    ],
  );
  assert.equal(tiers.length, 3);
  assert.equal(standardSessionSeconds, 3600);
  assert.deepEqual(rules, {
    "session-too-long": { severity: "medium" },
    "whole-account-trust": { enabled: false },
  });
});

test("an empty file declares nothing", () => {
  const result = parseIntent("# nothing yet\n");
  assert.ok(result.ok);
  assert.deepEqual(result.value.vendors, []);
  assert.equal(result.value.staleAfterDays, 90);
});

const faults: readonly (readonly [what: string, text: string, expected: RegExp])[] = [
  [
    "an account id without quotes",
    "trusted:\n  accounts:\n    - id: 123456789012\n",
    /:3:11 trusted\.accounts\.0\.id: an account id is a text/,
  ],
  ["an unknown member", "vendor: []\n", /Unrecognized key/],
  ["a vendor without an owner", "vendors:\n  - name: X\n", /:2:5 vendors\.0\.owner/],
  [
    "a date that is not there",
    "vendors:\n  - { name: X, owner: y, until: 2027-13-45 }\n",
    /:2:33 vendors\.0\.until: there is no such date/,
  ],
  ["YAML that is not closed", "vendors: [\n", /is no valid YAML/],
  ["a duplicate key", "staleAfterDays: 1\nstaleAfterDays: 2\n", /:2:1 is no valid YAML/],
  ["an unknown severity", "rules:\n  x: { severity: bad }\n", /:2:18 rules\.x\.severity/],
  [
    "a rule that does not exist",
    "rules:\n  sesion-too-long: { enabled: false }\n",
    /:2:\d+ rules\.sesion-too-long: there/,
  ],
  [
    "a crossing into a tier that does not exist",
    "tiers: [{ name: low, level: 0, units: [A] }]\ncrossings:\n  - { from: low, to: hihg, reason: x }\n",
    /:3:22 crossings\.0\.to: no tier is called "hihg"/,
  ],
  [
    "a vendor whose accounts nobody knows",
    "vendors:\n  - { name: Datadogg, owner: y }\n",
    /:2:13 vendors\.0\.name: no accounts of "Datadogg" are published/,
  ],
];
for (const [what, text, expected] of faults) {
  test(`${what} is told with its place`, () => assert.match(faultOf(text), expected));
}

test("aliases that would grow to billions of values are refused", () => {
  const text = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ...["b", "c", "d", "e", "f", "g"].map(
      (key, index) => `${key}: &${key} [${"*".concat("abcdef"[index] ?? "", ",").repeat(9)}]`,
    ),
  ].join("\n");
  assert.match(faultOf(text), /alias/i);
});

test("the JSON Schemas are those of the code", () => {
  for (const [file, text] of schemas) {
    assert.deepEqual(
      JSON.parse(readFileSync(file, "utf8")),
      JSON.parse(text),
      `${file} is stale: run npm run docs`,
    );
  }
});

test("a vendor that is published, or that the file itself knows, needs no accounts", () => {
  const known = 'knownAccounts: [{ name: Example Auditors, accounts: ["345678901234"] }]\n';
  const text = `vendors: [{ name: datadog, owner: x }, { name: Example Auditors, owner: y }]\n${known}`;
  assert.ok(parseIntent(text).ok);
});
