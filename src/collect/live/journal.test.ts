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
