/** docs/trail.md says which exceptions an audit tells: it is up to date. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { trailPage, trailPageFile } from "../../scripts/trail-page.ts";

const root = join(import.meta.dirname, "../..");

test("docs/trail.md lists the kinds of exceptions as the catalogue has them", () => {
  const page = readFileSync(join(root, trailPageFile), "utf8");
  assert.equal(page, trailPage(page));
});
