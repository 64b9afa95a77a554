/**
 * Golden files: outputs as they are meant to be, read in review. `UPDATE_GOLDEN=1 npm run journeys` writes them anew; look at the
 * difference before you commit it.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

const update = process.env.UPDATE_GOLDEN === "1";

/** `name`: the file's, in `golden/`. */
export function matchesGolden(name: string, text: string): void {
  const file = new URL(`../golden/${name}`, import.meta.url);
  if (update) writeFileSync(file, text);
  assert.equal(
    text,
    readFileSync(file, "utf8"),
    `${name}: the output differs from the golden file. If it is meant to, run UPDATE_GOLDEN=1 npm run journeys and read the difference.`,
  );
}
