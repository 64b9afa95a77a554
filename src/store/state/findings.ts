/** Findings' lives: written from what scans see. */
import type { Insertable, Selectable, Transaction } from "kysely";
import type { FindingBrief } from "../../model/index.ts";
import { batches, lockCounter, type StateDatabase } from "./database.ts";
import { type Life, type NextLife, whenMissing, whenNotLookedFor, whenSeen } from "./finding-life.ts";
import type { FindingLife, FindingState, SeenFinding } from "./state-store.ts";
import { lookup, packed, unpacked } from "./stored-text.ts";
import { severityRank, type Tables } from "./tables.ts";

export type FindingScope =
  | { readonly kind: "whole" }
  | { readonly kind: "subjects"; readonly subjects: readonly string[] }
  | { readonly kind: "changes"; readonly gone: readonly string[] };

type Row = Selectable<Tables["findings"]>;
type History = FindingLife["history"];

export type FindingChange = {
  readonly id: string;
  readonly from: FindingState | null;
  readonly to: FindingState;
};

export async function recordFindings(
  database: StateDatabase,
  seen: readonly SeenFinding[],
  scope: FindingScope,
  at: number,
): Promise<readonly FindingChange[]> {
  const byLookup = new Map(seen.map((finding) => [lookup(finding.id), finding]));
  return database.write(async (db) => {
    await lockCounter(database.kind, db, "findings");
    const known = await knownRows(db, scope, [...byLookup.keys()], at);
    const isInScope = scopeOf(scope);
    const changes: FindingChange[] = [];
    const written: Insertable<Tables["findings"]>[] = [];
    const untouched: string[] = [];
    for (const [id, finding] of byLookup) {
      const { accepted, ...brief } = finding;
      const row = known.get(id);
      const next = whenSeen(row === undefined ? null : lifeOf(row), accepted, at);
      const text = JSON.stringify(brief);
      if (next.why === null && row?.brief === text) {
        untouched.push(id);
        continue;
      }
      written.push(rowOf(row, brief, text, next, at));
      if (row?.state !== next.state) {
        changes.push({ id: finding.id, from: row?.state ?? null, to: next.state });
      }
    }
    for (const [id, row] of known) {
      if (byLookup.has(id)) continue;
      const next = isInScope(row) ? whenMissing(lifeOf(row)) : whenNotLookedFor(lifeOf(row), at);
      if (next.why === null) continue;
      const brief: FindingBrief = JSON.parse(row.brief);
      written.push({ ...rowOf(row, brief, row.brief, next, at), last_seen: row.last_seen });
      changes.push({ id: brief.id, from: row.state, to: next.state });
    }
    await write(db, written);
    await markSeen(db, scope, untouched, at);
    return changes;
  });
}

/** Whether what is not among those seen is gone. */
function scopeOf(scope: FindingScope): (row: Row) => boolean {
  switch (scope.kind) {
    case "whole":
      return () => true;
    case "subjects": {
      const subjects = new Set(scope.subjects.map(lookup));
      return ({ subject_lookup }) => subjects.has(subject_lookup);
    }
    case "changes": {
      const gone = new Set(scope.gone.map(lookup));
      return ({ id_lookup }) => gone.has(id_lookup);
    }
  }
}

/** Those that may change: in scope, seen, or with an acceptance that has ended. */
async function knownRows(
  db: Transaction<Tables>,
  scope: FindingScope,
  seen: readonly string[],
  at: number,
): Promise<ReadonlyMap<string, Row>> {
  const all = db.selectFrom("findings").selectAll();
  const rows: Row[] = [];
  if (scope.kind === "whole") {
    rows.push(...(await all.execute()));
  } else {
    for (const batch of batches(seen)) rows.push(...(await all.where("id_lookup", "in", batch).execute()));
    const [column, values] =
      scope.kind === "subjects"
        ? (["subject_lookup", scope.subjects] as const)
        : (["id_lookup", scope.gone] as const);
    for (const batch of batches([...new Set(values.map(lookup))])) {
      rows.push(...(await all.where(column, "in", batch).execute()));
    }
    rows.push(...(await all.where("state", "=", "accepted").where("accepted_until", "<=", at).execute()));
  }
  return new Map(rows.map((row) => [row.id_lookup, row]));
}

