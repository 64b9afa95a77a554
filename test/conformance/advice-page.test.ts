/** docs/advise.md tells the facts that advice stands on: it is up to date, and no fact is idle. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { advicePage, advicePageFile } from "../../scripts/advice-page.ts";
import { facts } from "../../src/provision/advice/index.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

test("docs/advise.md is what `npm run docs` makes of the facts", () => {
  assert.equal(read(advicePageFile), advicePage());
});

test("every fact is looked for somewhere", () => {
  const tried = ["try-access-point.ts", "try-role.ts"].map((file) =>
    read(`src/work/provision/advice/${file}`),
  );
  const uses = [read("src/provision/advice/weigh-ways.ts"), ...tried].join("");
  const idle = Object.keys(facts).filter((fact) => !uses.includes(`"${fact}"`));
  assert.deepEqual(idle, []);
});
