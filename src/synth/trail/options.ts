/** What trail to make of an organization. */

export type TrailOptions = {
  /** How many days it covers; it ends at the organization's `now`. */
  readonly days: number;
  /** Distinct records, of all services; a few more where the planted uses alone are more. */
  readonly events: number;
  /** Part of the records that are of calls that give sessions, 0 to 1. */
  readonly stsShare: number;
};

export const defaultTrailOptions: TrailOptions = { days: 30, events: 100_000, stsShare: 0.3 };

/** What is wrong with the options, in one sentence; null when nothing is. */
export function trailOptionsProblem({ days, events, stsShare }: TrailOptions): string | null {
  if (!Number.isInteger(days) || days < 1 || days > 400)
    return `a trail's days must be a whole number from 1 to 400, not ${days}`;
  if (!Number.isInteger(events) || events < 1 || events > 10_000_000_000)
    return `a trail's events must be a whole number from 1 to 10000000000, not ${events}`;
  if (!(stsShare >= 0 && stsShare <= 1))
    return `the share of events that give sessions must be from 0 to 1, not ${stsShare}`;
  return null;
}
