/** The last state that was settled of each subject. */
import type { Selectable } from "kysely";
import { batches, type StateDatabase } from "./database.ts";
import type { SubjectState } from "./state-store.ts";
import { lookup, unpacked } from "./stored-text.ts";
import type { Tables } from "./tables.ts";

export async function subjectStates(
  database: StateDatabase,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SubjectState>> {
  return database.read(async (db) => {
    const found = new Map<string, SubjectState>();
    for (const batch of batches([...new Set(keys.map(lookup))])) {
      const rows = await db
        .selectFrom("subject_states")
        .selectAll()
        .where("key_lookup", "in", batch)
        .execute();
      for (const state of rows.map(stateOf)) found.set(state.key, state);
    }
    return found;
  });
}

export async function subjectStatesAfter(
  database: StateDatabase,
  sequence: number,
  limit: number,
): Promise<readonly SubjectState[]> {
  return database.read(async (db) => {
    const rows = await db
      .selectFrom("subject_states")
      .selectAll()
      .where("sequence", ">", sequence)
      .orderBy("sequence")
      .limit(limit)
      .execute();
    return rows.map(stateOf);
  });
}

function stateOf(row: Selectable<Tables["subject_states"]>): SubjectState {
  return {
    key: row.key === null ? row.key_lookup : unpacked(row.key),
    version: row.version,
    sequence: row.sequence,
    state: unpacked(row.state),
    readAt: row.read_at,
  };
}
