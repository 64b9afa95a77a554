/** When something that was not delivered is tried again. */

const firstMilliseconds = 1000;

export type BackOff = {
  readonly attempts: number;
  readonly longestMilliseconds: number;
};

/**
 * Milliseconds to wait after the `attempt`th failure, from 1; null: it is given up. Exponential with full jitter (any time up to the
 * doubled one, so that what failed together does not come back together), and no sooner than the receiver asked for, within the
 * longest wait. `random`: from 0 to 1.
 */
export function waitAfter(
  attempt: number,
  retryAfterMilliseconds: number | null,
  { attempts, longestMilliseconds }: BackOff,
  random: number,
): number | null {
  if (attempt >= attempts) return null;
  const most = Math.min(longestMilliseconds, firstMilliseconds * 2 ** Math.min(attempt - 1, 40));
  const asked = Math.min(retryAfterMilliseconds ?? 0, longestMilliseconds);
  return Math.round(Math.max(asked, random * most));
}
