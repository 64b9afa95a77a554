/**
 * Takes subjects that something happened to, reads them anew, and settles what that means: who gained and lost access since the state
 * that was settled last, what was possible in between only, and what is told of it. Whole or not at all (DESIGN: the read decides the
 * state, the documents that events carry decide the history).
 */
import { type ChangeEvent, type DriftEvent, subjectKey } from "../../model/index.ts";
import type { Settlement, StateStore, SubjectState } from "../../store/state/index.ts";
import { type Case, caseOf, confirmed } from "./confirm-reads.ts";
import { driftOf } from "./drift-of-cases.ts";
import type { PendingChange } from "./pending-changes.ts";
import { takesBack } from "./reversal.ts";
import type { SettleParts } from "./settle-parts.ts";
import { recordText } from "./subject-record.ts";

export type Settling = {
  readonly settled: readonly { readonly change: PendingChange; readonly events: readonly ChangeEvent[] }[];
  /** Events that another process has dealt with meanwhile. */
  readonly dealt: readonly string[];
  readonly driftEvents: readonly DriftEvent[];
};

/**
 * Whoever dies loses its subjects to others then. Where the reads of a batch take longer, two may settle the same: the versions of the
 * states let one of them through.
 */
const leaseMilliseconds = 20_000;
const whileOthersHaveIt = 500;
const readsAtOnce = 16;

/** Those that can't be settled yet get another time at which they are due. Rejects only where the store fails. */
export async function settleChanges(
  changes: readonly PendingChange[],
  parts: SettleParts,
): Promise<Settling> {
  const { store, holder, now } = parts;
  const names = new Map(changes.map((change) => [leaseName(change), change]));
  const granted = new Set(await store.leases([...names.keys()], holder, now(), leaseMilliseconds));
  try {
    const mine: PendingChange[] = [];
    for (const [name, change] of names) {
      if (granted.has(name)) mine.push(change);
      else change.dueAt = now() + whileOthersHaveIt;
    }
    return mine.length === 0 ? { settled: [], dealt: [], driftEvents: [] } : await settleMine(mine, parts);
  } finally {
    await store.release([...granted], holder);
  }
}

function leaseName({ key }: PendingChange): string {
  return `subject ${key}`;
}

async function settleMine(mine: readonly PendingChange[], parts: SettleParts): Promise<Settling> {
  const { store, known, now } = parts;
  const open = await stillOpen(mine, store);
  const states = await caughtUp(open.left, parts);
  const read = await readAll(open.left, states, parts);
  const { cases, after } = await confirmed(read, parts);
  if (cases.length === 0) return { settled: open.settled, dealt: open.dealt, driftEvents: [] };
  const before = known.engine;
  const subjects = cases.map(({ change }) => change.subject);
  const found = driftOf(cases, before, after, parts);
  const driftEvents = parts.follow(await withReversals(found, store), after, subjects);
  const at = now();
  const plan = await parts.plan(driftEvents, at);
  const settled = await store.settle({
    states: cases.map(({ change, state, record }) => ({
      key: change.key,
      from: state?.version ?? 0,
      state: recordText(record),
      readAt: at,
    })),
    driftEvents: plan.driftEvents,
    deliveries: plan.deliveries,
    decisions: plan.decisions,
    events: dealtWith(cases, plan.driftEvents, parts),
    at,
  });
  if (settled.kind === "stale") {
    parts.unfollow();
    // Somebody whose lease ran out was quicker all the same: all is looked at again, from the newer state.
    for (const { change } of cases) change.dueAt = now() + whileOthersHaveIt;
    return { settled: open.settled, dealt: open.dealt, driftEvents: [] };
  }
  await known.adopt(after, settled, store);
  const done = cases.map(({ change, events }) => ({ change, events }));
  return { settled: [...open.settled, ...done], dealt: open.dealt, driftEvents: plan.driftEvents };
}

type StillOpen = Pick<Settling, "settled" | "dealt"> & { readonly left: readonly PendingChange[] };

/** The queue may bring an event to two watchers: what another has settled meanwhile is done, and no event is looked at twice. */
async function stillOpen(mine: readonly PendingChange[], store: StateStore): Promise<StillOpen> {
  const ids = mine.flatMap(({ events }) => events.map(({ id }) => id));
  const dealt = ids.length === 0 ? new Set<string>() : await store.dealtWith([...new Set(ids)]);
  const left: PendingChange[] = [];
  const settled: PendingChange[] = [];
  for (const change of mine) {
    change.events = change.events.filter(({ id }) => !dealt.has(id));
    const hasNone = change.events.length === 0 && change.foundBy === "events";
    (hasNone ? settled : left).push(change);
  }
  return { left, settled: settled.map((change) => ({ change, events: [] })), dealt: [...dealt] };
}

/** The states that are the newest, in the store as in memory: nobody else may settle these subjects now. */
async function caughtUp(
  mine: readonly PendingChange[],
  { store, known }: SettleParts,
): Promise<ReadonlyMap<string, SubjectState>> {
  const states = await store.subjectStates(mine.map(({ key }) => key));
  await known.catchUp(store);
  return states;
}

async function readAll(
  mine: readonly PendingChange[],
  states: ReadonlyMap<string, SubjectState>,
  parts: SettleParts,
): Promise<readonly Case[]> {
  const cases: Case[] = [];
  const left = mine.values();
  const worker = async (): Promise<void> => {
    for (const change of left) {
      // What comes in while it is read waits for the next time.
      const events = change.events;
      const reading = await parts.read(change.subject);
      const one = caseOf(change, events, states.get(change.key) ?? null, reading, parts);
      if (one !== null) cases.push(one);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, worker));
  return cases.sort((a, b) => (a.change.key < b.change.key ? -1 : 1));
}

async function withReversals(
  events: readonly DriftEvent[],
  store: StateStore,
): Promise<readonly DriftEvent[]> {
  const made: DriftEvent[] = [];
  for (const event of events) {
    if (event.kind !== "changed" && event.kind !== "missed-by-events") {
      made.push(event);
      continue;
    }
    const earlier = await store.driftEvents({ subject: event.subject }, { limit: 5 });
    const taken = earlier.find((one) => one.revertedBy === null && takesBack(event, one));
    made.push(taken === undefined ? event : { ...event, reverts: taken.id });
  }
  return made;
}

/** Each event once, when nothing of it is left to do, with what came of it. */
function dealtWith(
  cases: readonly Case[],
  drift: readonly DriftEvent[],
  { isDoneWith }: SettleParts,
): Settlement["events"] {
  const told = new Map<string, string[]>();
  for (const { id, events } of drift) {
    for (const event of events) told.set(event.id, [...(told.get(event.id) ?? []), id]);
  }
  const all = new Map(cases.flatMap(({ events }) => events.map((event) => [event.id, event] as const)));
  const keys = new Set(cases.map(({ change }) => change.key));
  const unread = new Set(
    cases.flatMap(({ unconfirmed, events }) => (unconfirmed === null ? [] : events.map(({ id }) => id))),
  );
  const done = [...all.values()].filter((event) => isDoneWith(event, keys));
  return done.map(({ id, at, name, source, account, subjects }) => ({
    id,
    at,
    name,
    source,
    account,
    subjects: subjects.map(subjectKey),
    verdict: verdictOf(told.get(id) ?? [], unread.has(id)),
  }));
}

function verdictOf(drift: readonly string[], isUnread: boolean): string {
  if (drift.length > 0) return `It made ${drift.join(", ")}.`;
  return isUnread
    ? "Nobody gained or lost access by what it says; no read has confirmed that."
    : "Nobody gained or lost access by it.";
}
