/** Sessions one by one: the longest or the latest, as many as are asked for. */
import type { Arn, ObservedSession, TrailQuestion } from "../../model/index.ts";
import { type Assumption, nameOfRole } from "./join-copies.ts";

type Wanted = NonNullable<TrailQuestion["sessions"]>;

export class KeptSessions {
  readonly #wanted: Wanted;
  readonly #before: (a: ObservedSession, b: ObservedSession) => number;
  /** Sessions beyond the limit that are let in before they are cut. */
  readonly #more: number;
  #kept: ObservedSession[] = [];
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
    this.#kept.push(session);
    if (this.#kept.length >= this.#wanted.limit + this.#more) this.#cut();
  }

  get all(): readonly ObservedSession[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept = this.#kept.sort(this.#before).slice(0, this.#wanted.limit);
    this.#last = this.#kept[this.#wanted.limit - 1] ?? null;
  }
}

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
