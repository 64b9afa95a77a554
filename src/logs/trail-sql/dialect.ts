/**
 * What differs between engines: how a field of a record is reached, and a dozen functions. Everything else of the query is
 * written once (`trail-query.ts`) in SQL that Trino (Athena, CloudTrail Lake) and DuckDB both take.
 */
import type { RecordField } from "./record-fields.ts";

/** A piece of SQL. Made by code alone: texts from outside stand in parameters. */
export type Sql = string;

export interface Dialect {
  /** Every match; `replacement` names the first group by `\1`. */
  replace(text: Sql, pattern: string, replacement: string): Sql;
  /** The first group of the first match; null without one. */
  extract(text: Sql, pattern: string): Sql;
  matches(text: Sql, pattern: string): Sql;
  /** JSON's text of an array of texts that may be null. */
  jsonTexts(texts: readonly Sql[]): Sql;
  /** JSON's text of a list of texts. */
  jsonList(list: Sql): Sql;
  /** JSON's text of an object of counts, of what `histogram` gives. */
  jsonCounts(counts: Sql): Sql;
  /** Joins an aggregated list of texts. */
  join(list: Sql, separator: string): Sql;
  /** Lower-case hexadecimal digits. */
  md5(text: Sql): Sql;
  /** Of `2026-01-31T10:00:00Z`, in whole seconds since 1970; null for other text. */
  epoch(text: Sql): Sql;
  /** Of `Jan 31 2026 10:00:00 PM`, as {@link epoch}. */
  epochOfWords(text: Sql): Sql;
  /** A FROM item: a row for each element of the list that `alias.column` gives. */
  unnest(list: Sql, alias: string, column: string): Sql;
  /** A FROM item: rows of two columns. */
  unnestPairs(
    pairs: readonly (readonly [Sql, Sql])[],
    alias: string,
    columns: readonly [string, string],
  ): Sql;
  /** A place for the next parameter. */
  readonly parameter: (index: number) => Sql;
}

/** Where the records are. */
export interface TrailSource {
  /** A FROM item with a row for each record. */
  readonly from: Sql;
  /** Text or null; JSON text for fields of kind `json`. Null too where the source does not have the field. */
  field(field: RecordField["path"], kind: RecordField["kind"]): Sql;
  /** `2026-01-31T10:00:00Z` */
  readonly time: Sql;
  /** Conditions that let the engine read less, and their parameters; nothing that is asked for is left out by them. */
  readonly prune: readonly Condition[];
}

/** `sql` has `{}` where each of the parameters goes. */
export type Condition = { readonly sql: Sql; readonly parameters: readonly string[] };
