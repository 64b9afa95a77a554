/** A column of texts in a cache file: all texts one after the other, and where each one ends. */
import type { TextColumn } from "../model/index.ts";
import { type CacheFile, type NewSection, pageBytes } from "./cache-file.ts";

type Encoding = "utf8" | "utf16le";

/** Null: more than 4 GiB of text, which a column of ends can't address. */
export function textSections(name: string, texts: TextColumn): NewSection[] | null {
  // UTF-8 can't hold half a surrogate pair, which JSON can.
  let encoding: Encoding = "utf8";
  let bytes = 0;
  const ends = new Uint32Array(texts.length);
  for (let index = 0; index < texts.length && encoding === "utf8"; index += 1) {
    const text = texts.at(index);
    if (!text.isWellFormed()) encoding = "utf16le";
    bytes += Buffer.byteLength(text);
    ends[index] = bytes;
  }
  if (encoding === "utf16le") {
    bytes = 0;
    for (let index = 0; index < texts.length; index += 1) {
      bytes += texts.at(index).length * 2;
      ends[index] = bytes;
    }
  }
  if (bytes > 0xffffffff) return null;
  return [
    { name: `${name}.ends`, data: () => new Uint8Array(ends.buffer) },
    {
      name: `${name}.${encoding}`,
      data: () => {
        const heap = Buffer.allocUnsafeSlow(bytes);
        for (let index = 0; index < texts.length; index += 1) {
          heap.write(texts.at(index), index === 0 ? 0 : (ends[index - 1] ?? 0), encoding);
        }
        return heap;
      },
    },
  ];
}

/**
 * The column, whose texts are read when asked for. `instead` gives the column from elsewhere when a page turns out to be
 * damaged. Null: the file has no such column, or its ends are damaged.
 */
export function textHeap(file: CacheFile, name: string, instead: () => TextColumn): TextColumn | null {
  const encoding: Encoding = file.lengthOf(`${name}.utf8`) === null ? "utf16le" : "utf8";
  const endBytes = file.read(`${name}.ends`);
  if (endBytes === null || file.lengthOf(`${name}.${encoding}`) === null) return null;
  return new TextHeap(file, `${name}.${encoding}`, encoding, new Uint32Array(endBytes.buffer), instead);
}

class TextHeap implements TextColumn {
  readonly #file: CacheFile;
  readonly #section: string;
  readonly #encoding: Encoding;
  readonly #ends: Uint32Array;
  readonly #instead: () => TextColumn;
  readonly #pages: Buffer[] = [];

  constructor(
    file: CacheFile,
    section: string,
    encoding: Encoding,
    ends: Uint32Array,
    instead: () => TextColumn,
  ) {
    this.#file = file;
    this.#section = section;
    this.#encoding = encoding;
    this.#ends = ends;
    this.#instead = instead;
  }

  get length(): number {
    return this.#ends.length;
  }

  at(index: number): string {
    const end = this.#ends[index];
    const start = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    // An empty text at the heap's very end has no page to stand on.
    if (end === undefined || end === start) return "";
    const number = Math.floor(start / pageBytes);
    const page = this.#page(number);
    if (page === null) return this.#instead().at(index);
    const from = start - number * pageBytes;
    if (from + end - start <= page.length) return page.toString(this.#encoding, from, from + end - start);
    return this.#acrossPages(start, end, number) ?? this.#instead().at(index);
  }

  #acrossPages(start: number, end: number, first: number): string | null {
    const parts: Buffer[] = [];
    for (let number = first; number * pageBytes < end; number += 1) {
      const page = this.#page(number);
      if (page === null) return null;
      const before = number * pageBytes;
      parts.push(page.subarray(Math.max(0, start - before), end - before));
    }
    return Buffer.concat(parts).toString(this.#encoding);
  }

  #page(number: number): Buffer | null {
    const kept = this.#pages[number];
    if (kept !== undefined) return kept;
    const page = this.#file.page(this.#section, number);
    if (page !== null) this.#pages[number] = page;
    return page;
  }
}
