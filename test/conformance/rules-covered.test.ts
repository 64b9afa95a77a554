/** Every numbered rule of IAM that we know has rows in a table, or stands written as not modelled. */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tables } from "./tables/index.ts";
import { iamRules, pages } from "./tables/rules.ts";
import { unmodelledRules } from "./tables/unmodelled.ts";

const folder = join(import.meta.dirname, "tables");
const rows = tables.flatMap((table) => table.rows);

test("the rules are numbered from 1 without a gap, and rows speak of no other", () => {
  assert.deepEqual(
    iamRules.map(({ rule }) => rule),
    iamRules.map((_, index) => index + 1),
  );
  assert.ok(rows.every(({ rule }) => iamRules[rule - 1] !== undefined));
  const cited = new Set(iamRules.flatMap((rule) => rule.pages));
  assert.deepEqual(
    Object.keys(pages).filter((page) => ![...cited].some((name) => name === page)),
    [],
  );
});

test("every rule has rows, or stands written as not modelled", () => {
  const told = new Set([...rows, ...unmodelledRules].map(({ rule }) => rule));
  assert.deepEqual(
    iamRules.filter(({ rule }) => !told.has(rule)),
    [],
  );
});

test("no rule stands as not modelled that has rows", () => {
  const held = new Set(rows.map(({ rule }) => rule));
  assert.deepEqual(
    unmodelledRules.filter(({ rule }) => held.has(rule)).map(({ rule }) => rule),
    [],
  );
});

test("every table is among those that are told of, and no table says one sentence of a rule twice", () => {
  const without = ["index.ts", "request-parties.ts", "row.ts", "rules.ts", "unknowns.ts", "unmodelled.ts"];
  const told = [...without, ...tables.map(({ file }) => file)].sort();
  assert.deepEqual(readdirSync(folder).sort(), told);
  for (const { file, rows } of tables) {
    assert.ok(existsSync(join(folder, file)), file);
    const sentences = rows.map(({ rule, says }) => `${rule} ${says}`);
    assert.deepEqual(sentences, [...new Set(sentences)], file);
  }
});
