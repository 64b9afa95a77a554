/** What an audit tells of a trail: one exception for each kind, role and party, with its evidence. */
import type { ObservedUse } from "../../model/index.ts";

/** The statement that let the party in, as the snapshot has it. */
export type AllowingEdge = {
  readonly policy: string;
  /** Sid, or the position from 0. */
  readonly statement: string | number;
  /** In the policy as it is shown, from 1. */
  readonly lines: readonly [number, number];
  /** With external IDs masked. */
  readonly text: string | null;
};

export type AuditException = {
  readonly kind: string;
  /** Null: the call assumes no role, or several are concerned. */
  readonly role: string | null;
  readonly by: string;
  /** Calls. */
  readonly count: number;
  /** Milliseconds since 1970, UTC. */
  readonly first: number;
  readonly last: number;
  readonly eventIds: readonly string[];
  /** One sentence: what is remarkable, with its figures. */
  readonly because: string;
  /** Null: nobody was let in, or the snapshot does not show by what. */
  readonly edge: AllowingEdge | null;
};

/** What a kind says of one use; uses of the same role and party are told together. */
export type Remark = {
  readonly use: ObservedUse;
  /** By which the statement is found that let them in, where `use` is not the trail's own. */
  readonly letInAs?: ObservedUse;
  readonly role: string | null;
  readonly by: string;
  /** Uses that differ in it are told apart. */
  readonly because: string;
};
