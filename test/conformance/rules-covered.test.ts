/** Every numbered rule of IAM that we know has rows in a table, or stands written as not modelled. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assumeRows } from "./tables/assume.ts";
import { conditionRows } from "./tables/conditions.ts";
import { controlRows } from "./tables/request-controls.ts";
import { layerRows } from "./tables/request-layers.ts";
import { namingRows } from "./tables/request-naming.ts";
import { serviceRows } from "./tables/request-services.ts";
import { trustRows } from "./tables/trust.ts";
import { unmodelledRules } from "./tables/unmodelled.ts";

const lastRule = 68;

const rows = [
  ...assumeRows,
  ...conditionRows,
  ...controlRows,
  ...layerRows,
  ...namingRows,
  ...serviceRows,
  ...trustRows,
];

test("every rule has rows, or stands written as not modelled", () => {
  const told = new Set([...rows, ...unmodelledRules].map(({ rule }) => rule));
  const missing = Array.from({ length: lastRule }, (_, index) => index + 1).filter((rule) => !told.has(rule));
  assert.deepEqual(missing, []);
});

test("no rule stands as not modelled that has rows", () => {
  const held = new Set(rows.map(({ rule }) => rule));
  assert.deepEqual(
    unmodelledRules.filter(({ rule }) => held.has(rule)).map(({ rule }) => rule),
    [],
  );
});
