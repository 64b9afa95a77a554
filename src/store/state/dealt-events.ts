/** CloudTrail events that are dealt with: what makes a second delivery of one harmless, and answers why nobody was told. */
import { batches, contains, type StateDatabase } from "./database.ts";
import type { DealtEvent, Settlement } from "./state-store.ts";
import { lookup, searchable } from "./stored-text.ts";

export async function dealtWith(
  database: StateDatabase,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const byLookup = new Map(eventIds.map((id) => [lookup(id), id]));
  return database.read(async (db) => {
    const found = new Set<string>();
    for (const batch of batches([...byLookup.keys()])) {
      const rows = await db
        .selectFrom("dealt_events")
        .select("id_lookup")
        .where("id_lookup", "in", batch)
        .execute();
      for (const { id_lookup } of rows) {
        const id = byLookup.get(id_lookup);
        if (id !== undefined) found.add(id);
      }
    }
    return found;
  });
}

export async function dealtEvents(
  database: StateDatabase,
  about: string,
  limit: number,
): Promise<readonly DealtEvent[]> {
  return database.read(async (db) => {
    const rows = await db
      .selectFrom("dealt_events")
      .select(["settled_at", "event"])
      .$if(about !== "", (query) =>
        query.where((row) =>
          row.or([
            row("id_lookup", "=", lookup(about)),
            contains(database.kind, row.ref("subjects"), searchable([about])),
          ]),
        ),
      )
      .orderBy("at", "desc")
      .orderBy("id_lookup")
      .limit(limit)
      .execute();
    return rows.map(({ settled_at, event }) => {
      const dealt: Settlement["events"][number] = JSON.parse(event);
      return { ...dealt, settledAt: settled_at };
    });
  });
}
