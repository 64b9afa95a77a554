/** Tables of a step, the same over both databases. */
import { type CreateTableBuilder, sql, type Transaction } from "kysely";
import type { DatabaseKind } from "../database.ts";
import type { Tables } from "../tables.ts";

/** A `?` at the end: may be null. */
type ColumnType = "text" | "text?" | "whole" | "whole?";

/** The first column is the primary key. */
export type TableColumns = {
  readonly [T in keyof Tables]: { readonly [C in keyof Tables[T]]: ColumnType };
};

export type Index = {
  readonly name: string;
  readonly table: keyof Tables;
  readonly columns: readonly string[];
  readonly unique?: true;
};

export async function createTables(
  db: Transaction<Tables>,
  kind: DatabaseKind,
  columns: Partial<TableColumns>,
  indexes: readonly Index[],
): Promise<void> {
  // By code points on both: PostgreSQL's other orders change with the system that it runs on.
  const text = kind === "sqlite" ? sql`text` : sql`text collate "C"`;
  const whole = kind === "sqlite" ? sql`integer` : sql`bigint`;
  for (const [table, types] of Object.entries(columns)) {
    let builder: CreateTableBuilder<string, string> = db.schema.createTable(table);
    for (const [index, [name, type]] of Object.entries(types).entries()) {
      builder = builder.addColumn(name, type.startsWith("text") ? text : whole, (column) => {
        if (index === 0) return column.primaryKey().notNull();
        return type.endsWith("?") ? column : column.notNull();
      });
    }
    if (kind === "sqlite") builder = builder.modifyEnd(sql`strict`);
    await builder.execute();
  }
  for (const { name, table, columns: indexed, unique } of indexes) {
    const index = db.schema
      .createIndex(name)
      .on(table)
      .columns([...indexed]);
    await (unique === true ? index.unique() : index).execute();
  }
}
