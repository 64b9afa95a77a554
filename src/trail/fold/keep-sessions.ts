/** Sessions one by one: the longest or the latest, as many as are asked for. */
import type { Arn, ObservedSession, TrailQuestion } from "../../model/index.ts";
import { type Assumption, nameOfRole } from "./join-copies.ts";

type Wanted = NonNullable<TrailQuestion["sessions"]>;

export class KeptSessions {
  readonly #wanted: Wanted;
  readonly #before: (a: ObservedSession, b: ObservedSession) => number;
  #kept: ObservedSession[] = [];

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.#before = wanted.order === "longest" ? longestFirst : latestFirst;
  }

  /** Granted ones alone are sessions. */
  add(assumption: Assumption, depth: number | null): void {
    const { outcome, role } = assumption;
    if (outcome.kind === "refused" || !isWanted(role, this.#wanted.role)) return;
    const { id, time, call, caller, sessionName, sourceIdentity, sourceIp, userAgent } = assumption;
    const { seconds } = outcome;
    this.#kept.push({
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
    });
    if (this.#kept.length >= 2 * this.#wanted.limit + 1000) this.#cut();
  }

  get all(): readonly ObservedSession[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept = this.#kept.sort(this.#before).slice(0, this.#wanted.limit);
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
