/**
 * Access key ids that were issued, with what stands behind each, for 36 hours: the longest that AWS issues credentials for. Keys
 * in AWS's form (`ASIA` and 16 of A-Z0-9) are packed into numbers, exactly: 29 bytes each at most where a Map takes 90.
 */
import { ownText } from "../../model/index.ts";

/** Seconds; GetSessionToken's longest. */
export const linkSeconds = 36 * 3600;

/** Links are forgotten by the sixth part of their time at once. */
const generationSeconds = linkSeconds / 6;

export class KeyLinks {
  /** Newest last. */
  #generations: Generation[] = [];
  readonly #numbers = new Uint32Array(3);
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
    newest.put(this.#packed(key), second, node);
    return this.#forgetBeyond();
  }

  /** The node of the latest issuer within 36 hours; null: none is known. */
  get(key: string, second: number): number | null {
    const packed = this.#packed(key);
    for (let at = this.#generations.length - 1; at >= 0; at--) {
      const found = this.#generations[at]?.get(packed) ?? null;
      if (found !== null) return second - found.second <= linkSeconds ? found.node : null;
    }
    return null;
  }

  /** Of a key in AWS's form the same numbers each time, until the next is packed; the key itself of others. */
  #packed(key: string): Uint32Array | string {
    return pack(key, this.#numbers) ? this.#numbers : key;
  }

  #forgetBeyond(): number {
    let size = 0;
    for (const generation of this.#generations) size += generation.size;
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

  constructor(start: number) {
    this.start = start;
  }

  get size(): number {
    return this.#used + this.#odd.size;
  }

  put(key: Uint32Array | string, second: number, node: number): void {
    if (typeof key === "string") {
      this.#odd.set(ownText(key), { second, node });
      return;
    }
    if (this.#used * 3 > (this.#rows.length / columns) * 2) this.#grow();
    const at = find(this.#rows, key[0] ?? 0, key[1] ?? 0, key[2] ?? 0);
    if (this.#rows[at + 4] === 0) this.#used++;
    this.#rows.set(key, at);
    this.#rows[at + 3] = second - this.start * generationSeconds;
    this.#rows[at + 4] = node + 1;
  }

  get(key: Uint32Array | string): Link | null {
    if (typeof key === "string") return this.#odd.get(key) ?? null;
    const at = find(this.#rows, key[0] ?? 0, key[1] ?? 0, key[2] ?? 0);
    const node = this.#rows[at + 4] ?? 0;
    if (node === 0) return null;
    return { second: this.start * generationSeconds + (this.#rows[at + 3] ?? 0), node: node - 1 };
  }

  #grow(): void {
    const old = this.#rows;
    const grown = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += columns) {
      if (old[at + 4] === 0) continue;
      grown.set(
        old.subarray(at, at + columns),
        find(grown, old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0),
      );
    }
    this.#rows = grown;
  }
}

/** INVARIANT: a third of the rows is free, so that the search ends. */
function find(rows: Uint32Array, a: number, b: number, c: number): number {
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

/** 6, 5 and 5 characters of 36 into 32 bits each; false: not of this form. */
function pack(key: string, into: Uint32Array): boolean {
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
    into[column] = number;
  }
  return true;
}
