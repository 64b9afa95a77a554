/** Small facts that processes share. */
import type { StateDatabase } from "./database.ts";
import { lookup, packed, unpacked } from "./stored-text.ts";

export async function note(database: StateDatabase, name: string): Promise<string | null> {
  return database.read(async (db) => {
    const row = await db
      .selectFrom("notes")
      .select("value")
      .where("name_lookup", "=", lookup(name))
      .executeTakeFirst();
    return row === undefined ? null : unpacked(row.value);
  });
}

export async function setNote(database: StateDatabase, name: string, value: string): Promise<void> {
  await database.write(async (db) => {
    await db
      .insertInto("notes")
      .values({ name_lookup: lookup(name), value: packed(value) })
      .onConflict((conflict) =>
        conflict.column("name_lookup").doUpdateSet((row) => ({ value: row.ref("excluded.value") })),
      )
      .execute();
  });
}
