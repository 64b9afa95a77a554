/** A clock that runs only when everybody waits: what takes minutes of waiting takes moments of work. */
import type { Clock } from "../../src/aws/clock.ts";

export type SimulatedClock = Clock & {
  /** Lets the work end; milliseconds on this clock. */
  run(work: Promise<unknown>): Promise<number>;
};

/** Milliseconds of real time in which nobody sleeps. */
const longestIdle = 120_000;

export function simulatedClock(): SimulatedClock {
  let now = 0;
  const sleeping = new Map<number, (() => void)[]>();
  const times: number[] = [];
  return {
    now: () => now,
    sleep(milliseconds) {
      const until = now + milliseconds;
      return new Promise((resolve) => {
        const known = sleeping.get(until);
        if (known !== undefined) known.push(resolve);
        else {
          sleeping.set(until, [resolve]);
          insert(times, until);
        }
      });
    },
    async run(work) {
      let isDone = false;
      const ended = work.finally(() => {
        isDone = true;
      });
      ended.catch(() => undefined);
      let idle: number | null = null;
      for (;;) {
        // Everything that can go on without the clock does.
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) {
          await work;
          return now;
        }
        const next = times.shift();
        if (next === undefined) {
          // Files are read and written beside the clock.
          idle ??= performance.now();
          if (performance.now() - idle > longestIdle) throw new Error("everybody waits for nothing");
          continue;
        }
        idle = null;
        now = Math.max(now, next);
        for (const wake of sleeping.get(next) ?? []) wake();
        sleeping.delete(next);
      }
    },
  };
}

/** Keeps the times in order. */
function insert(times: number[], time: number): void {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  times.splice(low, 0, time);
}
