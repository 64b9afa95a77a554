/** The journal of what was written to AWS: intents before the writes, and what came of them. */
import type { AppliedChange, ChangeFilter, ChangeState, IntendedChange } from "../../model/index.ts";
import type { StateDatabase } from "./database.ts";
import type { ChangeOutcome } from "./state-store.ts";
import { lookup } from "./stored-text.ts";
import type { Tables } from "./tables.ts";

/** An id that is there already stays as it is. */
export async function intendChange(database: StateDatabase, change: IntendedChange): Promise<void> {
  await database.write(async (db) => {
    await db
      .insertInto("applied_changes")
      .values({
        id_lookup: lookup(change.id),
        at: change.at,
        state: "intended",
        state_at: change.at,
        target_lookup: lookup(change.target),
        account_lookup: lookup(change.account),
        note: null,
        change: JSON.stringify(change),
      })
      .onConflict((conflict) => conflict.column("id_lookup").doNothing())
      .execute();
  });
}

/** False: it is not there, or in none of the states `from`; nothing is changed then. */
export async function endChange(
  database: StateDatabase,
  id: string,
  from: readonly ChangeState[],
  { state, at, note, ...texts }: ChangeOutcome,
): Promise<boolean> {
  return database.write(async (db) => {
    const row = await db
      .selectFrom("applied_changes")
      .select("change")
      .where("id_lookup", "=", lookup(id))
      .where("state", "in", from)
      .executeTakeFirst();
    if (row === undefined) return false;
    const intended: IntendedChange = JSON.parse(row.change);
    const { numUpdatedRows } = await db
      .updateTable("applied_changes")
      .set({
        state,
        state_at: at,
        note: note === null ? null : JSON.stringify(note),
        change: JSON.stringify({ ...intended, ...texts }),
      })
      .where("id_lookup", "=", lookup(id))
      // Somebody else may have ended it since it was read.
      .where("state", "in", from)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}

/** Latest first. */
export async function appliedChanges(
  database: StateDatabase,
  { state, target, account }: ChangeFilter,
  limit: number,
): Promise<readonly AppliedChange[]> {
  return database.read(async (db) => {
    let query = db.selectFrom("applied_changes").select(["state", "state_at", "note", "change"]);
    if (state !== undefined) query = query.where("state", "=", state);
    if (target !== undefined) query = query.where("target_lookup", "=", lookup(target));
    if (account !== undefined) query = query.where("account_lookup", "=", lookup(account));
    const rows = await query.orderBy("at", "desc").orderBy("id_lookup", "desc").limit(limit).execute();
    return rows.map(changeOf);
  });
}

export async function appliedChange(database: StateDatabase, id: string): Promise<AppliedChange | null> {
  return database.read(async (db) => {
    const row = await db
      .selectFrom("applied_changes")
      .select(["state", "state_at", "note", "change"])
      .where("id_lookup", "=", lookup(id))
      .executeTakeFirst();
    return row === undefined ? null : changeOf(row);
  });
}

function changeOf({
  state,
  state_at,
  note,
  change,
}: Pick<Tables["applied_changes"], "state" | "state_at" | "note" | "change">): AppliedChange {
  const intended: IntendedChange = JSON.parse(change);
  const told: string | null = note === null ? null : JSON.parse(note);
  return { ...intended, state, stateAt: state_at, note: told };
}
