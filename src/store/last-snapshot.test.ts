import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { lastSnapshot, rememberSnapshot } from "./last-snapshot.ts";

test("the snapshot written last is remembered by its absolute path", (context) => {
  const state = mkdtempSync(join(tmpdir(), "accesslens-state-"));
  context.after(() => rmSync(state, { recursive: true }));
  const environment = { XDG_STATE_HOME: state };
  assert.equal(lastSnapshot(environment), null);
  rememberSnapshot("first.alens", environment);
  rememberSnapshot("second.alens", environment);
  assert.equal(lastSnapshot(environment), resolve("second.alens"));
});

test("a state folder that can't be written is no error", () => {
  const environment = { XDG_STATE_HOME: "/dev/null" };
  rememberSnapshot("any.alens", environment);
  assert.equal(lastSnapshot(environment), null);
});
