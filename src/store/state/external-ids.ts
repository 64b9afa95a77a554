/**
 * The registry of external IDs. One that was written stays for ever: revoked, so that it is never issued again.
 * INVARIANT: a relationship has one `current` at most, and one `retiring` at most, and that only beside a current one.
 */
import type { Kysely, Selectable, Transaction } from "kysely";
import type { ExternalIdState, RegisteredExternalId } from "../../model/index.ts";
import { lockCounter, type StateDatabase } from "./database.ts";
import type { ExternalIdIssued, ExternalIdRotated, NewExternalId, RotationAborted } from "./state-store.ts";
import { lookup } from "./stored-text.ts";
import type { Tables } from "./tables.ts";

type Written = Omit<RegisteredExternalId, "state" | "issuedAt" | "changedAt">;

export async function issueExternalId(
  database: StateDatabase,
  asked: NewExternalId,
  at: number,
): Promise<ExternalIdIssued> {
  return changing(database, async (db) => {
    const inUse = await ofRelationship(db, asked.relationship);
    const [has] = inUse.toSorted((a) => (a.state === "current" ? -1 : 1));
    if (has !== undefined) return { kind: "has-one", record: has };
    const known = await recordOf(db, asked.externalId);
    if (known !== null) return { kind: "known", record: known };
    return { kind: "issued", record: await insert(db, asked, at) };
  });
}

export async function rotateExternalId(
  database: StateDatabase,
  asked: NewExternalId,
  at: number,
): Promise<ExternalIdRotated> {
  return changing(database, async (db) => {
    const inUse = await ofRelationship(db, asked.relationship);
    const current = inUse.find(({ state }) => state === "current");
    const retiring = inUse.find(({ state }) => state === "retiring");
    if (current === undefined) return { kind: "none" };
    if (retiring !== undefined) return { kind: "under-way", current, retiring };
    const known = await recordOf(db, asked.externalId);
    if (known !== null) return { kind: "known", record: known };
    const before = await moveTo(db, current, "retiring", at);
    return { kind: "rotating", retiring: before, current: await insert(db, asked, at) };
  });
}

export async function endExternalIds(
  database: StateDatabase,
  relationship: string,
  states: readonly ("current" | "retiring")[],
  at: number,
  only?: string,
): Promise<readonly RegisteredExternalId[]> {
  return changing(database, async (db) => {
    const ended: RegisteredExternalId[] = [];
    for (const record of await ofRelationship(db, relationship)) {
      if (!states.some((state) => state === record.state)) continue;
      if (only !== undefined && record.externalId !== only) continue;
      ended.push(await moveTo(db, record, "revoked", at));
    }
    return ended;
  });
}

export async function abortRotation(
  database: StateDatabase,
  relationship: string,
  at: number,
  only: string,
): Promise<RotationAborted | null> {
  return changing(database, async (db) => {
    const inUse = await ofRelationship(db, relationship);
    const current = inUse.find(({ state, externalId }) => state === "current" && externalId === only);
    const retiring = inUse.find(({ state }) => state === "retiring");
    if (current === undefined || retiring === undefined) return null;
    // In this order: no two are current, not even in between.
    const revoked = await moveTo(db, current, "revoked", at);
    return { revoked, current: await moveTo(db, retiring, "current", at) };
  });
}

export async function useExternalIdsAt(
  database: StateDatabase,
  relationship: string,
  roles: readonly string[],
): Promise<readonly RegisteredExternalId[]> {
  return withRoles(database, relationship, (known) => [...new Set([...known, ...roles])]);
}

export async function disuseExternalIdsAt(
  database: StateDatabase,
  relationship: string,
  roles: readonly string[],
): Promise<void> {
  await withRoles(database, relationship, (known) => known.filter((role) => !roles.includes(role)));
}

function withRoles(
  database: StateDatabase,
  relationship: string,
  change: (roles: readonly string[]) => readonly string[],
): Promise<readonly RegisteredExternalId[]> {
  return changing(database, async (db) => {
    const told: RegisteredExternalId[] = [];
    for (const record of await ofRelationship(db, relationship)) {
      const next = { ...record, roles: change(record.roles) };
      await db
        .updateTable("external_ids")
        .set({ record: recordText(next) })
        .where("id_lookup", "=", lookup(record.externalId))
        .execute();
      told.push(next);
    }
    return told;
  });
}

export async function externalIds(
  database: StateDatabase,
  relationship?: string,
): Promise<readonly RegisteredExternalId[]> {
  return database.read(async (db) => {
    let query = db.selectFrom("external_ids").selectAll();
    if (relationship !== undefined) {
      query = query.where("relationship_lookup", "=", lookup(relationship));
    }
    const rows = await query
      .orderBy("relationship_lookup")
      .orderBy("issued_at", "desc")
      .orderBy("changed_at", "desc")
      .orderBy("id_lookup")
      .execute();
    return rows.map(told);
  });
}

export async function externalIdRecord(
  database: StateDatabase,
  externalId: string,
): Promise<RegisteredExternalId | null> {
  return database.read((db) => recordOf(db, externalId));
}

/** Nobody else changes the registry meanwhile: what is looked at first still holds when it is written. */
function changing<T>(database: StateDatabase, work: (db: Transaction<Tables>) => Promise<T>): Promise<T> {
  return database.write(async (db) => {
    await lockCounter(database.kind, db, "external-ids");
    return work(db);
  });
}

/** Those in use. */
async function ofRelationship(
  db: Transaction<Tables>,
  relationship: string,
): Promise<readonly RegisteredExternalId[]> {
  const rows = await db
    .selectFrom("external_ids")
    .selectAll()
    .where("relationship_lookup", "=", lookup(relationship))
    .where("state", "in", ["current", "retiring"])
    .orderBy("state")
    .execute();
  return rows.map(told);
}

async function recordOf(db: Kysely<Tables>, externalId: string): Promise<RegisteredExternalId | null> {
  const row = await db
    .selectFrom("external_ids")
    .selectAll()
    .where("id_lookup", "=", lookup(externalId))
    .executeTakeFirst();
  return row === undefined ? null : told(row);
}

async function insert(
  db: Transaction<Tables>,
  asked: NewExternalId,
  at: number,
): Promise<RegisteredExternalId> {
  const record: RegisteredExternalId = {
    ...asked,
    roles: [...new Set(asked.roles)],
    state: "current",
    issuedAt: at,
    changedAt: at,
  };
  await db
    .insertInto("external_ids")
    .values({
      id_lookup: lookup(record.externalId),
      relationship_lookup: lookup(record.relationship),
      state: record.state,
      issued_at: at,
      changed_at: at,
      record: recordText(record),
    })
    .execute();
  return record;
}

async function moveTo(
  db: Transaction<Tables>,
  record: RegisteredExternalId,
  state: ExternalIdState,
  at: number,
): Promise<RegisteredExternalId> {
  await db
    .updateTable("external_ids")
    .set({ state, changed_at: at })
    .where("id_lookup", "=", lookup(record.externalId))
    .execute();
  return { ...record, state, changedAt: at };
}

function recordText({
  relationship,
  externalId,
  issuedBy,
  origin,
  weakness,
  note,
  roles,
}: RegisteredExternalId): string {
  const written: Written = { relationship, externalId, issuedBy, origin, weakness, note, roles };
  return JSON.stringify(written);
}

function told(row: Selectable<Tables["external_ids"]>): RegisteredExternalId {
  const written: Written = JSON.parse(row.record);
  return { ...written, state: row.state, issuedAt: row.issued_at, changedAt: row.changed_at };
}
