/** A column of texts: an array in memory, or a heap in a cache file that decodes a text when it is asked for. */
export interface TextColumn {
  readonly length: number;
  /** The empty text where there is none. */
  at(index: number): string;
}

export function textColumn(values: readonly string[]): TextColumn {
  return { length: values.length, at: (index) => values[index] ?? "" };
}

/** Gives each distinct text a number, in order of first sight. */
export class TextNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  /** What was asked for last, by a rough hash: comparing is cheaper than hashing a text that was just made. */
  readonly #recent = new Uint32Array(2048);

  get count(): number {
    return this.#texts.length;
  }

  numberOf(text: string): number {
    const slot =
      (text.length * 31 + text.charCodeAt(text.length - 1) * 7 + text.charCodeAt(text.length >> 1)) & 2047;
    const recent = this.#recent[slot] ?? 0;
    if (this.#texts[recent] === text) return recent;
    const number = this.#look(text);
    this.#recent[slot] = number;
    return number;
  }

  #look(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    return number;
  }

  /** The texts by number. The numbering must not be used after. */
  column(): TextColumn {
    return textColumn(this.#texts);
  }
}
