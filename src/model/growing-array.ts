/** A Uint32Array that grows at its end: half the memory of an array of numbers, and no copy of its boxes. */
export class GrowingUint32Array {
  #values: Uint32Array;
  #length = 0;

  constructor(expected = 16) {
    this.#values = new Uint32Array(expected);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Uint32Array(this.#length * 2 + 16);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  toArray(): Uint32Array {
    return this.#values.slice(0, this.#length);
  }
}
