/** What several do at the same time is told as if one came after the other: the first as it happens, the others when it is their turn. */

/** So much that waits is kept of each; then it has to wait itself, in UTF-16 units. */
const mostWaiting = 1024 * 1024;

type Held = { readonly tells: (() => void)[]; size: number };

export class InOrder {
  #turn = 0;
  readonly #ended = new Set<number>();
  readonly #held = new Map<number, Held>();
  readonly #waiting = new Map<number, (() => void)[]>();

  /** `size` is what keeping it takes. */
  tell(index: number, size: number, tell: () => void): void {
    if (index === this.#turn) {
      tell();
      return;
    }
    const held = this.#held.get(index) ?? { tells: [], size: 0 };
    this.#held.set(index, held);
    held.tells.push(tell);
    held.size += size;
  }

  /** Nothing more comes of this one. */
  end(index: number): void {
    this.#ended.add(index);
    while (this.#ended.delete(this.#turn)) {
      this.#turn += 1;
      this.#begin(this.#turn);
    }
  }

  /** Null: there is room for more; else that there is. */
  room(index: number): Promise<void> | null {
    if ((this.#held.get(index)?.size ?? 0) < mostWaiting) return null;
    return new Promise((resolve) => {
      this.#waiting.set(index, [...(this.#waiting.get(index) ?? []), resolve]);
    });
  }

  /** Nobody waits any more. */
  release(): void {
    for (const index of [...this.#waiting.keys()]) this.#resume(index);
  }

  #begin(index: number): void {
    const held = this.#held.get(index);
    this.#held.delete(index);
    for (const tell of held?.tells ?? []) tell();
    this.#resume(index);
  }

  #resume(index: number): void {
    const waiting = this.#waiting.get(index) ?? [];
    this.#waiting.delete(index);
    for (const resolve of waiting) resolve();
  }
}
