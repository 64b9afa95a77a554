/** How far a collection has come, in one line. */
import type { Progress } from "../../collect/live/index.ts";
import { counted } from "../../report/plain.ts";
import { shortWhy } from "./unseen.ts";

/** Below that, a rate means nothing yet. */
const leastMilliseconds = 5000;

/** `3 of 60 accounts, 1,204 calls (85 a second), about 4 min left; 12 denied, 3 throttled for good`. */
export function progressLine(progress: Progress): string {
  const { accountsDone, accounts, counts, refusals, elapsedMilliseconds } = progress;
  const perSecond = Math.round((counts.calls * 1000) / Math.max(elapsedMilliseconds, 1));
  const rate = elapsedMilliseconds < leastMilliseconds ? "" : ` (${perSecond} a second)`;
  const left = timeLeft(progress);
  const errors = [...refusals].map(([kind, count]) => `${count} ${shortWhy(kind)}`);
  if (counts.throttled > 0) errors.unshift(`${counts.throttled} slowed down by AWS`);
  return [
    `${accountsDone} of ${counted(accounts, "account")}, ${counted(counts.calls, "call")}${rate}`,
    ...(left === null ? [] : [`, about ${duration(left)} left`]),
    ...(errors.length === 0 ? [] : [`; ${errors.join(", ")}`]),
  ].join("");
}

/**
 * Milliseconds, supposing that the accounts to come have as much to read as those that were begun, and that it goes on as fast as
 * until now; null: nothing can be said yet.
 */
export function timeLeft(progress: Progress): number | null {
  const { accounts, accountsBegun, accountsSkipped, unitsBegun, unitsDone, elapsedMilliseconds } = progress;
  if (elapsedMilliseconds < leastMilliseconds || unitsDone === 0 || accountsBegun === 0) return null;
  const expected = (unitsBegun / accountsBegun) * Math.max(accounts - accountsSkipped, accountsBegun);
  return Math.max(0, ((expected - unitsDone) * elapsedMilliseconds) / unitsDone);
}

/** `12 s`, `4 min`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
