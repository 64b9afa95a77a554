/** Who may work on what, for a while. */
import { batches, type StateDatabase } from "./database.ts";
import { lookup, packed } from "./stored-text.ts";

/** Of several names, those that were to be had. */
export async function takeLeases(
  database: StateDatabase,
  names: readonly string[],
  holder: string,
  now: number,
  milliseconds: number,
): Promise<readonly string[]> {
  const byLookup = new Map(names.map((name) => [lookup(name), name]));
  if (byLookup.size === 0) return [];
  // In one order: two who each wait for what the other has would wait for ever.
  const rows = [...byLookup.keys()]
    .toSorted()
    .map((name) => ({ name_lookup: name, holder: packed(holder), until: now + milliseconds }));
  return database.write(async (db) => {
    const taken = new Set<string>();
    for (const batch of batches(rows)) {
      const held = await db
        .insertInto("leases")
        .values(batch)
        .onConflict((conflict) =>
          conflict
            .column("name_lookup")
            .doUpdateSet((row) => ({ holder: row.ref("excluded.holder"), until: row.ref("excluded.until") }))
            .where((row) =>
              row.or([row("leases.until", "<=", now), row("leases.holder", "=", packed(holder))]),
            ),
        )
        .returning("name_lookup")
        .execute();
      for (const { name_lookup } of held) taken.add(name_lookup);
    }
    return [...byLookup].filter(([name]) => taken.has(name)).map(([, name]) => name);
  });
}

export async function releaseLeases(
  database: StateDatabase,
  names: readonly string[],
  holder: string,
): Promise<void> {
  const lookups = [...new Set(names.map(lookup))].toSorted();
  await database.write(async (db) => {
    for (const batch of batches(lookups)) {
      await db
        .deleteFrom("leases")
        .where("name_lookup", "in", batch)
        .where("holder", "=", packed(holder))
        .execute();
    }
  });
}