async function write(
  db: Transaction<Tables>,
  rows: readonly Insertable<Tables["findings"]>[],
): Promise<void> {
  for (const batch of batches(rows, ({ brief, history }) => brief.length + history.length)) {
    await db
      .insertInto("findings")
      .values(batch)
      .onConflict((conflict) =>
        conflict.column("id_lookup").doUpdateSet((row) => ({
          subject_lookup: row.ref("excluded.subject_lookup"),
          state: row.ref("excluded.state"),
          severity: row.ref("excluded.severity"),
          last_seen: row.ref("excluded.last_seen"),
          changed_at: row.ref("excluded.changed_at"),
          accepted_until: row.ref("excluded.accepted_until"),
          accepted_reason: row.ref("excluded.accepted_reason"),
          brief: row.ref("excluded.brief"),
          history: row.ref("excluded.history"),
        })),
      )
      .execute();
  }
}

/** In a whole scan whatever is not fixed was seen: one statement. */
async function markSeen(
  db: Transaction<Tables>,
  scope: FindingScope,
  untouched: readonly string[],
  at: number,
): Promise<void> {
  const update = db.updateTable("findings").set({ last_seen: at }).where("last_seen", "<", at);
  if (scope.kind === "whole") {
    await update.where("state", "<>", "fixed").execute();
    return;
  }
  for (const batch of batches(untouched)) await update.where("id_lookup", "in", batch).execute();
}

function rowOf(
  row: Row | undefined,
  brief: FindingBrief,
  text: string,
  { state, accepted, why }: NextLife,
  at: number,
): Insertable<Tables["findings"]> {
  const history: History = row === undefined ? [] : JSON.parse(row.history);
  return {
    id_lookup: lookup(brief.id),
    subject_lookup: lookup(brief.subject),
    state,
    severity: severityRank(brief.severity),
    first_seen: row?.first_seen ?? at,
    last_seen: at,
    changed_at: why === null ? (row?.changed_at ?? at) : at,
    accepted_until: accepted?.until ?? null,
    accepted_reason: accepted === null ? null : packed(accepted.reason),
    brief: text,
    history: JSON.stringify(why === null ? history : [...history, { at, state, why }]),
  };
}

function lifeOf({ state, accepted_until, accepted_reason }: Row): Life {
  return {
    state,
    accepted: accepted_reason === null ? null : { reason: unpacked(accepted_reason), until: accepted_until },
  };
}

export async function findingLife(database: StateDatabase, id: string): Promise<FindingLife | null> {
  return database.read(async (db) => {
    const row = await db
      .selectFrom("findings")
      .selectAll()
      .where("id_lookup", "=", lookup(id))
      .executeTakeFirst();
    return row === undefined ? null : findingOf(row);
  });
}

/** What changed last comes first, then by severity. */
export async function findingLives(
  database: StateDatabase,
  { state, subject }: { readonly state?: FindingState; readonly subject?: string },
  limit: number,
): Promise<readonly FindingLife[]> {
  return database.read(async (db) => {
    let query = db.selectFrom("findings").selectAll();
    if (state !== undefined) query = query.where("state", "=", state);
    if (subject !== undefined) query = query.where("subject_lookup", "=", lookup(subject));
    const rows = await query
      .orderBy("changed_at", "desc")
      .orderBy("severity", "desc")
      .orderBy("id_lookup")
      .limit(limit)
      .execute();
    return rows.map(findingOf);
  });
}

function findingOf(row: Row): FindingLife {
  const brief: FindingBrief = JSON.parse(row.brief);
  const history: History = JSON.parse(row.history);
  return {
    ...brief,
    state: row.state,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    acceptedUntil: row.accepted_until,
    history,
  };
}
