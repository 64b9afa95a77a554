/**
 * A trail asked by DuckDB, in this process: CloudTrail's JSON files, or Parquet with the columns of Athena's table. DuckDB is not
 * brought along: it is used where `@duckdb/node-api` is installed.
 */
import { err, ok, type Result, type TrailGroups, type TrailQuestion } from "../../model/index.ts";
import type { TrailFault } from "../trail/trail-reader.ts";
import { duckdb } from "./duckdb-dialect.ts";
import { jsonFilesSource, parquetSource } from "./duckdb-source.ts";
import { RowReader } from "./rows.ts";
import { sqlQuestion } from "./sql-question.ts";
import { trailStatement } from "./trail-query.ts";

type Duckdb = typeof import("@duckdb/node-api");

const unreadable = (message: string): Result<never, TrailFault> => err({ kind: "unreadable", message });

export async function askDuckdb(
  glob: string,
  question: TrailQuestion,
  signal: AbortSignal,
): Promise<Result<TrailGroups, TrailFault>> {
  const sdk = await installedDuckdb();
  if (typeof sdk === "string")
    return unreadable(
      `duckdb: needs the package ${packageName}, which ${sdk}. Without it, name the directory alone: AccessLens reads it by itself.`,
    );
  const asked = sqlQuestion(question);
  const isParquet = /\.parquet$/i.test(glob);
  const { sql, parameters } = trailStatement(
    asked,
    isParquet ? parquetSource(glob) : jsonFilesSource(glob),
    duckdb,
  );
  const instance = await sdk.DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    if (signal.aborted) return err({ kind: "stopped" });
    await connection.run("SET TimeZone = 'UTC'");
    const result = await connection.stream(sql, [...parameters]);
    const reader = new RowReader(asked);
    for await (const rows of result.yieldRows()) {
      for (const row of rows) {
        const wrong = reader.take(row.map((value) => (value === null ? null : String(value))));
        if (wrong !== null) return unreadable(`DuckDB's answer has ${wrong}`);
      }
    }
    return ok(reader.groups());
  } catch (cause) {
    if (signal.aborted) return err({ kind: "stopped" });
    // DuckDB's errors have no classes of their own.
    return unreadable(
      `DuckDB, asked about ${glob}: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  } finally {
    signal.removeEventListener("abort", interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}

const packageName = "@duckdb/node-api";

/** Or why there is none, as the end of a sentence. */
async function installedDuckdb(): Promise<Duckdb | string> {
  try {
    return await import("@duckdb/node-api");
  } catch (cause) {
    const why = whyAbsent(cause);
    if (why === null) throw cause;
    return why;
  }
}

/** By what Node says when a package can't be loaded. Null: it is no such failure. */
function whyAbsent(cause: unknown): string | null {
  if (!(cause instanceof Error) || !("code" in cause)) return null;
  if (cause.code === "ERR_MODULE_NOT_FOUND" && cause.message.includes(`'${packageName}'`))
    return `is not installed: npm install ${packageName} beside AccessLens`;
  // DuckDB itself is a package for each system, which npm leaves out with --omit=optional, and where another system installed it.
  const isOfSystem = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED"].includes(
    String(cause.code),
  );
  return isOfSystem
    ? `is installed without what it needs on this system (${process.platform} ${process.arch}): npm install ${packageName} beside AccessLens, with its optional packages`
    : null;
}
