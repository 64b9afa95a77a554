import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { catalogue } from "./catalogue.ts";

const folder = join(import.meta.dirname, "rules");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
);
const isRule = (file: string) =>
  /^export const \w+: \w+Rule = \{/m.test(readFileSync(join(folder, file), "utf8"));

test("Every rule of the rules' folder stands in the catalogue, under its file's name", () => {
  const inFolder = files.filter(isRule).map((file) => basename(file, ".ts"));
  assert.deepEqual(catalogue.map((rule) => rule.id).sort(), inFolder.sort());
});

test("Every rule has a test beside it", () => {
  const tests = new Set(readdirSync(folder, { recursive: true, encoding: "utf8" }));
  const untested = files.filter(isRule).filter((file) => !tests.has(file.replace(/\.ts$/, ".test.ts")));
  assert.deepEqual(untested, []);
});

test("Every rule says why it matters and where to read more", () => {
  for (const rule of catalogue) {
    assert.match(rule.id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(rule.title.length > 10 && rule.title.length < 80, `${rule.id}: title`);
    assert.ok(rule.rationale.length > 80, `${rule.id}: rationale`);
    assert.ok(
      rule.references.some((reference) => reference.startsWith("https://")),
      `${rule.id}: references`,
    );
  }
});
