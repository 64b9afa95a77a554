/** Athena's answer to a question, by DuckDB: moto runs no SQL, and hands out rows that it was given. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { duckdb } from "../../../src/logs/trail-sql/duckdb-dialect.ts";
import { jsonFilesSource } from "../../../src/logs/trail-sql/duckdb-source.ts";
import { sqlQuestion } from "../../../src/logs/trail-sql/index.ts";
import { resultColumns, trailStatement } from "../../../src/logs/trail-sql/trail-query.ts";
import type { TrailQuestion } from "../../../src/model/index.ts";
import type { JsonRecord } from "./random-records.ts";

/** Gives moto (`http://127.0.0.1:PORT`) the answer to the next query that is started. */
export async function answerNextQuery(
  moto: string,
  records: readonly JsonRecord[],
  question: TrailQuestion,
): Promise<void> {
  const rows = await rowsOf(records, question);
  const body = JSON.stringify({ results: [{ rows, column_info: [] }] });
  await fetch(`${moto}/moto-api/static/athena/query-results`, { method: "POST", body });
}

async function rowsOf(records: readonly JsonRecord[], question: TrailQuestion): Promise<object[]> {
  const directory = mkdtempSync(join(tmpdir(), "accesslens-athena-"));
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  try {
    writeFileSync(join(directory, "trail.json"), JSON.stringify({ Records: records }));
    const { sql, parameters } = trailStatement(
      sqlQuestion(question),
      jsonFilesSource(join(directory, "*.json")),
      duckdb,
    );
    const answer = await connection.runAndReadAll(sql, [...parameters]);
    const cells = (texts: readonly unknown[]) => ({
      Data: texts.map((text) => (text === null ? {} : { VarCharValue: String(text) })),
    });
    return [cells(resultColumns), ...answer.getRows().map(cells)];
  } finally {
    connection.closeSync();
    rmSync(directory, { recursive: true });
  }
}
