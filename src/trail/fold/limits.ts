/** What was cut at a bound, for TrailFacts.limits. */
import type { TrailLimit } from "../../model/index.ts";

/** How much is kept at most, in numbers of things; what happens beyond is told as a limit of this name. */
export type FoldBounds = {
  /**
   * Uses, and as many pairs of a caller and a role. About 100 bytes each and 20 for each event id of evidence while events come;
   * three times as much when they are told.
   */
  readonly uses: number;
  /** Of them, those with a detail. */
  readonly details: number;
  readonly places: number;
  readonly chains: number;
  /** Days of a caller and a role. 16 bytes each, and 80 when they are told. */
  readonly days: number;
  /** Keys that were issued in the last 36 hours. */
  readonly links: number;
  /** Events whose other copies are waited for. */
  readonly copies: number;
};

export const foldBounds: FoldBounds = {
  uses: 1_000_000,
  details: 250_000,
  places: 500_000,
  chains: 500_000,
  days: 1_000_000,
  links: 6_000_000,
  copies: 500_000,
};

export class Limits {
  readonly #all = new Map<TrailLimit["what"], TrailLimit>();

  note(what: TrailLimit["what"], time: number, count = 1): void {
    const known = this.#all.get(what);
    this.#all.set(what, {
      what,
      count: (known?.count ?? 0) + count,
      first: Math.min(known?.first ?? time, time),
      last: Math.max(known?.last ?? time, time),
    });
  }

  get all(): readonly TrailLimit[] {
    return [...this.#all.values()];
  }
}
