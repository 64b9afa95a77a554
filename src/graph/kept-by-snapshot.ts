import type { Snapshot } from "../model/index.ts";

/** What was found out about a snapshot, as long as somebody has it. */
export class KeptBySnapshot<Key, Value> {
  readonly #kept = new WeakMap<Snapshot, Map<Key, Value>>();

  of(snapshot: Snapshot): Map<Key, Value> {
    let kept = this.#kept.get(snapshot);
    if (kept === undefined) {
      kept = new Map();
      this.#kept.set(snapshot, kept);
    }
    return kept;
  }
}
