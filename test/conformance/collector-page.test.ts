/** docs/collected.md says what is collected: it is up to date. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { collectorPage, collectorPageFile } from "../../scripts/collector-page.ts";

const root = join(import.meta.dirname, "../..");

test("docs/collected.md is what `npm run docs` makes of the collectors", () => {
  assert.equal(readFileSync(join(root, collectorPageFile), "utf8"), collectorPage());
});
