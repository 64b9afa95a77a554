/**
 * A trail asked in SQL, where it lies: Athena, CloudTrail Lake, DuckDB. In flow a question and an address; out come groups of calls,
 * or for Lake events. It must not say what a record means: the parser does. Start reading at `trail-query.ts`.
 */
export {
  type AthenaAddress,
  addressForms,
  type DuckdbAddress,
  type LakeAddress,
  type SqlAddress,
  sqlAddress,
} from "./address.ts";
export { openAthena } from "./athena-trail.ts";
export { askDuckdb } from "./duckdb-trail.ts";
export { openLake } from "./lake-reader.ts";
export { type ScanBudget, scanInWords } from "./scan-budget.ts";
export { estimatedScan, type ScanEstimate } from "./scan-estimate.ts";
export type { SqlAccess } from "./sql-access.ts";
export { sqlQuestion } from "./sql-question.ts";
export { athenaCalls, athenaNeedsBesides, lakeCalls } from "./trail-calls.ts";
export { createTableStatement } from "./trail-table.ts";
