/** A read of a subject against what events say of it: whether it is the last word, or is to be repeated. */
import { type ChangeEvent, subjectKey, withDocuments } from "../../model/index.ts";
import type { SubjectState } from "../../store/state/index.ts";
import { type Engine, engineOf } from "../engine.ts";
import { isSaid, lastOfEach, type Moment, momentsOf } from "./change-moments.ts";
import type { PendingChange } from "./pending-changes.ts";
import type { SettleParts, SubjectReading } from "./settle-parts.ts";
import { recordOf, type SubjectRecord, type ToldDocument } from "./subject-record.ts";

/** A change of the batch, as far as it has come. */
export type Case = {
  readonly change: PendingChange;
  readonly events: readonly ChangeEvent[];
  readonly moments: readonly Moment[];
  readonly state: SubjectState | null;
  readonly record: SubjectRecord;
  /** Why the read is not the last word; null: it is. */
  unconfirmed: Unconfirmed | null;
};

/** `unread`: what events tell is all there is; `disagrees`: it was read, and the last event says something else. `why`: a sentence. */
export type Unconfirmed = { readonly kind: "unread" | "disagrees"; readonly why: string };

/** Null: it is to be read again. */
export function caseOf(
  change: PendingChange,
  events: readonly ChangeEvent[],
  state: SubjectState | null,
  reading: SubjectReading,
  { now, known, patienceMilliseconds, joiningMilliseconds }: SettleParts,
): Case | null {
  const { subject } = change;
  const moments = momentsOf(subject, events);
  const base = { change, events, moments, state };
  const last = state === null ? null : recordOf(state.state);
  const eventsUntil = Math.max(last?.eventsUntil ?? 0, events.at(-1)?.at ?? 0);
  if (reading.kind === "read") {
    const partsUntil = Math.max(eventsUntil, now() - staleMilliseconds);
    const { parts, coverage } = reading;
    const what = coverage === undefined ? { parts } : { parts, coverage };
    const record = { subject, ...what, partsUntil, documents: [], eventsUntil };
    return { ...base, record, unconfirmed: null };
  }
  const isJoining = change.foundBy === "joined";
  const patience = isJoining ? joiningMilliseconds : patienceMilliseconds;
  if ((isJoining || !reading.forGood) && waitsOn(change, now(), patience, reading.why)) return null;
  // What was read or told before the snapshot is in it already, and may be another since.
  const own = state !== null && known.isNewer(state.readAt) ? last : null;
  const { parts = null, partsUntil = 0 } = own ?? {};
  const told = [...(own?.documents ?? []), ...documentsOf(change, events)];
  // By the events' times, as they may come in late and in any order.
  const inOrder = told.filter(({ at }) => at >= partsUntil).toSorted((a, b) => a.at - b.at);
  const record = { subject, parts, partsUntil, documents: lastOfEach(inOrder), eventsUntil };
  return { ...base, record, unconfirmed: { kind: "unread", why: `It could not be read: ${reading.why}` } };
}

function documentsOf({ key }: PendingChange, events: readonly ChangeEvent[]): readonly ToldDocument[] {
  return events.flatMap(({ at, documents }) =>
    documents.flatMap((one) => (subjectKey(one.subject) === key ? [{ ...one, at }] : [])),
  );
}

/** Whether there is patience left: then it is due later. */
function waitsOn(change: PendingChange, now: number, patience: number, doubt: string): boolean {
  if (now - change.since >= patience) return false;
  change.attempts += 1;
  change.doubt = doubt;
  const pause = Math.min(500 * 2 ** (change.attempts - 1), 15_000);
  change.dueAt = Math.min(now + pause, change.since + patience);
  return true;
}

/** Reads of AWS may be behind for so long after a change. */
const staleMilliseconds = 60_000;

export type Confirmed = {
  readonly cases: readonly Case[];
  /** What the organization is with what was read of these. */
  readonly after: Engine;
};

/** Those whose read agrees with the last event's document, or never came to; the others are to be read again. */
export async function confirmed(cases: readonly Case[], parts: SettleParts): Promise<Confirmed> {
  const { known, compare, now, patienceMilliseconds } = parts;
  const questions = cases.flatMap((one) => {
    const expected = expectedOf(one);
    return expected.length === 0 ? [] : [{ one, expected }];
  });
  const silent = cases.filter((one) => mayBeBehind(one, now()));
  const after = await known.engineWith(cases.map(({ record }) => record));
  if (questions.length === 0 && silent.length === 0) return { cases, after };
  const doubtful = questions.filter(({ expected }) =>
    expected.every(({ documents }) => !isSaid(after.snapshot, documents)),
  );
  const waiting = new Set<Case>();
  for (const { one, expected } of doubtful) {
    // AWS writes principals in its own way, so that other words may say the same.
    const says = ({ documents }: Moment): boolean => {
      const told = engineOf(withDocuments(after.snapshot, documents), after.config);
      return compare(told, after, one.change.subject).changes.length === 0;
    };
    if (expected.some(says)) continue;
    const doubt = `What was read disagrees with the document of ${expected[0]?.event.name ?? "the last event"}.`;
    if (waitsOn(one.change, now(), patienceMilliseconds, doubt)) waiting.add(one);
    else
      one.unconfirmed = {
        kind: "disagrees",
        why: `${doubt} It was read ${one.change.attempts + 1} times in ${Math.round(patienceMilliseconds / 1000)} seconds.`,
      };
  }
  for (const one of silent) {
    if (compare(known.engine, after, one.change.subject).changes.length > 0) continue;
    const doubt = "What was read does not differ from what is known, and may be behind the event.";
    if (waitsOn(one.change, now(), Math.min(patienceMilliseconds, staleMilliseconds), doubt))
      waiting.add(one);
  }
  if (waiting.size === 0) return { cases, after };
  const left = cases.filter((one) => !waiting.has(one));
  return { cases: left, after: await known.engineWith(left.map(({ record }) => record)) };
}

/** Whether the last event has just happened, and carried nothing that the read could be held against. */
function mayBeBehind({ unconfirmed, moments, events, state }: Case, now: number): boolean {
  const last = events.at(-1);
  if (last === undefined || unconfirmed !== null || now - last.at >= staleMilliseconds) return false;
  const until = state === null ? 0 : (recordOf(state.state)?.eventsUntil ?? 0);
  return last.at >= until && moments.every(({ event }) => event !== last);
}

/**
 * One of these should have been read: what the events of the last second say, as CloudTrail's times are no finer. None: the last
 * event carried no document, or came so late that a later one is settled already, and nothing is known of what should be read.
 */
function expectedOf({ unconfirmed, moments, events, state }: Case): readonly Moment[] {
  const last = events.at(-1)?.at ?? 0;
  const until = state === null ? 0 : (recordOf(state.state)?.eventsUntil ?? 0);
  if (unconfirmed !== null || last < until) return [];
  const own = moments.filter(({ event }) => event.at === last);
  return own.length === events.filter(({ at }) => at === last).length ? own : [];
}
