/** Room for bytes, taken once, in pages of one size that are given out and come back: what is buffered makes no garbage. */
export const pageBytes = 4096;

export class Pages {
  readonly count: number;
  /** Null until a page is written to. */
  #bytes: Buffer | null = null;
  readonly #free: number[];

  /** Two pages at least. */
  constructor(bytes: number) {
    this.count = Math.max(2, Math.floor(bytes / pageBytes));
    this.#free = Array.from({ length: this.count }, (_, page) => this.count - 1 - page);
  }

  get free(): number {
    return this.#free.length;
  }

  take(): number {
    const page = this.#free.pop();
    if (page === undefined) throw new Error("whoever takes a page sees before whether there is one");
    return page;
  }

  giveBack(pages: readonly number[]): void {
    for (const page of pages) this.#free.push(page);
  }

  /** Gives the memory back until pages are needed again, if none is taken now. */
  release(): void {
    if (this.free === this.count) this.#bytes = null;
  }

  write(page: number, at: number, from: Buffer, start: number, end: number): void {
    // The system gives memory as it is written to, not before.
    this.#bytes ??= Buffer.allocUnsafeSlow(this.count * pageBytes);
    from.copy(this.#bytes, page * pageBytes + at, start, end);
  }

  /** The first bytes of a page, as many as there is room for. */
  read(page: number, into: Buffer, at: number): void {
    this.#bytes?.copy(into, at, page * pageBytes, (page + 1) * pageBytes);
  }
}
