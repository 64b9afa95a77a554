/**
 * Writes what is made from the sources for people: docs/rules.md, docs/lint.md, docs/semantics.md,
 * docs/techniques.md, docs/collected.md, docs/drift-events.md, docs/advise.md, the list in docs/trail.md, the JSON Schemas, and the HTTP API's description with the types of its client. `npm run docs`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { advicePage, advicePageFile } from "./advice-page.ts";
import { collectorPage, collectorPageFile } from "./collector-page.ts";
import { driftEventsPage, driftEventsPageFile } from "./drift-events-page.ts";
import { lintPage, lintPageFile } from "./lint-page.ts";
import { rulePage, rulePageFile } from "./rule-page.ts";
import { semanticsPage, semanticsPageFile } from "./semantics-page.ts";
import { techniquePage, techniquePageFile } from "./technique-page.ts";
import { trailPage, trailPageFile } from "./trail-page.ts";
import { apiDescription, apiFile, apiTypes, apiTypesFile } from "./write-api.ts";
import { schemas } from "./write-schemas.ts";

writeFileSync(advicePageFile, advicePage());
writeFileSync(rulePageFile, rulePage());
writeFileSync(lintPageFile, lintPage());
writeFileSync(semanticsPageFile, semanticsPage());
writeFileSync(techniquePageFile, techniquePage());
writeFileSync(collectorPageFile, collectorPage());
writeFileSync(driftEventsPageFile, driftEventsPage());
writeFileSync(trailPageFile, trailPage(readFileSync(trailPageFile, "utf8")));
const description = await apiDescription();
writeFileSync(apiTypesFile, await apiTypes(description));
for (const [file, text] of [...schemas, [apiFile, description] as const]) {
  // The formatter lays them out anew: what says the same stays as it is.
  const isSame =
    existsSync(file) && isDeepStrictEqual(JSON.parse(readFileSync(file, "utf8")), JSON.parse(text));
  if (!isSame) writeFileSync(file, text);
}
