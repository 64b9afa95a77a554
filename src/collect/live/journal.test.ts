import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { noCalls } from "../../aws/index.ts";
import { type AccountId, isAccountId } from "../../model/index.ts";
import { Journal } from "./journal.ts";
import type { UnitRecord } from "./unit.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-journal-"));
after(() => rmSync(folder, { recursive: true }));

function accountId(text: string): AccountId {
  if (!isAccountId(text)) throw new Error(text);
  return text;
}

const account = accountId("111111111111");
const unit = (collector: string, rows: number): UnitRecord => ({
  collector,
  account,
  region: "eu-west-1",
  parts: { "resource-policies": Array.from({ length: rows }, (_, row) => ({ Arn: `arn:${row}` })) },
  gaps: [],
  counts: noCalls(),
});

test("Units come back, the last record of each, in an order of their own", async () => {
  const journal = new Journal(join(folder, "usual"));
  await journal.begin({ home: account });
  await Promise.all([journal.add(unit("sqs", 3)), journal.add(unit("kms", 1)), journal.add(unit("sqs", 2))]);
  assert.deepEqual(await journal.unitsOf(account), [unit("kms", 1), unit("sqs", 2)]);
  assert.deepEqual(await journal.facts(), { home: account });
  assert.equal(statSync(join(folder, "usual", `${account}.ndjson`)).mode & 0o777, 0o600);
  await journal.remove();
  assert.equal(await journal.facts(), null);
});

test("What a kill tore off is dropped, and what is added later stands on a line of its own", async () => {
  const journal = new Journal(join(folder, "torn"));
  await journal.begin({});
  await journal.add(unit("kms", 1));
  const path = join(folder, "torn", `${account}.ndjson`);
  const line = readFileSync(path, "utf8");
  appendFileSync(path, line.replace("kms", "sqs").slice(0, line.length / 2));
  const resumed = new Journal(join(folder, "torn"));
  assert.deepEqual(await resumed.unitsOf(account), [unit("kms", 1)]);
  await resumed.add(unit("sns", 1));
  assert.deepEqual(await resumed.unitsOf(account), [unit("kms", 1), unit("sns", 1)]);
});

test("Lines that are no units are passed over", async () => {
  const journal = new Journal(join(folder, "foreign"));
  await journal.begin({});
  await journal.add(unit("kms", 1));
  appendFileSync(join(folder, "foreign", `${account}.ndjson`), 'null\n[]\n{"collector":"x"}\nnot JSON\n');
  assert.deepEqual(await journal.unitsOf(account), [unit("kms", 1)]);
});

test("Units that come while others are being written stand in the file when they are told to, each on its own line", async () => {
  const journal = new Journal(join(folder, "many"));
  await journal.begin({});
  const path = join(folder, "many", `${account}.ndjson`);
  const names = Array.from({ length: 50 }, (_, index) => `collector-${index}`);
  const inFile = () => readFileSync(path, "utf8");
  await Promise.all(
    names.map(async (name) => {
      await journal.add(unit(name, 1));
      assert.ok(inFile().includes(`{"collector":"${name}",`), name);
    }),
  );
  await journal.add(unit("last", 1));
  assert.equal(
    inFile()
      .split("\n")
      .filter((line) => line !== "").length,
    51,
  );
  const found = await journal.unitsOf(account);
  assert.deepEqual(new Set(found.map(({ collector }) => collector)), new Set([...names, "last"]));
});

test("A record that can't be written says so, and so does each that was to be written with it", async () => {
  const journal = new Journal(join(folder, "never-begun"));
  const outcomes = await Promise.allSettled(["kms", "sqs", "sns"].map((name) => journal.add(unit(name, 1))));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "rejected", "rejected"],
  );
  await journal.begin({});
  await journal.add(unit("kms", 1));
  assert.deepEqual(await journal.unitsOf(account), [unit("kms", 1)]);
});
