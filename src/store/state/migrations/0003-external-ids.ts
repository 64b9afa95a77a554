/** Version 3: the registry of external IDs. */
import { sql, type Transaction } from "kysely";
import type { DatabaseKind } from "../database.ts";
import type { Tables } from "../tables.ts";
import { createTables, type Index, type TableColumns } from "./create-tables.ts";

const columns = {
  external_ids: {
    id_lookup: "text",
    relationship_lookup: "text",
    state: "text",
    issued_at: "whole",
    changed_at: "whole",
    record: "text",
  },
} as const satisfies Partial<TableColumns>;

const indexes: readonly Index[] = [
  { name: "external_ids_by_relationship", table: "external_ids", columns: ["relationship_lookup"] },
];

export async function externalIds(db: Transaction<Tables>, kind: DatabaseKind): Promise<void> {
  await createTables(db, kind, columns, indexes);
  // Two current ones of one relationship are impossible, whoever writes.
  await db.schema
    .createIndex("external_ids_in_use")
    .on("external_ids")
    .columns(["relationship_lookup", "state"])
    .unique()
    .where("state", "in", [sql.lit("current"), sql.lit("retiring")])
    .execute();
  await db.insertInto("counters").values({ name: "external-ids", value: 0 }).execute();
}
