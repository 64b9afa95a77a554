/**
 * Waiting for other writers. SQLite's own waiting blocks the whole process, and two stores of one process would wait for each other
 * for ever: it is kept short, and goes on here, where others get their turn.
 */
import { setTimeout as pause } from "node:timers/promises";

/** What SQLite itself waits before it says that it is busy. */
export const blockedAtMostMs = 20;

/** A write takes milliseconds, a migration or 20,000 findings a second or two. */
const patienceMs = 60_000;

/** Throws what `work` throws; SQLITE_BUSY only after a minute. */
export async function whenNotBusy<T>(work: () => T): Promise<T> {
  const until = performance.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return work();
    } catch (cause) {
      if (!isBusy(cause) || performance.now() >= until) throw cause;
      // Not in step with others who wait.
      await pause(Math.random() * Math.min(attempt, 10) * 2);
    }
  }
}

const busy = 5;
const locked = 6;

function isBusy(cause: unknown): boolean {
  const code = sqliteCode(cause);
  return code === busy || code === locked;
}

/** SQLite's primary result code; null: the error is not SQLite's. */
export function sqliteCode(cause: unknown): number | null {
  if (!(cause instanceof Error) || !("errcode" in cause) || typeof cause.errcode !== "number") return null;
  // The rest tells it in more detail.
  return cause.errcode & 0xff;
}
