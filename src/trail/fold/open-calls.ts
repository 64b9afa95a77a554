/**
 * Events in time order to assumptions in time order: an event waits for the other copies of its call, for as long as they may
 * come. What happened within one second is handed on together, as CloudTrail tells whole seconds: which of them was first, it
 * doesn't say.
 */
import { copySeconds, type TrailCall, type TrailEvent } from "../../model/index.ts";
import { type Assumption, assumptionsOf } from "./join-copies.ts";

type Second = {
  readonly second: number;
  /** Of the latest copy of its calls. */
  latest: number;
  readonly calls: TrailEvent[][];
  /** Of calls that began before, and this role of them now. */
  readonly late: Assumption[];
};

/** Calls of one kind by what their copies share: the request, or the shared id of those that tell no request. */
type Open = {
  readonly byRequest: Map<string, TrailEvent[]>;
  readonly byShared: Map<string, TrailEvent[]>;
};

export type OpenCallsOptions = {
  /** Assumptions of one second, by time and id. Seconds never fall. */
  readonly onSecond: (assumptions: readonly Assumption[], second: number) => void;
  /** How many events may wait. */
  readonly atMost: number;
  /** Events that were not waited for, as there were too many. */
  readonly onHurry: (event: TrailEvent) => void;
};

export class OpenCalls {
  readonly #options: OpenCallsOptions;
  readonly #open = new Map<TrailCall, Open>();
  /** Oldest first. */
  readonly #seconds = new Map<number, Second>();
  #now: Second | null = null;
  #waiting = 0;

  constructor(options: OpenCallsOptions) {
    this.#options = options;
  }

  add(event: TrailEvent): void {
    const second = secondOf(event);
    if (this.#now?.second !== second) this.#begin(second);
    if (this.#waiting >= this.#options.atMost) this.#hurry();
    const now = this.#now ?? this.#begin(second);
    const open = this.#openLike(event);
    const key = event.request ?? event.shared;
    const call = key === null ? undefined : open.get(key);
    this.#waiting++;
    // One that is over may still stand here, where a call before it is not.
    if (call !== undefined && second - lastSecondOf(call) <= copySeconds) {
      call.push(event);
      const begun = this.#seconds.get(secondOf(call[0] ?? event));
      if (begun !== undefined) begun.latest = second;
      return;
    }
    const opened = [event];
    now.calls.push(opened);
    if (key !== null) open.set(key, opened);
  }

  end(): void {
    for (const second of this.#seconds.values()) this.#close(second);
  }

  #openLike({ call, request }: TrailEvent): Map<string, TrailEvent[]> {
    let open = this.#open.get(call);
    if (open === undefined) {
      open = { byRequest: new Map(), byShared: new Map() };
      this.#open.set(call, open);
    }
    return request === null ? open.byShared : open.byRequest;
  }

  #begin(second: number): Second {
    if (this.#now !== null && second < this.#now.second)
      throw new Error("events must be in the order of time");
    for (const old of this.#seconds.values()) {
      if (old.latest + copySeconds >= second) break;
      this.#close(old);
    }
    const begun: Second = { second, latest: second, calls: [], late: [] };
    this.#seconds.set(second, begun);
    this.#now = begun;
    return begun;
  }

  #hurry(): void {
    const [oldest] = this.#seconds.values();
    if (oldest === undefined) return;
    for (const [event] of oldest.calls) if (event !== undefined) this.#options.onHurry(event);
    this.#close(oldest);
    if (oldest === this.#now) this.#now = null;
  }

  #close(second: Second): void {
    this.#seconds.delete(second.second);
    const assumptions = second.late;
    for (const call of second.calls) {
      this.#waiting -= call.length;
      const [first] = call;
      const key = first?.request ?? first?.shared ?? null;
      const open = first === undefined ? null : this.#openLike(first);
      if (open !== null && key !== null && open.get(key) === call) open.delete(key);
      for (const assumption of assumptionsOf(call)) {
        const own = secondOf(assumption);
        // Another role of the same request may have been asked for later.
        const later = own === second.second ? undefined : this.#seconds.get(own);
        (later?.late ?? assumptions).push(assumption);
      }
    }
    this.#options.onSecond(assumptions.sort(byTime), second.second);
  }
}

const secondOf = ({ time }: TrailEvent): number => Math.floor(time / 1000);

/** Copies come in the order of their seconds. */
function lastSecondOf(call: readonly TrailEvent[]): number {
  const last = call.at(-1);
  return last === undefined ? Number.NEGATIVE_INFINITY : secondOf(last);
}

function byTime(a: Assumption, b: Assumption): number {
  if (a.time !== b.time) return a.time - b.time;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
