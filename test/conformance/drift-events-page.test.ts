/** docs/drift-events.md says which events are noticed: it is up to date. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { driftEventsPage, driftEventsPageFile } from "../../scripts/drift-events-page.ts";

const root = join(import.meta.dirname, "../..");

test("docs/drift-events.md is what `npm run docs` makes of the event list", () => {
  assert.equal(readFileSync(join(root, driftEventsPageFile), "utf8"), driftEventsPage());
});
