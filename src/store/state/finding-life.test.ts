import assert from "node:assert/strict";
import { test } from "node:test";
import { type Life, whenMissing, whenNotLookedFor, whenSeen } from "./finding-life.ts";
import type { FindingState } from "./index.ts";

const at = 100;
const forever = { reason: "r", until: null };
const later = { reason: "r", until: 101 };
const ended = { reason: "r", until: 100 };
const life = (state: FindingState, accepted: Life["accepted"] = null): Life => ({ state, accepted });

test("what is seen becomes open, reopened or accepted", () => {
  const rows: readonly (readonly [Life | null, Life["accepted"], FindingState, string | null])[] = [
    [null, null, "open", "First seen."],
    [null, ended, "open", "First seen."],
    [null, forever, "accepted", "Accepted: r"],
    [life("open"), null, "open", null],
    [life("open"), ended, "open", null],
    [life("open"), later, "accepted", "Accepted: r"],
    [life("reopened"), null, "reopened", null],
    [life("reopened"), later, "accepted", "Accepted: r"],
    [life("fixed"), null, "reopened", "Found again."],
    [life("fixed"), ended, "reopened", "Found again."],
    [life("fixed"), later, "accepted", "Accepted: r"],
    [life("accepted", later), later, "accepted", null],
    [life("accepted", later), forever, "accepted", "Accepted: r"],
    [life("accepted", forever), { reason: "other", until: null }, "accepted", "Accepted: other"],
    [life("accepted", forever), null, "open", "It is no longer accepted."],
    [life("accepted", later), null, "open", "It is no longer accepted."],
    [life("accepted", ended), null, "open", "The acceptance ended."],
    [life("accepted", ended), ended, "open", "The acceptance ended."],
    [life("accepted", later), ended, "open", "The acceptance ended."],
  ];
  for (const [before, accepted, state, why] of rows) {
    const next = whenSeen(before, accepted, at);
    assert.deepEqual([next.state, next.why], [state, why], JSON.stringify([before, accepted]));
    assert.deepEqual(next.accepted, state === "accepted" ? accepted : null);
  }
});

test("what is missing is fixed, and what nobody looked for only gets older", () => {
  assert.deepEqual(whenMissing(life("accepted", forever)), { ...life("fixed"), why: "Not found any more." });
  assert.equal(whenMissing(life("fixed")).why, null);
  assert.deepEqual(whenNotLookedFor(life("accepted", ended), at), {
    ...life("open"),
    why: "The acceptance ended.",
  });
  for (const same of [life("accepted", later), life("accepted", forever), life("open"), life("fixed")]) {
    assert.deepEqual(whenNotLookedFor(same, at), { ...same, why: null });
  }
});
