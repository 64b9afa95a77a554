/** The dialect of Trino, which Athena (engine version 3) and CloudTrail Lake speak. */
import type { Dialect } from "./dialect.ts";
import { sqlText } from "./sql-text.ts";

export const trino: Dialect = {
  replace: (text, pattern, replacement) =>
    `regexp_replace(${text}, ${sqlText(pattern)}, ${sqlText(replacement.replaceAll("\\1", "$1"))})`,
  extract: (text, pattern) => `regexp_extract(${text}, ${sqlText(pattern)}, 1)`,
  matches: (text, pattern) => `regexp_like(${text}, ${sqlText(pattern)})`,
  jsonTexts: (texts) => `json_format(CAST(ARRAY[${texts.join(", ")}] AS JSON))`,
  jsonList: (list) => `json_format(CAST(${list} AS JSON))`,
  jsonCounts: (counts) => `json_format(CAST(${counts} AS JSON))`,
  join: (list, separator) => `array_join(${list}, ${sqlText(separator)})`,
  md5: (text) => `lower(to_hex(md5(to_utf8(${text}))))`,
  epoch: (text) => `CAST(to_unixtime(try(from_iso8601_timestamp(${text}))) AS bigint)`,
  epochOfWords: (text) =>
    `CAST(to_unixtime(with_timezone(try(date_parse(${text}, '%b %e %Y %h:%i:%s %p')), 'UTC')) AS bigint)`,
  unnest: (list, alias, column) => `UNNEST(${list}) AS ${alias}(${column})`,
  unnestPairs: (pairs, alias, columns) =>
    `UNNEST(ARRAY[${pairs.map(([first]) => first).join(", ")}], ARRAY[${pairs
      .map(([, second]) => second)
      .join(", ")}]) AS ${alias}(${columns.join(", ")})`,
  parameter: () => "?",
};
