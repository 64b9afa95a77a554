/**
 * The records as a table of Athena has them: `useridentity` a structure, parameters and answers as JSON's texts, all in the way
 * of AWS's own table definitions (https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html). Fields that the given table
 * does not have are null.
 */
import type { Condition, Sql, TrailSource } from "./dialect.ts";
import { sqlName, sqlText } from "./sql-text.ts";

/** Names of the fields of a table in lower case, from the top: `useridentity.sessioncontext.sourceidentity`. */
export type KnownFields = { has(path: string): boolean };

/** Columns that hold JSON's text. */
const textColumns: ReadonlySet<string> = new Set([
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "serviceEventDetails",
]);

const nothing = "CAST(NULL AS varchar)";

export function athenaSource(from: Sql, known: KnownFields, prune: readonly Condition[]): TrailSource {
  const field = (path: readonly string[], kind: "text" | "json"): Sql => {
    const [top = "", ...rest] = path;
    if (textColumns.has(top)) {
      if (!known.has(top.toLowerCase())) return nothing;
      const place = sqlText(`$${rest.map((name) => (name === "0" ? "[0]" : `["${name}"]`)).join("")}`);
      return kind === "json"
        ? `json_format(try(json_extract(${top.toLowerCase()}, ${place})))`
        : `try(json_extract_scalar(${top.toLowerCase()}, ${place}))`;
    }
    const names = path.map((name) => name.toLowerCase());
    if (!known.has(names.join("."))) return nothing;
    const column = names.map(sqlName).join(".");
    return kind === "json" ? `json_format(CAST(${column} AS JSON))` : `CAST(${column} AS varchar)`;
  };
  return {
    from,
    field,
    time: sqlName("eventtime"),
    prune,
  };
}
