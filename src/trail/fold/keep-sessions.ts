/** Sessions one by one: the longest or the latest, as many as are asked for. */
import type { Arn, ObservedSession, TrailQuestion } from "../../model/index.ts";
import { type Assumption, nameOfRole } from "./join-copies.ts";

type Wanted = NonNullable<TrailQuestion["sessions"]>;

export class KeptSessions {
  readonly #wanted: Wanted;
  readonly #before: (a: ObservedSession, b: ObservedSession) => number;
  /** Sessions beyond the limit that are let in before they are cut. */
  readonly #more: number;
  /** The last of the order first, so that what comes by and by is mostly put at the end. */
  #kept: ObservedSession[] = [];
  #isSorted = true;
  /** The last of as many as are asked for: what comes after it is not wanted. */
  #last: ObservedSession | null = null;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.#more = Math.max(200, wanted.limit >> 2);
    this.#before = wanted.order === "longest" ? longestFirst : latestFirst;
  }

  /** Granted ones alone are sessions. */
  add(assumption: Assumption, depth: number | null): void {
    const { outcome, role } = assumption;
    if (outcome.kind === "refused" || !isWanted(role, this.#wanted.role)) return;
    const { id, time, call, caller, sessionName, sourceIdentity, sourceIp, userAgent } = assumption;
    const { seconds } = outcome;
    const session: ObservedSession = {
      eventId: id,
      time,
      call,
      caller,
      role,
      sessionName,
      sourceIdentity,
      seconds,
      sourceIp,
      userAgent,
      depth,
    };
    if (this.#last !== null && this.#before(session, this.#last) > 0) return;
    this.#put(session);
    if (this.#kept.length >= this.#wanted.limit + this.#more) this.#cut();
  }

  get all(): readonly ObservedSession[] {
    this.#cut();
    return this.#kept.toReversed();
  }

  /** At its place, if that is near the end. */
  #put(session: ObservedSession): void {
    const kept = this.#kept;
    let at = kept.length;
    while (at > Math.max(0, kept.length - nearTheEnd)) {
      const other = kept[at - 1];
      if (other !== undefined && this.#before(other, session) > 0) break;
      at--;
    }
    if (at > 0 && at === kept.length - nearTheEnd) this.#isSorted = false;
    if (at === kept.length) kept.push(session);
    else kept.splice(at, 0, session);
  }

  #cut(): void {
    if (!this.#isSorted) this.#kept.sort((a, b) => this.#before(b, a));
    this.#isSorted = true;
    const { limit } = this.#wanted;
    if (this.#kept.length < limit) return;
    this.#kept = this.#kept.slice(this.#kept.length - limit);
    this.#last = this.#kept[0] ?? null;
  }
}

/** So many places are looked at. */
const nearTheEnd = 16;

/** By account and name: a switch in the console tells no path. `wanted` null: all are. */
export function isWanted(role: Arn | null, wanted: Arn | null): boolean {
  if (wanted === null || role === wanted) return true;
  return role !== null && nameOfRole(role) === nameOfRole(wanted);
}

function longestFirst(a: ObservedSession, b: ObservedSession): number {
  return (b.seconds ?? -1) - (a.seconds ?? -1) || a.time - b.time || compare(a.eventId, b.eventId);
}

function latestFirst(a: ObservedSession, b: ObservedSession): number {
  return b.time - a.time || compare(a.eventId, b.eventId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
