/** What to synthesize. */

import type { SynthPartition } from "./partition.ts";

export type Mix = "realistic" | "stamped";

export type SynthOptions = {
  /** How many accounts, 1 or more. */
  readonly accounts: number;
  /** How many roles an account has on average, 1 or more. */
  readonly roles: number;
  readonly seed: number;
  /**
   * `realistic`: heavy-tailed account sizes, at least 30 % of the roles with a document found nowhere else.
   * `stamped`: the same roles in every account, so that almost all documents are shared.
   */
  readonly mix: Mix;
  readonly partition: SynthPartition;
  /** The moment that the data is of, in seconds since 1970, UTC. Every date is told relative to it. */
  readonly now: number;
  /** Whether mistakes, edges and look-alikes are planted, and told in the truth. */
  readonly plants: boolean;
};

/** 1 November 2026, 00:00 UTC: fixed, so that the same seed makes the same bytes. */
export const defaultNow = Date.UTC(2026, 10, 1) / 1000;

export const defaultOptions: SynthOptions = {
  accounts: 100,
  roles: 100,
  seed: 1,
  mix: "realistic",
  partition: "aws",
  now: defaultNow,
  plants: true,
};

/** What is wrong with the options, in one sentence; null when nothing is. */
export function optionsProblem(options: SynthOptions): string | null {
  const whole = (value: number, most: number): boolean =>
    Number.isInteger(value) && value >= 1 && value <= most;
  if (!whole(options.accounts, 100_000))
    return `accounts must be a whole number from 1 to 100000, not ${options.accounts}`;
  if (!whole(options.roles, 5_000))
    return `roles must be a whole number from 1 to 5000 (AWS's highest quota), not ${options.roles}`;
  if (!Number.isInteger(options.seed)) return `seed must be a whole number, not ${options.seed}`;
  if (!Number.isInteger(options.now) || options.now < Date.UTC(2020, 0, 1) / 1000)
    return `now must be in whole seconds since 1970, 2020 at the earliest, not ${options.now}`;
  return null;
}

export const day = 86_400;
