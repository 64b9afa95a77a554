/**
 * The SQL of a trail's questions against a plain reading of the same records: on DuckDB over CloudTrail's files, and on a real Trino
 * over a table as Athena has it.
 *
 *   node test/judges/trail-sql.ts [--seed 1] [--seconds 420] [--calls 300] [--trino 2]
 *
 * `--trino`: so many of the cases on Trino (0: none; it starts in half a minute). Exits 1 at the first difference.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { athenaSource } from "../../src/logs/trail-sql/athena-source.ts";
import { knownFields } from "../../src/logs/trail-sql/known-fields.ts";
import { RowReader } from "../../src/logs/trail-sql/rows.ts";
import { sqlQuestion } from "../../src/logs/trail-sql/sql-question.ts";
import { sqlText } from "../../src/logs/trail-sql/sql-text.ts";
import { trailStatement } from "../../src/logs/trail-sql/trail-query.ts";
import { tableColumns } from "../../src/logs/trail-sql/trail-table.ts";
import { trino as dialect } from "../../src/logs/trail-sql/trino-dialect.ts";
import type { TrailFacts, TrailQuestion } from "../../src/model/index.ts";
import { factsOfGroups } from "../../src/trail/groups/facts-of-groups.ts";
import { duckdbEngine } from "../../src/work/trail/sql-engine.ts";
import { type JsonRecord, randomRecords } from "../support/trail/random-records.ts";
import { plainFacts, questionOf } from "../support/trail/sql-questions.ts";
import { fillTable } from "../support/trail/trino-table.ts";
import { Trino, trinoMissing } from "../support/trino/trino.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "420" },
    calls: { type: "string", default: "300" },
    trino: { type: "string", default: "2" },
    workers: { type: "string" },
  },
});
const [firstSeed, calls] = [Number(values.seed), Number(values.calls)];
const end = performance.now() + Number(values.seconds) * 1000;

function same(told: TrailFacts, records: readonly JsonRecord[], question: TrailQuestion): void {
  const { skipped: _, accounts: __, ...facts } = told;
  assert.deepEqual(facts, plainFacts(records, question));
}

async function onDuckdb(records: readonly JsonRecord[], question: TrailQuestion): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "accesslens-sql-"));
  try {
    await writeFile(join(directory, "trail.json"), JSON.stringify({ Records: records }));
    const glob = join(directory, "*.json");
    const told = await duckdbEngine({ kind: "duckdb", glob }).ask(question, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    assert.ok(told.ok, told.ok ? "" : JSON.stringify(told.error));
    same(told.value, records, question);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function onTrino(trino: Trino, seed: number): Promise<void> {
  const [records, question] = [randomRecords(seed, calls), questionOf(seed)];
  const table = `trail_${seed}`;
  await fillTable(trino, table, records);
  const asked = sqlQuestion(question);
  const { sql, parameters } = trailStatement(
    asked,
    athenaSource(table, knownFields(tableColumns), []),
    dialect,
  );
  const left = parameters.map(sqlText);
  // Athena puts parameters where question marks stand, and those stand in the first WHERE alone.
  const placed = sql.replaceAll(/(?<=[<>]=? )\?/g, () => left.shift() ?? "?");
  assert.equal(left.length, 0);
  const reader = new RowReader(asked);
  for (const row of await trino.run(placed)) assert.equal(reader.take(row), null);
  same(factsOfGroups(reader.groups(), question, table), records, question);
}

const missing = trinoMissing();
if (Number(values.trino) > 0 && missing !== null) {
  console.log(missing);
  process.exitCode = process.env.CI === "true" ? 1 : 0;
} else if (Number(values.trino) > 0) {
  const trino = await Trino.start();
  try {
    for (let seed = firstSeed; seed < firstSeed + Number(values.trino); seed++) {
      await onTrino(trino, seed);
      console.log(`seed ${seed}: Trino agrees over ${calls} calls`);
    }
  } finally {
    trino.stop();
  }
}
let cases = 0;
for (let seed = firstSeed; performance.now() < end && cases < 100; seed++, cases++) {
  await onDuckdb(randomRecords(seed, calls), questionOf(seed));
}
console.log(`DuckDB agrees in ${cases} cases of ${calls} calls, from seed ${firstSeed}`);
