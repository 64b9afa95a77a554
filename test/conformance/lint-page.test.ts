/** docs/lint.md says what `policy lint` reports: it is up to date, and it knows every code of the grammar. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { grammarCodes, lintPage, lintPageFile } from "../../scripts/lint-page.ts";
import { lintRules } from "../../src/findings/lint/lint-catalogue.ts";

const root = join(import.meta.dirname, "../..");

test("docs/lint.md is what `npm run docs` makes of the rules", () => {
  assert.equal(readFileSync(join(root, lintPageFile), "utf8"), lintPage());
});

test("docs/lint.md tells every code that the grammar reports, and none besides", () => {
  const sources = readdirSync(join(root, "src/policy"))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(root, "src/policy", name), "utf8"));
  const codes = sources.flatMap((text) =>
    [...text.matchAll(/issues\??\.(?:error|warning)\(\s*"([a-z-]+)"/g)].map(([, code = ""]) => code),
  );
  assert.deepEqual(Object.keys(grammarCodes).sort(), [...new Set(codes)].sort());
  for (const { code } of lintRules) assert.ok(!Object.hasOwn(grammarCodes, code), code);
});
