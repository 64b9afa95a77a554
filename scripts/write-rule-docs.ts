/**
 * Writes what is made from the sources for people: docs/rules.md, docs/lint.md, docs/semantics.md,
 * docs/techniques.md, docs/collected.md and the JSON Schemas. `npm run docs`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { collectorPage, collectorPageFile } from "./collector-page.ts";
import { lintPage, lintPageFile } from "./lint-page.ts";
import { rulePage, rulePageFile } from "./rule-page.ts";
import { semanticsPage, semanticsPageFile } from "./semantics-page.ts";
import { techniquePage, techniquePageFile } from "./technique-page.ts";
import { schemas } from "./write-schemas.ts";

writeFileSync(rulePageFile, rulePage());
writeFileSync(lintPageFile, lintPage());
writeFileSync(semanticsPageFile, semanticsPage());
writeFileSync(techniquePageFile, techniquePage());
writeFileSync(collectorPageFile, collectorPage());
for (const [file, text] of schemas) {
  // The formatter lays them out anew: what says the same stays as it is.
  const isSame =
    existsSync(file) && isDeepStrictEqual(JSON.parse(readFileSync(file, "utf8")), JSON.parse(text));
  if (!isSame) writeFileSync(file, text);
}
