/**
 * Trust policies, one or two at once, are changed in organizations that somebody administers; some graphs come from a cache in
 * between: what is brought up to date is the graph that is built anew, in both directions.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lawRuns } from "../support/law-runs.ts";
import { runTrustEdits } from "./reach/trust-edits.ts";
import { seeded } from "./trust/random.ts";

const seed = 20_261_126;
const organizations = lawRuns(40);
const editsOfEach = 6;

test(`in ${organizations} random organizations (seed ${seed}), ${editsOfEach} changes in a row give the graphs that are built anew`, () => {
  let updated = 0;
  let changed = 0;
  for (let at = 0; at < organizations; at++) {
    const run = runTrustEdits(seeded(seed + at), editsOfEach);
    updated += run.updated;
    changed += run.changed;
  }
  assert.ok(
    updated > organizations * 3 && changed > organizations * 2,
    `${updated} updated, ${changed} of them changed`,
  );
});
