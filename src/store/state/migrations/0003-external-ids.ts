/** The registry of external IDs. */
import { sql, type Transaction } from "kysely";
import type { DatabaseKind } from "../database.ts";
import type { Tables } from "../tables.ts";

export async function externalIds(db: Transaction<Tables>, kind: DatabaseKind): Promise<void> {
  // By code points on both: PostgreSQL's other orders change with the system that it runs on.
  const text = kind === "sqlite" ? sql`text` : sql`text collate "C"`;
  const whole = kind === "sqlite" ? sql`integer` : sql`bigint`;
  let table = db.schema
    .createTable("external_ids")
    .addColumn("id_lookup", text, (column) => column.primaryKey().notNull())
    .addColumn("relationship_lookup", text, (column) => column.notNull())
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("issued_at", whole, (column) => column.notNull())
    .addColumn("changed_at", whole, (column) => column.notNull())
    .addColumn("record", text, (column) => column.notNull());
  if (kind === "sqlite") table = table.modifyEnd(sql`strict`);
  await table.execute();
  // Two current ones of one relationship are impossible, whoever writes.
  await db.schema
    .createIndex("external_ids_in_use")
    .on("external_ids")
    .columns(["relationship_lookup", "state"])
    .unique()
    .where("state", "in", [sql.lit("current"), sql.lit("retiring")])
    .execute();
  await db.schema
    .createIndex("external_ids_by_relationship")
    .on("external_ids")
    .columns(["relationship_lookup"])
    .execute();
  await db.insertInto("counters").values({ name: "external-ids", value: 0 }).execute();
}
