/** Twenty kills of processes that share a store, over each database. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { missingPostgres, startPostgres } from "../support/postgres.ts";
import { killWorkers } from "../support/state-store/kill-cases.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-kills-"));
after(() => rmSync(folder, { recursive: true }));

test("twenty kills over SQLite lose nothing", async () => {
  const told = await killWorkers(`sqlite:${join(folder, "state.db")}`, 20, 7);
  assert.ok(told.settled > 100 && told.deliveries > 10, JSON.stringify(told));
});

test("twenty kills over PostgreSQL lose nothing", { skip: missingPostgres() ?? false }, async () => {
  const postgres = await startPostgres();
  const told = await killWorkers(await postgres.newDatabase(), 20, 7);
  assert.ok(told.settled > 100 && told.deliveries > 10, JSON.stringify(told));
});
