/**
 * Time that passes only when everybody waits: many writers with delays of their own, thousands of times, in an order that a seed gives.
 */
export class VirtualTime {
  #now = 0;
  #order = 0;
  readonly #waiting: { readonly at: number; readonly order: number; readonly wake: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly pause = (milliseconds: number): Promise<void> =>
    new Promise((wake) => {
      this.#order += 1;
      this.#waiting.push({ at: this.#now + Math.max(0, milliseconds), order: this.#order, wake });
    });

  /** Until `work` is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    while (!isDone) {
      // All that can go on without time passing.
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#takeNext();
      if (next === null) continue;
      this.#now = next.at;
      next.wake();
    }
    return done;
  }

  #takeNext() {
    let first = 0;
    for (const [index, { at, order }] of this.#waiting.entries()) {
      const known = this.#waiting[first];
      if (known === undefined || at < known.at || (at === known.at && order < known.order)) first = index;
    }
    return this.#waiting.splice(first, 1)[0] ?? null;
  }
}
