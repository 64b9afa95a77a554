/** One writer at a time for each target: within this process by waiting, among processes by a lease of the shared store. */
import type { StateStore } from "../../store/state/index.ts";

const last = new Map<string, Promise<unknown>>();

/** In the order in which they ask. */
export async function inTurn<T>(target: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(target) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => undefined);
  last.set(target, settled);
  try {
    return await mine;
  } finally {
    if (last.get(target) === settled) last.delete(target);
  }
}

export type LeaseParts = {
  readonly store: Pick<StateStore, "lease" | "release">;
  /** Another text for each process and run. */
  readonly holder: string;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
};

/** Whoever dies with it loses it then. Longer than a write and its read-back take. */
const leaseMilliseconds = 30_000;
/** Longer than a lease: who waits gets it from one that died. */
const patienceMilliseconds = 120_000;
/** At first; longer the longer it takes, and never at the same moment as others. */
const betweenTries = 20;
const mostBetweenTries = 300;

export class Lease {
  readonly #parts: LeaseParts;
  readonly #name: string;
  #until = 0;

  private constructor(parts: LeaseParts, name: string) {
    this.#parts = parts;
    this.#name = name;
  }

  /** Null: somebody else had it all the time. */
  static async take(parts: LeaseParts, name: string): Promise<Lease | null> {
    const lease = new Lease(parts, name);
    const from = parts.now();
    for (let tries = 0; ; tries += 1) {
      if (await lease.renew()) return lease;
      if (parts.now() - from > patienceMilliseconds) return null;
      const most = Math.min(betweenTries * (1 + tries / 8), mostBetweenTries);
      await parts.pause((0.5 + parts.random() / 2) * most);
    }
  }

  /** False: it went to somebody else meanwhile. */
  async renew(): Promise<boolean> {
    const { store, holder, now } = this.#parts;
    const at = now();
    const had = await store.lease(this.#name, holder, at, leaseMilliseconds);
    this.#until = had ? at + leaseMilliseconds : 0;
    return had;
  }

  /** Whether it is surely ours for so long from now on. */
  isOursFor(milliseconds: number): boolean {
    return this.#parts.now() + milliseconds < this.#until;
  }

  release(): Promise<void> {
    return this.#parts.store.release([this.#name], this.#parts.holder);
  }
}
