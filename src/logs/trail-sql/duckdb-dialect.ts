/** The dialect of DuckDB. */
import type { Dialect } from "./dialect.ts";
import { sqlText } from "./sql-text.ts";

export const duckdb: Dialect = {
  replace: (text, pattern, replacement) =>
    `regexp_replace(${text}, ${sqlText(pattern)}, ${sqlText(replacement)}, 'g')`,
  // An empty text where nothing matches: no pattern here has an empty group.
  extract: (text, pattern) => `nullif(regexp_extract(${text}, ${sqlText(pattern)}, 1), '')`,
  matches: (text, pattern) => `regexp_matches(${text}, ${sqlText(pattern)})`,
  jsonTexts: (texts) => `CAST(to_json([${texts.join(", ")}]) AS VARCHAR)`,
  jsonList: (list) => `CAST(to_json(${list}) AS VARCHAR)`,
  jsonCounts: (counts) => `CAST(to_json(${counts}) AS VARCHAR)`,
  join: (list, separator) => `array_to_string(${list}, ${sqlText(separator)})`,
  md5: (text) => `md5(${text})`,
  epoch: (text) => `CAST(epoch(try_strptime(${text}, '%Y-%m-%dT%H:%M:%SZ')) AS BIGINT)`,
  epochOfWords: (text) => `CAST(epoch(try_strptime(${text}, '%b %d %Y %I:%M:%S %p')) AS BIGINT)`,
  unnest: (list, alias, column) => `UNNEST(${list}) AS ${alias}(${column})`,
  unnestPairs: (pairs, alias, columns) => {
    const both = pairs.map(([first, second]) => `{a: ${first}, b: ${second}}`).join(", ");
    return `(SELECT pair.a AS ${columns[0]}, pair.b AS ${columns[1]} FROM UNNEST([${both}]) AS pairs(pair)) AS ${alias}`;
  },
  parameter: (index) => `$${index}`,
};
