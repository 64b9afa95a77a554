/** docs/techniques.md says what the graph knows of privilege escalation: it is up to date. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { techniquePage, techniquePageFile } from "../../scripts/technique-page.ts";

const root = join(import.meta.dirname, "../..");

test("docs/techniques.md is what `npm run docs` makes of the catalogue", () => {
  assert.equal(readFileSync(join(root, techniquePageFile), "utf8"), techniquePage());
});
