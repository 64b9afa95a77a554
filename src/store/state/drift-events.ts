/** Drift events, and what was decided on telling them. */
import type { Selectable } from "kysely";
import type { DriftEvent } from "../../model/index.ts";
import { contains, type StateDatabase } from "./database.ts";
import type { AlertDecision, DriftFilter, StoredDriftEvent } from "./state-store.ts";
import { lookup, searchable, unpacked } from "./stored-text.ts";
import { severityRank, type Tables } from "./tables.ts";

export async function driftEvents(
  database: StateDatabase,
  { account, subject, actor, atLeast, kind, from, to }: DriftFilter,
  { before, limit }: { readonly before?: number; readonly limit: number },
): Promise<readonly StoredDriftEvent[]> {
  return database.read(async (db) => {
    let query = db.selectFrom("drift_events").select(["sequence", "reverted_by", "event"]);
    if (account !== undefined) query = query.where("account_lookup", "=", lookup(account));
    if (subject !== undefined) query = query.where("subject_lookup", "=", lookup(subject));
    if (actor !== undefined && actor !== "") {
      query = query.where((row) => contains(database.kind, row.ref("actors"), searchable([actor])));
    }
    if (atLeast !== undefined) query = query.where("severity", ">=", severityRank(atLeast));
    if (kind !== undefined) query = query.where("kind", "=", kind);
    if (from !== undefined) query = query.where("at", ">=", from);
    if (to !== undefined) query = query.where("at", "<=", to);
    if (before !== undefined) query = query.where("sequence", "<", before);
    const rows = await query.orderBy("sequence", "desc").limit(limit).execute();
    return rows.map(driftEventOf);
  });
}

export async function driftEventsAfter(
  database: StateDatabase,
  sequence: number,
  limit: number,
): Promise<readonly StoredDriftEvent[]> {
  return database.read(async (db) => {
    const rows = await db
      .selectFrom("drift_events")
      .select(["sequence", "reverted_by", "event"])
      .where("sequence", ">", sequence)
      .orderBy("sequence")
      .limit(limit)
      .execute();
    return rows.map(driftEventOf);
  });
}

export async function driftEvent(database: StateDatabase, id: string): Promise<StoredDriftEvent | null> {
  return database.read(async (db) => {
    const row = await db
      .selectFrom("drift_events")
      .select(["sequence", "reverted_by", "event"])
      .where("id_lookup", "=", lookup(id))
      .executeTakeFirst();
    return row === undefined ? null : driftEventOf(row);
  });
}

/** In the order in which they were made. */
export async function decisionsOn(
  database: StateDatabase,
  event: string,
): Promise<readonly (AlertDecision & { readonly at: number })[]> {
  return database.read(async (db) => {
    const rows = await db
      .selectFrom("decisions")
      .select(["channel", "verdict", "why", "at"])
      .where("drift_event_lookup", "=", lookup(event))
      .orderBy("sequence")
      .execute();
    return rows.map(({ channel, verdict, why, at }) => ({
      driftEvent: event,
      channel: channel === null ? null : unpacked(channel),
      verdict,
      why: unpacked(why),
      at,
    }));
  });
}

type DriftEventRow = Pick<Selectable<Tables["drift_events"]>, "sequence" | "reverted_by" | "event">;

function driftEventOf(row: DriftEventRow): StoredDriftEvent {
  const event: DriftEvent = JSON.parse(row.event);
  const revertedBy = row.reverted_by === null ? null : unpacked(row.reverted_by);
  return { ...event, sequence: row.sequence, revertedBy };
}
