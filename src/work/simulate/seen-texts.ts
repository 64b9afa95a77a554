/**
 * Whether a text came before, within a few bytes a text: what comes once is not worth keeping. Keeping the policies of
 * 100,000 cases that have nothing in common took half of the time, for the garbage collector.
 */
export class SeenTexts {
  /** Two texts with one fingerprint only make the second one kept too early. */
  readonly #prints = new Int32Array(1 << 16);

  /** `print`: the text's fingerprint, which is never 0: that is the empty slot. */
  isRepeated(print: number): boolean {
    const slot = print & (this.#prints.length - 1);
    if (this.#prints[slot] === print) return true;
    this.#prints[slot] = print;
    return false;
  }
}
