/**
 * Changes as they are looked at: the store's latest, in small, kept up with it by asking what was settled since. What stays in the store
 * alone (policy texts, who gained) is read from there when one change is opened.
 */
import type { StateStore, StoredDriftEvent } from "../../store/state/index.ts";
import { type DriftFacts, driftFacts } from "./drift-facts.ts";
import { type DriftChoice, missesOf } from "./drift-filter.ts";
import type { DriftRow } from "./drift-shape.ts";

/** About 50 MB. */
const mostKept = 50_000;
const pageOf = 500;

export class DriftDesk {
  readonly #store: StateStore;
  readonly #shownAs: (event: StoredDriftEvent) => StoredDriftEvent;
  readonly #most: number;
  #facts = new Map<string, DriftFacts>();
  /** Latest change first; null: it has to be put in order anew. */
  #inOrder: readonly DriftFacts[] | null = null;
  #sequence = 0;
  #hasOlder = false;
  #isLoaded = false;
  #following: Promise<void> | null = null;

  /** `shownAs`: as it is shown, external IDs masked where they are: nothing else is searched, or they could be guessed letter by letter. */
  constructor(
    store: StateStore,
    shownAs: (event: StoredDriftEvent) => StoredDriftEvent,
    most: number = mostKept,
  ) {
    this.#store = store;
    this.#shownAs = shownAs;
    this.#most = most;
  }

  /** All that was settled up to it is here. */
  get sequence(): number {
    return this.#sequence;
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  /** Catches up with the store; fails where the store does. Whoever asks meanwhile waits for the same. */
  follow(): Promise<void> {
    this.#following ??= this.#catchUp().finally(() => {
      this.#following = null;
    });
    return this.#following;
  }

  all(): readonly DriftFacts[] {
    this.#inOrder ??= [...this.#facts.values()].sort(
      ({ row: a }, { row: b }) => b.at - a.at || b.sequence - a.sequence,
    );
    return this.#inOrder;
  }

  /** Latest change first. `after`: only what was settled since. */
  chosen(choice: DriftChoice, after = 0): readonly DriftRow[] {
    const misses = missesOf(choice);
    return this.all()
      .filter((facts) => facts.row.sequence > after && misses(facts) === null)
      .map(({ row }) => row);
  }

  /** The store has forgotten it. */
  forget(id: string): void {
    if (this.#facts.delete(id)) this.#inOrder = null;
  }

  async #catchUp(): Promise<void> {
    if (!this.#isLoaded) await this.#load();
    for (;;) {
      const page = await this.#store.driftEventsAfter(this.#sequence, pageOf);
      for (const event of page) this.#add(event);
      this.#sequence = page.at(-1)?.sequence ?? this.#sequence;
      this.#trim();
      if (page.length < pageOf) return;
    }
  }

  /** The latest, of however many. */
  async #load(): Promise<void> {
    const loaded: DriftFacts[] = [];
    let before: number | null = null;
    let hasOlder = false;
    for (;;) {
      const limit = Math.min(pageOf, this.#most + 1 - loaded.length);
      const page: readonly StoredDriftEvent[] = await this.#store.driftEvents(
        {},
        before === null ? { limit } : { before, limit },
      );
      for (const event of page) loaded.push(this.#factsOf(event));
      before = page.at(-1)?.sequence ?? before;
      hasOlder = loaded.length > this.#most;
      if (page.length < limit || hasOlder) break;
    }
    this.#sequence = loaded[0]?.row.sequence ?? 0;
    this.#facts = new Map(
      loaded
        .slice(0, this.#most)
        .reverse()
        .map((facts) => [facts.row.id, facts]),
    );
    this.#hasOlder = hasOlder;
    this.#inOrder = null;
    this.#isLoaded = true;
  }

  #add(event: StoredDriftEvent): void {
    const facts = this.#factsOf(event);
    this.#facts.set(event.id, facts);
    this.#inOrder = null;
    const taken = event.reverts === null ? undefined : this.#facts.get(event.reverts);
    // The first that says so, as in the store.
    if (taken === undefined || taken.row.revertedBy !== null) return;
    this.#facts.set(taken.row.id, { ...taken, row: { ...taken.row, revertedBy: event.id } });
  }

  #trim(): void {
    // INVARIANT: the map is in the order of sequences.
    for (const id of this.#facts.keys()) {
      if (this.#facts.size <= this.#most) return;
      this.#facts.delete(id);
      this.#inOrder = null;
      this.#hasOlder = true;
    }
  }

  #factsOf(event: StoredDriftEvent): DriftFacts {
    return driftFacts(this.#shownAs(event));
  }
}
