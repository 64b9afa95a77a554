/** A settlement: one piece of work that is written whole, or not at all. */
import { createHash } from "node:crypto";
import type { Insertable, Transaction } from "kysely";
import { batches, lockCounter, type StateDatabase } from "./database.ts";
import type { AlertDecision, Settled, Settlement } from "./state-store.ts";
import { lookup, packed, searchable } from "./stored-text.ts";
import { severityRank, type Tables } from "./tables.ts";

type Unnumbered<T extends keyof Tables> = Omit<Insertable<Tables[T]>, "sequence">;

/** Rows are made before the transaction: others wait for its end. */
type Rows = {
  readonly states: readonly Unnumbered<"subject_states">[];
  readonly driftEvents: readonly Unnumbered<"drift_events">[];
  readonly deliveries: readonly Unnumbered<"deliveries">[];
  readonly decisions: readonly Unnumbered<"decisions">[];
  readonly events: readonly Insertable<Tables["dealt_events"]>[];
};

/**
 * INVARIANT: sequences are given while the counter is locked, and it is locked until they are visible: who reads up to a number will
 * never find a lower one later.
 */
export async function settle(database: StateDatabase, settlement: Settlement): Promise<Settled> {
  const rows = rowsOf(settlement);
  return database.write(async (db) => {
    const before = await lockCounter(database.kind, db, "settlement");
    const stale = await staleKeys(db, settlement);
    if (stale.length > 0) return { kind: "stale", keys: stale };
    const sequence = await insert(db, rows, before);
    await markReverted(db, settlement);
    await db.updateTable("counters").set({ value: sequence }).where("name", "=", "settlement").execute();
    return { kind: "settled", before, sequence };
  });
}

/** Keys whose version is another one now than the settlement was made from. */
async function staleKeys(db: Transaction<Tables>, { states }: Settlement): Promise<readonly string[]> {
  const versions = new Map<string, number>();
  for (const batch of batches(states)) {
    const found = await db
      .selectFrom("subject_states")
      .select(["key_lookup", "version"])
      .where(
        "key_lookup",
        "in",
        batch.map(({ key }) => lookup(key)),
      )
      .execute();
    for (const { key_lookup, version } of found) versions.set(key_lookup, version);
  }
  return states.filter(({ key, from }) => (versions.get(lookup(key)) ?? 0) !== from).map(({ key }) => key);
}

/** Answers the last sequence that was given. */
async function insert(db: Transaction<Tables>, rows: Rows, before: number): Promise<number> {
  let sequence = before;
  const next = (): { readonly sequence: number } => {
    sequence += 1;
    return { sequence };
  };
  for (const batch of batches(rows.states, ({ state }) => state.length)) {
    await db
      .insertInto("subject_states")
      .values(batch.map((row) => ({ ...row, ...next() })))
      .onConflict((conflict) =>
        conflict.column("key_lookup").doUpdateSet((row) => ({
          version: row.ref("excluded.version"),
          sequence: row.ref("excluded.sequence"),
          state: row.ref("excluded.state"),
          read_at: row.ref("excluded.read_at"),
        })),
      )
      .execute();
  }
  for (const batch of batches(rows.driftEvents, ({ event }) => event.length)) {
    await db
      .insertInto("drift_events")
      .values(batch.map((row) => ({ ...row, ...next() })))
      .onConflict((conflict) => conflict.column("id_lookup").doNothing())
      .execute();
  }
  for (const batch of batches(rows.deliveries, ({ planned }) => planned.length)) {
    await db
      .insertInto("deliveries")
      .values(batch.map((row) => ({ ...row, ...next() })))
      .onConflict((conflict) => conflict.column("id_lookup").doNothing())
      .execute();
  }
  for (const batch of batches(rows.decisions)) {
    await db
      .insertInto("decisions")
      .values(batch.map((row) => ({ ...row, ...next() })))
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
  }
  for (const batch of batches(rows.events, ({ event }) => event.length)) {
    await db
      .insertInto("dealt_events")
      .values(batch)
      .onConflict((conflict) => conflict.column("id_lookup").doNothing())
      .execute();
  }
  return sequence;
}

async function markReverted(db: Transaction<Tables>, { driftEvents }: Settlement): Promise<void> {
  for (const { id, reverts } of driftEvents) {
    if (reverts === null) continue;
    await db
      .updateTable("drift_events")
      .set({ reverted_by: packed(id) })
      .where("id_lookup", "=", lookup(reverts))
      .where("reverted_by", "is", null)
      .execute();
  }
}

function rowsOf({ states, driftEvents, deliveries, decisions, events, at }: Settlement): Rows {
  const keys = new Set(states.map(({ key }) => key));
  if (keys.size < states.length) throw new Error("a settlement names a subject twice");
  return {
    states: states.map(({ key, from, state, readAt }) => ({
      key_lookup: lookup(key),
      key: lookup(key) === key ? null : packed(key),
      version: from + 1,
      state: packed(state),
      read_at: readAt,
    })),
    driftEvents: driftEvents.map((event) => ({
      id_lookup: lookup(event.id),
      kind: event.kind,
      at: event.at,
      settled_at: at,
      severity: severityRank(event.severity),
      subject_lookup: lookup(event.subject),
      account_lookup: event.account === null ? null : lookup(event.account),
      actors: searchable(
        event.actors.flatMap(({ principal, sessionIssuer }) => [principal, sessionIssuer ?? ""]),
      ),
      reverted_by: null,
      event: JSON.stringify(event),
    })),
    deliveries: deliveries.map((planned) => ({
      id_lookup: lookup(planned.id),
      channel_lookup: lookup(planned.channel),
      status: "waiting",
      attempts: 0,
      last_error: null,
      created_at: at,
      at: planned.notBefore,
      holder: null,
      planned: JSON.stringify(planned),
    })),
    decisions: decisions.map((decision) => ({
      id: decisionId(decision),
      drift_event_lookup: lookup(decision.driftEvent),
      channel: decision.channel === null ? null : packed(decision.channel),
      verdict: decision.verdict,
      why: packed(decision.why),
      at,
    })),
    events: events.map((event) => ({
      id_lookup: lookup(event.id),
      at: event.at,
      settled_at: at,
      subjects: searchable(event.subjects),
      event: JSON.stringify(event),
    })),
  };
}

function decisionId({ driftEvent, channel, verdict, why }: AlertDecision): string {
  return createHash("sha256")
    .update(JSON.stringify([driftEvent, channel, verdict, why]))
    .digest("hex");
}
