/**
 * The schema, step by step, forward only. A step that was released is never changed: what comes later is a step of its own, at the
 * end. A database remembers its last step in `schema_versions`.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import type { DatabaseKind } from "./database.ts";
import { firstTables } from "./migrations/0001-first-tables.ts";
import { appliedChangesTable } from "./migrations/0002-applied-changes.ts";
import { externalIds } from "./migrations/0003-external-ids.ts";
import type { Tables } from "./tables.ts";

/** Runs within a transaction that nobody else runs at the same time. */
export type Migration = (db: Transaction<Tables>, kind: DatabaseKind) => Promise<void>;

/** The first brings version 1. */
export const migrations: readonly Migration[] = [firstTables, appliedChangesTable, externalIds];

/** 0: there is nothing yet. */
export async function schemaVersion(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom("schema_versions")
    .select(sql<number | null>`max(version)`.as("version"))
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** Runs those after `version`, which is the database's. */
export async function migrate(
  db: Transaction<Tables>,
  kind: DatabaseKind,
  version: number,
  steps: readonly Migration[],
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    await step(db, kind);
    await db
      .insertInto("schema_versions")
      .values({ version: index + 1 })
      .execute();
  }
}
