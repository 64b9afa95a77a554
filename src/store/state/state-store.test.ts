/** The store over SQLite: the suite of every database. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach } from "node:test";
import { stateStoreCases } from "../../../test/support/state-store/cases.ts";
import { openStateStore, type StateStore } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-state-"));
after(() => rmSync(folder, { recursive: true }));

const opened: StateStore[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});

let databases = 0;
stateStoreCases(async () => {
  databases += 1;
  const url = `sqlite:${join(folder, `${databases}.db`)}`;
  const again = async (): Promise<StateStore> => {
    const result = await openStateStore(url);
    assert.ok(result.ok);
    opened.push(result.value);
    return result.value;
  };
  return { store: await again(), again };
});
