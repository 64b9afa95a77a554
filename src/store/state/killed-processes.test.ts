/** Processes that share a store over SQLite and are killed; the long run of it is test/stand-ins/state-store-kills.test.ts. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { killWorkers } from "../../../test/support/state-store/kill-cases.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-kills-"));
after(() => rmSync(folder, { recursive: true }));

test("processes that share a file and are killed lose nothing and have nothing twice", async () => {
  const path = join(folder, "state.db");
  const { settled } = await killWorkers(`sqlite:${path}`, 4, 20_261_124);
  assert.ok(settled > 20, `only ${settled} settlements`);
  const database = new DatabaseSync(path);
  assert.deepEqual({ ...database.prepare("pragma integrity_check").get() }, { integrity_check: "ok" });
  database.close();
});
