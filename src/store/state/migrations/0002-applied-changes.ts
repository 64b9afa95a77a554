/** Version 2: the journal of what was written to AWS. */
import type { Transaction } from "kysely";
import type { DatabaseKind } from "../database.ts";
import type { Tables } from "../tables.ts";
import { createTables, type Index, type TableColumns } from "./create-tables.ts";

const columns = {
  applied_changes: {
    id_lookup: "text",
    at: "whole",
    state: "text",
    state_at: "whole",
    target_lookup: "text",
    account_lookup: "text",
    note: "text?",
    change: "text",
  },
} as const satisfies Partial<TableColumns>;

const indexes: readonly Index[] = [
  { name: "applied_changes_by_time", table: "applied_changes", columns: ["at"] },
  { name: "applied_changes_by_target", table: "applied_changes", columns: ["target_lookup", "at"] },
];

export async function appliedChangesTable(db: Transaction<Tables>, kind: DatabaseKind): Promise<void> {
  await createTables(db, kind, columns, indexes);
}
