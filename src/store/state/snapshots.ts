/** Which snapshots there are: what is in them stays in their files. */
import type { StateDatabase } from "./database.ts";
import type { KnownSnapshot } from "./state-store.ts";
import { lookup } from "./stored-text.ts";

/** The same id again takes its place: the file may have moved. */
export async function recordSnapshot(database: StateDatabase, snapshot: KnownSnapshot): Promise<void> {
  await database.write(async (db) => {
    await db
      .insertInto("snapshots")
      .values({
        id_lookup: lookup(snapshot.id),
        created_at: snapshot.createdAt,
        recorded_at: snapshot.recordedAt,
        snapshot: JSON.stringify(snapshot),
      })
      .onConflict((conflict) =>
        conflict.column("id_lookup").doUpdateSet((row) => ({
          created_at: row.ref("excluded.created_at"),
          recorded_at: row.ref("excluded.recorded_at"),
          snapshot: row.ref("excluded.snapshot"),
        })),
      )
      .execute();
  });
}

export async function snapshots(database: StateDatabase, limit: number): Promise<readonly KnownSnapshot[]> {
  return database.read(async (db) => {
    const rows = await db
      .selectFrom("snapshots")
      .select("snapshot")
      .orderBy("created_at", "desc")
      .orderBy("recorded_at", "desc")
      .orderBy("id_lookup")
      .limit(limit)
      .execute();
    return rows.map((row) => {
      const snapshot: KnownSnapshot = JSON.parse(row.snapshot);
      return snapshot;
    });
  });
}
