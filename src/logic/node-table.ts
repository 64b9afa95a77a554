/**
 * The nodes of a diagram in typed arrays, each node once. A node either asks an atom or is suspended: an operation whose
 * operands stand in `low` and `high`. Also remembers the results of operations, as many as there is room for.
 */
export const and = 1;
export const or = 2;
export type Operation = typeof and | typeof or;

/** Numbers 0 and 1 are the two leaves. */
const leaves = 2;
const firstCapacity = 256;
const mostRemembered = 2 ** 18;

export class NodeTable {
  size = leaves;
  /** The atom, or the operation's negative number. */
  #atoms = new Int32Array(firstCapacity);
  #lows = new Int32Array(firstCapacity);
  #highs = new Int32Array(firstCapacity);
  /** Open addressing; empty is 0, which no node inside is. */
  #slots = new Int32Array(firstCapacity * 2);
  /** Operation, operands, result; a newer result may take an older one's place. */
  #results = new Int32Array(firstCapacity * 4);

  /** Negative of a suspended node. */
  atom(node: number): number {
    return this.#atoms[node] ?? 0;
  }

  low(node: number): number {
    return this.#lows[node] ?? 0;
  }

  high(node: number): number {
    return this.#highs[node] ?? 0;
  }

  operation(node: number): Operation {
    return this.atom(node) === -and ? and : or;
  }

  make(atom: number, low: number, high: number): number {
    let mask = this.#slots.length - 1;
    let slot = hash(atom, low, high) & mask;
    for (;;) {
      const node = this.#slots[slot] ?? 0;
      if (node === 0) break;
      if (this.#atoms[node] === atom && this.#lows[node] === low && this.#highs[node] === high) return node;
      slot = (slot + 1) & mask;
    }
    if (this.size === this.#atoms.length) {
      this.#grow();
      mask = this.#slots.length - 1;
      slot = hash(atom, low, high) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    }
    const node = this.size++;
    this.#atoms[node] = atom;
    this.#lows[node] = low;
    this.#highs[node] = high;
    this.#slots[slot] = node;
    return node;
  }

  /** The operation as a node, unless its result is plain. */
  suspend(operation: Operation, a: number, b: number): number {
    const quick = this.quick(operation, a, b);
    if (quick >= 0) return quick;
    return this.make(-operation, Math.min(a, b), Math.max(a, b));
  }

  /** The result where it is plain or remembered, else -1. */
  quick(operation: Operation, a: number, b: number): number {
    if (a === b) return a;
    const neutral = operation === and ? 1 : 0;
    if (a <= 1) return a === neutral ? b : a;
    if (b <= 1) return b === neutral ? a : b;
    const least = Math.min(a, b);
    const most = Math.max(a, b);
    const at = this.#resultAt(operation, least, most);
    const results = this.#results;
    if (results[at] !== operation || results[at + 1] !== least || results[at + 2] !== most) return -1;
    return results[at + 3] ?? -1;
  }

  remember(operation: Operation, a: number, b: number, result: number): void {
    const least = Math.min(a, b);
    const most = Math.max(a, b);
    const at = this.#resultAt(operation, least, most);
    const results = this.#results;
    results[at] = operation;
    results[at + 1] = least;
    results[at + 2] = most;
    results[at + 3] = result;
  }

  #resultAt(operation: Operation, a: number, b: number): number {
    return (hash(operation, a, b) & (this.#results.length / 4 - 1)) * 4;
  }

  #grow(): void {
    const capacity = this.#atoms.length * 2;
    this.#atoms = grown(this.#atoms, capacity);
    this.#lows = grown(this.#lows, capacity);
    this.#highs = grown(this.#highs, capacity);
    this.#slots = new Int32Array(capacity * 2);
    const mask = this.#slots.length - 1;
    for (let node = leaves; node < this.size; node++) {
      let slot = hash(this.atom(node), this.low(node), this.high(node)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = node;
    }
    if (capacity <= mostRemembered) this.#results = new Int32Array(capacity * 4);
  }
}

function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(length);
  made.set(array);
  return made;
}
