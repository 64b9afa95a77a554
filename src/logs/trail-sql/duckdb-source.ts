/** CloudTrail's files as DuckDB reads them: one JSON value a record. */
import type { Sql, TrailSource } from "./dialect.ts";
import { sqlText } from "./sql-text.ts";

/** CloudTrail's own files are far smaller. */
const largestFile = 2 ** 28;

/** `{"Records": […]}`, plain or gzip'd. */
export function jsonFilesSource(glob: string): TrailSource {
  return recordsSource(
    `(SELECT unnest("Records") AS record FROM read_json(${sqlText(glob)}, columns = {"Records": 'JSON[]'}, format = 'auto', maximum_object_size = ${largestFile})) AS records`,
    (name) => name,
    () => true,
  );
}

/** Names in lower case; parameters and answers as JSON's text, as Athena's tables have them. */
export function parquetSource(glob: string): TrailSource {
  const texts = ["requestparameters", "responseelements", "additionaleventdata", "serviceeventdetails"];
  const parsed = texts.map((name) => `'${name}', TRY_CAST(record ->> '$.${name}' AS JSON)`).join(", ");
  const whole = `SELECT to_json(file) AS record FROM read_parquet(${sqlText(glob)}, union_by_name = true) AS file`;
  return recordsSource(
    `(SELECT json_merge_patch(record, json_object(${parsed})) AS record FROM (${whole}) AS files) AS records`,
    (name) => name.toLowerCase(),
    (path) => texts.includes(path[0].toLowerCase()),
  );
}

/** `isProper`: whether names under the path are CloudTrail's own, of the first one always the source's. */
function recordsSource(
  from: Sql,
  named: (name: string) => string,
  isProper: (path: readonly [string, ...string[]]) => boolean,
): TrailSource {
  const field: TrailSource["field"] = (path, kind) => {
    const names = path.map((name, index) => (index > 0 && isProper(path) ? name : named(name)));
    const place = sqlText(`$${names.map((name) => (name === "0" ? "[0]" : `."${name}"`)).join("")}`);
    return kind === "json"
      ? `CASE WHEN json_type(record, ${place}) <> 'NULL' THEN CAST(record -> ${place} AS VARCHAR) END`
      : `CASE WHEN json_type(record, ${place}) NOT IN ('OBJECT', 'ARRAY', 'NULL') THEN record ->> ${place} END`;
  };
  return { from, field, time: field(["eventTime"], "text"), prune: [] };
}
