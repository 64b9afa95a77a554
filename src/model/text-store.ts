/**
 * Numbers for distinct texts that are kept as bytes: hundreds of thousands of policy documents would be most of the heap,
 * which V8 lets grow to several times of what it holds.
 */
import type { TextColumn } from "./text-column.ts";

/** Texts stand in pieces of so many bytes; a longer text has a piece of its own. */
const pieceBytes = 2 ** 20;
const decoder = new TextDecoder();

export class TextStore {
  readonly #seed = Math.floor(Math.random() * 2 ** 30);
  readonly #bytes = new PiecedBytes();
  /** Texts that are not ASCII: few, and as they are. */
  readonly #others = new Map<string, number>();
  readonly #otherTexts = new Map<number, string>();
  /** Numbers plus one, at the hash's place or the next free one after it; 0: free. Never more than half full. */
  #places = new Uint32Array(2 ** 12);
  /** By number; -1: not ASCII. */
  readonly #hashes: number[] = [];

  get count(): number {
    return this.#hashes.length;
  }

  /** In order of first sight. */
  numberOf(text: string): number {
    const hash = asciiHash(text, this.#seed);
    if (hash === null) return this.#otherNumber(text);
    const mask = this.#places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number < 0) return this.#add(text, hash, place);
      if (this.#hashes[number] === hash && this.#bytes.holds(number, text)) return number;
    }
  }

  /** The texts by number, decoded when asked for. The numbering must not be used after. */
  column(): TextColumn {
    return {
      length: this.count,
      at: (index) => this.#otherTexts.get(index) ?? this.#bytes.at(index),
    };
  }

  #otherNumber(text: string): number {
    const known = this.#others.get(text);
    if (known !== undefined) return known;
    const number = this.count;
    this.#others.set(text, number);
    this.#otherTexts.set(number, text);
    this.#hashes.push(-1);
    // Its number is taken there, too.
    this.#bytes.add("");
    return number;
  }

  #add(text: string, hash: number, place: number): number {
    const number = this.count;
    this.#hashes.push(hash);
    this.#bytes.add(text);
    this.#places[place] = number + 1;
    if (this.count * 2 > this.#places.length) this.#grow();
    return number;
  }

  #grow(): void {
    const places = new Uint32Array(this.#places.length * 2);
    const mask = places.length - 1;
    for (const [number, hash] of this.#hashes.entries()) {
      if (hash < 0) continue;
      let place = hash & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = number + 1;
    }
    this.#places = places;
  }
}

/** Null: it is not all ASCII. 30 bits, so that it stays a small integer. `seed`: nobody can write policies that meet in one place. */
function asciiHash(text: string, seed: number): number | null {
  let hash = seed ^ text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return null;
    hash = Math.imul(hash ^ code, 16_777_619);
  }
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

/** ASCII texts, one after the other, by number. */
class PiecedBytes {
  readonly #pieces: Uint8Array[] = [];
  #used = pieceBytes;
  /** Where each text begins: its piece and the place there; and how long it is. */
  readonly #piece: number[] = [];
  readonly #start: number[] = [];
  readonly #length: number[] = [];

  add(text: string): void {
    if (this.#used + text.length > (this.#pieces.at(-1)?.length ?? 0)) {
      this.#pieces.push(new Uint8Array(Math.max(pieceBytes, text.length)));
      this.#used = 0;
    }
    const piece = this.#pieces.length - 1;
    const bytes = this.#pieces[piece];
    if (bytes === undefined) throw new Error("no piece");
    for (let at = 0; at < text.length; at += 1) bytes[this.#used + at] = text.charCodeAt(at);
    this.#piece.push(piece);
    this.#start.push(this.#used);
    this.#length.push(text.length);
    this.#used += text.length;
  }

  holds(number: number, text: string): boolean {
    if (this.#length[number] !== text.length) return false;
    const bytes = this.#pieces[this.#piece[number] ?? 0];
    const start = this.#start[number] ?? 0;
    if (bytes === undefined) return false;
    for (let at = 0; at < text.length; at += 1) if (bytes[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  at(number: number): string {
    const start = this.#start[number] ?? 0;
    const length = this.#length[number] ?? 0;
    const bytes = this.#pieces[this.#piece[number] ?? 0];
    return bytes === undefined || length === 0 ? "" : decoder.decode(bytes.subarray(start, start + length));
  }
}
