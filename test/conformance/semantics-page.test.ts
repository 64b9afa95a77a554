/** docs/semantics.md says what the tables hold. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { semanticsPage, semanticsPageFile } from "../../scripts/semantics-page.ts";

test("docs/semantics.md is what `npm run docs` makes of the conformance tables", () => {
  const root = join(import.meta.dirname, "../..");
  assert.equal(readFileSync(join(root, semanticsPageFile), "utf8"), semanticsPage());
});
