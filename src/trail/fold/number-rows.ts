/**
 * What is kept of very many things, beside the heap of JavaScript: there each would take several times as much, and the collector
 * lets a heap grow to a multiple of what is alive in it.
 */

/** Numbers of things, so many for each, beside each other; 0 until they are set. */
export class NumberTable {
  readonly #columns: number;
  #values = new Float64Array(1024);

  constructor(columns: number) {
    this.#columns = columns;
  }

  at(thing: number, column: number): number {
    return this.#values[thing * this.#columns + column] ?? 0;
  }

  set(thing: number, column: number, value: number): void {
    const at = thing * this.#columns + column;
    if (at >= this.#values.length) this.#values = grown(this.#values, Float64Array, at);
    this.#values[at] = value;
  }
}

const columns = 3;

/**
 * Three whole numbers below 2^32 each that name a thing, and the thing's own number by them: 0, 1, 2, … in the order in which
 * they came. Open addressing: 20 to 32 bytes each.
 */
export class NumberRows {
  #rows = new Uint32Array(256 * columns);
  /** A row's number with 1 added. */
  #slots = new Uint32Array(512);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** -1: there is none. */
  find(a: number, b: number, c: number): number {
    return (this.#slots[this.#slotOf(a, b, c)] ?? 0) - 1;
  }

  /** To be called for what is not there. */
  add(a: number, b: number, c: number): number {
    if ((this.#count + 1) * 2 > this.#slots.length) this.#rehash();
    const number = this.#count++;
    const at = number * columns;
    if (at + columns > this.#rows.length) this.#rows = grown(this.#rows, Uint32Array, at + columns);
    this.#rows[at] = a;
    this.#rows[at + 1] = b;
    this.#rows[at + 2] = c;
    this.#slots[this.#slotOf(a, b, c)] = number + 1;
    return number;
  }

  /** Of a row, by the row's number. */
  at(number: number, column: 0 | 1 | 2): number {
    return this.#rows[number * columns + column] ?? 0;
  }

  /** INVARIANT: a half of the slots is free, so that the search ends. */
  #slotOf(a: number, b: number, c: number): number {
    const slots = this.#slots;
    const rows = this.#rows;
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b ^ (b >>> 15), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f);
    hash = Math.imul(hash ^ (hash >>> 13), 0x165667b1);
    let slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
    for (;;) {
      const number = slots[slot] ?? 0;
      const at = (number - 1) * columns;
      if (number === 0 || (rows[at] === a && rows[at + 1] === b && rows[at + 2] === c)) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#count; number++) {
      const slot = this.#slotOf(this.at(number, 0), this.at(number, 1), this.at(number, 2));
      this.#slots[slot] = number + 1;
    }
  }
}

/** With room for `index`, at least half as large again. */
export function grown<T extends Float64Array | Uint32Array>(
  old: T,
  type: new (length: number) => T,
  index: number,
): T {
  const made = new type(Math.max(index + 1, Math.ceil((old.length * 3) / 2)));
  made.set(old);
  return made;
}
