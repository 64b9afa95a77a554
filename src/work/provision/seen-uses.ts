/**
 * A change of policies held against what CloudTrail has seen: each use that the change has a say in is replayed as it was let in, and as
 * it would be.
 */
import type { ObservedUse, TrailFacts } from "../../model/index.ts";
import {
  type AuditedUse,
  auditedUse,
  isKept,
  type Replayed,
  type ReplayWorld,
  replayEach,
} from "../../trail/index.ts";

export type KeptAndRefused = {
  /** Calls that would pass as before. */
  readonly calls: number;
  /** Uses that would have been refused. */
  readonly refused: readonly AuditedUse[];
};

export class SeenUses {
  readonly #world: ReplayWorld;
  /** Of calls that were granted. */
  readonly #uses: readonly AuditedUse[];
  readonly #before = new Map<AuditedUse, readonly Replayed[]>();

  /** `world`: before the change. */
  constructor(facts: TrailFacts, world: ReplayWorld) {
    this.#world = world;
    this.#uses = facts.uses
      .filter(({ granted, role }) => granted && role !== null)
      .map((use) => auditedUse(use, world));
  }

  /** `after`: by each of those who it may have been, as `replayEach` answers; none: there is nothing left that could let it in. */
  heldAgainst(
    hasSay: (one: AuditedUse) => boolean,
    after: (use: ObservedUse) => readonly Replayed[],
  ): KeptAndRefused {
    const refused: AuditedUse[] = [];
    let calls = 0;
    for (const one of this.#uses) {
      if (!hasSay(one)) continue;
      if (isKept(this.#was(one), after(one.use))) calls += one.use.count;
      else refused.push(one);
    }
    return { calls, refused };
  }

  #was(one: AuditedUse): readonly Replayed[] {
    let was = this.#before.get(one);
    if (was === undefined) {
      was = replayEach(one.use, this.#world);
      this.#before.set(one, was);
    }
    return was;
  }
}

/** Each once, in the order of their names. */
export function namesOf(refused: readonly AuditedUse[]): readonly string[] {
  return [...new Set(refused.map(({ by }) => by))].sort();
}

/** `names`: as of {@link namesOf}. */
export function whyRefused(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return `it would refuse what CloudTrail has seen: ${names.slice(0, 3).join(", ")}${more}`;
}
