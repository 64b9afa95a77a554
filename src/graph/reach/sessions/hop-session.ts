/** What the sessions of a way have to do with one of its hops. */
import type { Guard } from "../../../authz/types.ts";

/** What a hop has to do with the sessions of its way. */
export type HopSession = {
  /** Why it may fail in this way, though the hop by itself is as proven as it is. */
  readonly doubts: readonly string[];
  /** What its call has to set, so that a later hop is let through. */
  readonly sets: Guard;
};
