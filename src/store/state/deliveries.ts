/** The outbox: what is to be told, until it is told or given up. */
import type { Selectable } from "kysely";
import { batches, type StateDatabase } from "./database.ts";
import type { Delivery, PlannedDelivery } from "./state-store.ts";
import { lookup, packed, unpacked } from "./stored-text.ts";
import type { Tables } from "./tables.ts";

export async function takeDeliveries(
  database: StateDatabase,
  holder: string,
  now: number,
  milliseconds: number,
  limit: number,
): Promise<readonly Delivery[]> {
  // Most of the time there is nothing to do, and nobody has to wait for that.
  if (limit <= 0 || !(await isAnythingDue(database, now))) return [];
  const taken = await database.write(async (db) => {
    const due = await db
      .selectFrom("deliveries")
      .select("id_lookup")
      // Of one that is being sent, `at` is the end of its hold.
      .where("status", "in", ["waiting", "sending"])
      .where("at", "<=", now)
      .orderBy("at")
      .orderBy("sequence")
      .limit(limit)
      .$if(database.kind === "postgres", (query) => query.forUpdate().skipLocked())
      .execute();
    const rows: Selectable<Tables["deliveries"]>[] = [];
    for (const batch of batches(due.map(({ id_lookup }) => id_lookup))) {
      const held = await db
        .updateTable("deliveries")
        .set((row) => ({
          status: "sending" as const,
          holder: packed(holder),
          at: now + milliseconds,
          attempts: row("attempts", "+", 1),
        }))
        .where("id_lookup", "in", batch)
        .returningAll()
        .execute();
      rows.push(...held);
    }
    const order = new Map(due.map(({ id_lookup }, index) => [id_lookup, index]));
    return rows.toSorted((a, b) => (order.get(a.id_lookup) ?? 0) - (order.get(b.id_lookup) ?? 0));
  });
  return taken.map(deliveryOf);
}

async function isAnythingDue(database: StateDatabase, now: number): Promise<boolean> {
  return database.read(async (db) => {
    const row = await db
      .selectFrom("deliveries")
      .select("sequence")
      .where("status", "in", ["waiting", "sending"])
      .where("at", "<=", now)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  });
}

/** Nothing where the hold has gone to somebody else: what becomes of it is theirs to say. */
async function end(
  database: StateDatabase,
  id: string,
  holder: string,
  to: { readonly status: Delivery["status"]; readonly at: number; readonly last_error?: string },
): Promise<void> {
  await database.write(async (db) => {
    await db
      .updateTable("deliveries")
      .set({ ...to, holder: null })
      .where("id_lookup", "=", lookup(id))
      .where("status", "=", "sending")
      .where("holder", "=", packed(holder))
      .execute();
  });
}

export async function delivered(
  database: StateDatabase,
  id: string,
  holder: string,
  at: number,
): Promise<void> {
  await end(database, id, holder, { status: "delivered", at });
}

export async function notDelivered(
  database: StateDatabase,
  id: string,
  holder: string,
  at: number,
  error: string,
  nextAt: number | null,
): Promise<void> {
  const last_error = packed(error);
  await end(
    database,
    id,
    holder,
    nextAt === null ? { status: "dead", at, last_error } : { status: "waiting", at: nextAt, last_error },
  );
}

/** Latest first. */
export async function deliveries(
  database: StateDatabase,
  { status, channel }: { readonly status?: Delivery["status"]; readonly channel?: string },
  limit: number,
): Promise<readonly Delivery[]> {
  return database.read(async (db) => {
    let query = db.selectFrom("deliveries").selectAll();
    if (status !== undefined) query = query.where("status", "=", status);
    if (channel !== undefined) query = query.where("channel_lookup", "=", lookup(channel));
    const rows = await query.orderBy("sequence", "desc").limit(limit).execute();
    return rows.map(deliveryOf);
  });
}

export async function retryDeliveries(
  database: StateDatabase,
  ids: readonly string[] | "all-dead",
  now: number,
): Promise<number> {
  return database.write(async (db) => {
    const dead = db
      .updateTable("deliveries")
      .set({ status: "waiting", at: now, attempts: 0 })
      .where("status", "=", "dead");
    if (ids === "all-dead") return changed(await dead.executeTakeFirst());
    let count = 0;
    for (const batch of batches([...new Set(ids.map(lookup))].toSorted())) {
      count += changed(await dead.where("id_lookup", "in", batch).executeTakeFirst());
    }
    return count;
  });
}

function changed({ numUpdatedRows }: { readonly numUpdatedRows: bigint }): number {
  return Number(numUpdatedRows);
}

export async function deliveredSince(
  database: StateDatabase,
  channel: string,
  since: number,
): Promise<number> {
  return database.read(async (db) => {
    const { count } = await db
      .selectFrom("deliveries")
      .select((row) => row.fn.countAll<number>().as("count"))
      .where("channel_lookup", "=", lookup(channel))
      .where("status", "=", "delivered")
      .where("at", ">=", since)
      .executeTakeFirstOrThrow();
    return count;
  });
}

function deliveryOf(row: Selectable<Tables["deliveries"]>): Delivery {
  const planned: PlannedDelivery = JSON.parse(row.planned);
  return {
    ...planned,
    status: row.status,
    attempts: row.attempts,
    lastError: row.last_error === null ? null : unpacked(row.last_error),
    createdAt: row.created_at,
    at: row.at,
  };
}
