/** What has been found for pairs of numbers: a square of bytes for the first ones, a map for the rest. */
const widestSquare = 2_048;

export class RelationTable {
  #side = 0;
  /** Plus one; 0 is not known. */
  #square = new Uint8Array(0);
  readonly #rest = new Map<number, number>();

  /** -1 where it is not known. */
  get(a: number, b: number): number {
    if (a < this.#side && b < this.#side) return (this.#square[a * this.#side + b] ?? 0) - 1;
    return this.#rest.get(a * 2 ** 24 + b) ?? -1;
  }

  set(a: number, b: number, relation: number): void {
    const most = Math.max(a, b);
    if (most >= widestSquare) this.#rest.set(a * 2 ** 24 + b, relation);
    else {
      if (most >= this.#side) this.#widen(most);
      this.#square[a * this.#side + b] = relation + 1;
    }
  }

  #widen(most: number): void {
    const side = Math.max(16, 2 ** Math.ceil(Math.log2(most + 1)));
    const square = new Uint8Array(side * side);
    for (let row = 0; row < this.#side; row++) {
      square.set(this.#square.subarray(row * this.#side, (row + 1) * this.#side), row * side);
    }
    this.#side = side;
    this.#square = square;
  }
}
