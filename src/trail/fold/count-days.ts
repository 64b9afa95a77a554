/** How often a day a caller asks for a role. */
import type { DayCount, ObservedDays } from "../../model/index.ts";
import type { KnownCallers } from "./known-callers.ts";
import type { Limits } from "./limits.ts";

const dayMilliseconds = 86_400_000;

/** Rows at the beginning; they double. */
const fewest = 1024;

/**
 * One row a pair and day, in the order of days: callers come in the order of time. Of more days than are kept the latest stay, for they
 * are looked at first.
 */
export class DayCounts {
  #pairs = new Uint32Array(fewest);
  #days = new Int32Array(fewest);
  #granted = new Uint32Array(fewest);
  #refused = new Uint32Array(fewest);
  /** Rows so far: beyond `atMost` they take the place of the oldest. */
  #rows = 0;
  readonly #callers: KnownCallers;
  /** Of each pair, by its number, where its latest day stands. */
  readonly #latest: number[] = [];
  readonly #atMost: number;
  readonly #limits: Limits;

  constructor(callers: KnownCallers, atMost: number, limits: Limits) {
    this.#callers = callers;
    this.#atMost = atMost;
    this.#limits = limits;
  }

  add(pair: number, time: number, isGranted: boolean): void {
    const day = Math.floor(time / dayMilliseconds);
    const latest = this.#latest[pair];
    const isSame = latest !== undefined && this.#pairs[latest] === pair && this.#days[latest] === day;
    const row = isSame ? latest : this.#begin(pair, day);
    const counts = isGranted ? this.#granted : this.#refused;
    counts[row] = (counts[row] ?? 0) + 1;
  }

  #begin(pair: number, day: number): number {
    const row = this.#rows % this.#atMost;
    if (this.#rows >= this.#atMost) this.#letGo(row);
    else if (row === this.#pairs.length) this.#grow();
    this.#rows++;
    this.#pairs[row] = pair;
    this.#days[row] = day;
    this.#granted[row] = 0;
    this.#refused[row] = 0;
    this.#latest[pair] = row;
    return row;
  }

  #letGo(row: number): void {
    const { day, granted, refused } = this.#told(row);
    this.#limits.note("days", day, granted + refused);
  }

  #grow(): void {
    const size = Math.min(this.#atMost, this.#pairs.length * 2);
    this.#pairs = longer(this.#pairs, new Uint32Array(size));
    this.#days = longer(this.#days, new Int32Array(size));
    this.#granted = longer(this.#granted, new Uint32Array(size));
    this.#refused = longer(this.#refused, new Uint32Array(size));
  }

  #told(row: number): DayCount {
    return {
      day: (this.#days[row] ?? 0) * dayMilliseconds,
      granted: this.#granted[row] ?? 0,
      refused: this.#refused[row] ?? 0,
    };
  }

  get all(): readonly ObservedDays[] {
    const days = new Map<number, DayCount[]>();
    for (let at = Math.max(0, this.#rows - this.#atMost); at < this.#rows; at++) {
      const row = at % this.#atMost;
      const pair = this.#pairs[row] ?? 0;
      const own = days.get(pair);
      if (own === undefined) days.set(pair, [this.#told(row)]);
      else own.push(this.#told(row));
    }
    return [...days].map(([pair, own]) => ({
      caller: this.#callers.callerOf(pair),
      role: this.#callers.roleOf(pair),
      days: own,
    }));
  }
}

function longer<T extends Uint32Array | Int32Array>(rows: T, room: T): T {
  room.set(rows);
  return room;
}
