/**
 * Access key ids that were issued, with what stands behind each, for 36 hours: the longest that AWS issues credentials for. Keys
 * in AWS's form (`ASIA` and 16 of A-Z0-9) are packed into numbers, exactly: 29 bytes each at most where a Map takes 90.
 */

/** Seconds; GetSessionToken's longest. */
export const linkSeconds = 36 * 3600;

/** Links are forgotten by the sixth part of their time at once. */
const generationSeconds = linkSeconds / 6;

export class KeyLinks {
  /** Newest last. */
  #generations: Generation[] = [];
  readonly #atMost: number;

  constructor(atMost: number) {
    this.#atMost = atMost;
  }

  /**
   * `node` is a number of the caller's; of two issuers of one key the later put counts. Times are seconds and never fall. Tells how
   * many links had to be forgotten before their time.
   */
  put(key: string, second: number, node: number): number {
    const start = Math.floor(second / generationSeconds);
    let newest = this.#generations.at(-1);
    if (newest === undefined || newest.start !== start) {
      newest = new Generation(start);
      this.#generations = this.#generations.filter(
        (old) => (old.start + 1) * generationSeconds + linkSeconds > second,
      );
      this.#generations.push(newest);
    }
    newest.put(key, second, node);
    return this.#forgetBeyond();
  }

  /** The node of the latest issuer within 36 hours; null: none is known. */
  get(key: string, second: number): number | null {
    for (let at = this.#generations.length - 1; at >= 0; at--) {
      const found = this.#generations[at]?.get(key) ?? null;
      if (found !== null) return second - found.second <= linkSeconds ? found.node : null;
    }
    return null;
  }

  #forgetBeyond(): number {
    const size = this.#generations.reduce((sum, generation) => sum + generation.size, 0);
    if (size <= this.#atMost) return 0;
    return this.#generations.shift()?.size ?? 0;
  }
}

type Link = { readonly second: number; readonly node: number };

const [codeOf0, codeOf9, codeOfA, codeOfZ] = [48, 57, 65, 90];
const columns = 5;

/** Open addressing over rows of five numbers: three of the key, the second (from the start), and the node with 1 added. */
class Generation {
  /** In units of `generationSeconds` since 1970. */
  readonly start: number;
  readonly #odd = new Map<string, Link>();
  #rows = new Uint32Array(1024 * columns);
  #used = 0;
  readonly #packed = new Uint32Array(3);

  constructor(start: number) {
    this.start = start;
  }

  get size(): number {
    return this.#used + this.#odd.size;
  }

  put(key: string, second: number, node: number): void {
    if (this.#used * 3 > (this.#rows.length / columns) * 2) this.#grow();
    if (!this.#pack(key)) {
      this.#odd.set(key, { second, node });
      return;
    }
    const at = this.#find(this.#rows);
    if (this.#rows[at + 4] === 0) this.#used++;
    this.#rows.set(this.#packed, at);
    this.#rows[at + 3] = second - this.start * generationSeconds;
    this.#rows[at + 4] = node + 1;
  }

  get(key: string): Link | null {
    if (!this.#pack(key)) return this.#odd.get(key) ?? null;
    const at = this.#find(this.#rows);
    const node = this.#rows[at + 4] ?? 0;
    if (node === 0) return null;
    return { second: this.start * generationSeconds + (this.#rows[at + 3] ?? 0), node: node - 1 };
  }

  /** INVARIANT: a third of the rows is free, so that the search ends. */
  #find(rows: Uint32Array): number {
    const [a = 0, b = 0, c = 0] = this.#packed;
    const count = rows.length / columns;
    // Keys may be chosen by whoever writes the trail: then searches are longer, and nothing else.
    let row = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)) >>> 0;
    row = (row ^ (row >>> 15)) & (count - 1);
    for (;;) {
      const at = row * columns;
      if (rows[at + 4] === 0 || (rows[at] === a && rows[at + 1] === b && rows[at + 2] === c)) return at;
      row = (row + 1) & (count - 1);
    }
  }

  #grow(): void {
    const old = this.#rows;
    const grown = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += columns) {
      if (old[at + 4] === 0) continue;
      this.#packed.set(old.subarray(at, at + 3));
      grown.set(old.subarray(at, at + columns), this.#find(grown));
    }
    this.#rows = grown;
  }

  /** 6, 5 and 5 characters of 36 into 32 bits each; false: not of this form. */
  #pack(key: string): boolean {
    if (key.length !== 20 || !key.startsWith("ASIA")) return false;
    let at = 4;
    for (let column = 0; column < 3; column++) {
      const end = column === 0 ? 10 : at + 5;
      let number = 0;
      for (; at < end; at++) {
        const code = key.charCodeAt(at);
        if (code >= codeOf0 && code <= codeOf9) number = number * 36 + code - codeOf0;
        else if (code >= codeOfA && code <= codeOfZ) number = number * 36 + code - codeOfA + 10;
        else return false;
      }
      this.#packed[column] = number;
    }
    return true;
  }
}
