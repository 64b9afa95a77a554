/**
 * What an engine that counts elsewhere (Athena, CloudTrail Lake, DuckDB) hands back: calls that are the same in all that a record
 * tells, counted, each group with its copies as events. Facts are made of them by the parser's and the fold's own rules, so that no
 * rule of theirs is written in SQL. Fields that differ within a group hold one call's values, or none.
 */
import type { AccountId } from "./identifiers.ts";
import type { TrailEvent } from "./trail-event.ts";

/** The copies of one call, one for each of the group's calls. */
export type CallCopies = readonly TrailEvent[];

export type CallGroup = {
  readonly copies: CallCopies;
  readonly count: number;
  /** Milliseconds since 1970, UTC: of a call's earliest copy. */
  readonly first: number;
  readonly last: number;
  /** Of any copy. */
  readonly latest: number;
  /** In seconds; null where no call tells. */
  readonly longest: number | null;
  /** The earliest: the smallest id of each call. */
  readonly evidence: readonly { readonly time: number; readonly id: string }[];
};

/** How many calls are known that issued the sessions before, and whether what stands at the top has a session itself. */
export type Standing = { readonly links: number; readonly isOpen: boolean };

/** Calls by day (milliseconds since 1970, UTC, its beginning), in any order; empty where they are not asked for. */
export type CallDays = readonly (readonly [day: number, count: number])[];

export type TrailGroups = {
  readonly uses: readonly (CallGroup & Standing & { readonly long: boolean; readonly days: CallDays })[];
  /** `address`: one of the network. */
  readonly places: readonly (CallGroup & { readonly address: string })[];
  /** Copies in the asked time of calls that were made before it: events that are counted, of calls that are not. */
  readonly late: readonly CallGroup[];
  /** From the topmost call that is known. */
  readonly chains: readonly (Omit<CallGroup, "copies"> & { readonly path: readonly CallCopies[] })[];
  /** In the order asked for. */
  readonly sessions: readonly (Standing & { readonly copies: CallCopies })[];
  /** Records of the calls that can't be told as events, and why. */
  readonly unreadable: readonly { readonly count: number; readonly why: string }[];
  readonly accounts: readonly AccountId[];
  /** The engine follows this many links upwards: beyond, it is not known whether there are more. */
  readonly mostLinks: number;
};
