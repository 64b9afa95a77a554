/**
 * Whether a text came before, within a few bytes a text: what comes once is not worth keeping. Keeping the policies of
 * 100,000 cases that have nothing in common took half of the time, for the garbage collector.
 */
export class SeenTexts {
  /** Two texts with one fingerprint only make the second one kept too early. */
  readonly #prints = new Int32Array(1 << 16);

  isRepeated(text: string): boolean {
    const print = fingerprint(text);
    const slot = print & (this.#prints.length - 1);
    if (this.#prints[slot] === print) return true;
    this.#prints[slot] = print;
    return false;
  }
}

/** Never 0, which is the empty slot. */
function fingerprint(text: string): number {
  let hash = text.length;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash | (1 << 31);
}
