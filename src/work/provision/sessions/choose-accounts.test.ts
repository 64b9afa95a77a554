import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { writeFiles } from "../../../collect/files/fixtures/example-directory.ts";
import { importDirectory } from "../../../collect/files/index.ts";
import { type AccountChoice, chooseAccounts } from "./choose-accounts.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-choose-"));
after(() => rmSync(folder, { recursive: true }));

const account = (id: string, name: string, parent: string, status = "ACTIVE", tags: object[] = []) => ({
  Id: id,
  Name: name,
  Status: status,
  ParentId: parent,
  Tags: tags,
});
writeFiles(folder, {
  "organization.json": {
    Organization: { Id: "o-choose0001", MasterAccountId: "111111111111" },
    Roots: [{ Id: "r-choo", Name: "Root" }],
    OrganizationalUnits: [
      { Id: "ou-choo-workload", Name: "Workloads", ParentId: "r-choo" },
      { Id: "ou-choo-product1", Name: "Prod", ParentId: "ou-choo-workload" },
      { Id: "ou-choo-sandbox1", Name: "Prod", ParentId: "r-choo" },
    ],
    Accounts: [
      account("111111111111", "management", "r-choo"),
      account("222222222222", "ledger", "ou-choo-product1", "ACTIVE", [{ Key: "Env", Value: "prod" }]),
      account("333333333333", "shop", "ou-choo-workload", "ACTIVE", [{ Key: "Env", Value: "dev" }]),
      account("444444444444", "old", "ou-choo-workload", "SUSPENDED"),
      account("555555555555", "shop", "ou-choo-sandbox1"),
    ],
    Policies: [],
  },
});
const imported = await importDirectory(folder, { keepGoing: false, createdAt: 0 });
const snapshot = imported.ok ? imported.value.snapshot : null;
assert.ok(snapshot !== null, JSON.stringify(imported));

function chosen(changes: Partial<AccountChoice>, from = snapshot): readonly string[] | string {
  const found = chooseAccounts({ accounts: null, units: [], tags: [], all: false, ...changes }, from);
  return found.ok ? found.value.map(({ id }) => id.slice(0, 1)) : found.error.message;
}

for (const [what, changes, expected] of [
  ["a unit and what is in it", { units: ["workloads"] }, ["2", "3"]],
  ["a unit by its id", { units: ["ou-choo-product1"] }, ["2"]],
  ["several units", { units: ["ou-choo-product1", "ou-choo-sandbox1"] }, ["2", "5"]],
  ["the root", { units: ["r-choo"] }, ["1", "2", "3", "5"]],
  ["a tag with its value", { tags: ["Env=dev"] }, ["3"]],
  ["a tag with any value", { tags: ["Env"] }, ["2", "3"]],
  ["a unit and a tag", { units: ["Workloads"], tags: ["Env=prod"] }, ["2"]],
  ["all that are active", { all: true }, ["1", "2", "3", "5"]],
  ["names and ids, each once", { accounts: ["ledger", "222222222222", "999999999999"] }, ["2", "9"]],
  ["a suspended account that is named", { accounts: ["444444444444"] }, ["4"]],
  ["nothing", {}, "no accounts are named"],
  [
    "a unit's name that two have",
    { units: ["prod"] },
    '2 units are called "prod": ou-choo-product1, ou-choo-sandbox1',
  ],
  ["a unit that is not there", { units: ["x"] }, 'the snapshot holds no unit "x"'],
  [
    "an account's name that two have",
    { accounts: ["shop"] },
    '2 accounts are called "shop": 333333333333, 555555555555',
  ],
  ["an account that is not there", { accounts: ["x"] }, 'the snapshot holds no account "x"'],
  ["a tag that nobody has", { tags: ["x=y"] }, "no active account is like that"],
] as const) {
  test(`Chosen by ${what}`, () => assert.deepEqual(chosen(changes), expected));
}

test("Without a snapshot, ids are enough, and nothing else is", () => {
  assert.deepEqual(chosen({ accounts: ["222222222222", "111111111111", "222222222222"] }, null), ["1", "2"]);
  for (const changes of [{ accounts: ["ledger"] }, { units: ["Workloads"] }, { all: true }]) {
    assert.match(String(chosen(changes, null)), /stands in a snapshot, and there is none/);
  }
});
