/**
 * How long things may take where a service does not refuse a write over a changed policy (ADR 14). Each writer keeps to two rules:
 * from the beginning of its last look to the end of its write no more than a window passes, and between two of its writes to the same
 * policy at least `writers` windows. Then of as many writers at the same time, without a store that they share, nobody's statement
 * is lost: what still stands `writers` windows after its write, stays.
 */
export type WriteTiming = {
  readonly windowMilliseconds: number;
  /** At the same time, at most. 0: nothing is waited for, since nobody else writes. */
  readonly writers: number;
  /** How long AWS may take to give back what was written. */
  readonly patienceMilliseconds: number;
  /** How often a change is tried anew where others write, too. */
  readonly attempts: number;
};

export const usualTiming: WriteTiming = {
  windowMilliseconds: 1_000,
  writers: 8,
  patienceMilliseconds: 5_000,
  attempts: 30,
};

export function settlingMilliseconds({ windowMilliseconds, writers }: WriteTiming): number {
  return windowMilliseconds * writers;
}
