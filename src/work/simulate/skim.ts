/**
 * The outline of a JSON text: where members and items begin and end, without reading what is in them. Most of a case is
 * policies that were read before; finding their text again costs a fraction of parsing them.
 *
 * Only brackets, quotes and commas are checked here. Whoever reads a piece checks the rest.
 */

/** A value's place: [start, end). */
export type Piece = { readonly start: number; readonly end: number };
export type Member = Piece & { readonly key: string };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Of longer texts the ends of nested values are not kept: that takes four bytes a character. */
const longestKept = 1 << 20;

/** Copies ten times as fast as a loop; hosts without one are served by the loop. */
const encoder = typeof TextEncoder === "undefined" ? null : new TextEncoder();

/**
 * The outlines of texts, one after the other: what is asked is about the text that was taken last.
 *
 * The text is skimmed in a copy of bytes, one for each of its UTF-16 units: they are read in half of the time of
 * `charCodeAt`, in a third where the text is a slice of another, and the copy costs a tenth of that.
 */
export class Outline {
  #text = "";
  /** INVARIANT: up to the text's length, ASCII as it is, and everything else as some byte from 0x80. */
  #units = new Uint8Array(1 << 12);
  #words = new DataView(this.#units.buffer);
  /**
   * By the offset of an opening bracket: where its value ends, once that was skipped; else 0. The policies of a case lie
   * inside five other values, and are skipped but once.
   */
  #ends: Int32Array | null = null;
  #keptEnds = new Int32Array(1 << 12);

  /** The whole of the text. */
  take(text: string): Piece {
    const { length } = text;
    if (length > this.#units.length) {
      this.#units = new Uint8Array(length > longestKept ? length : 2 * length);
      this.#words = new DataView(this.#units.buffer);
    }
    this.#text = text;
    const copied = encoder?.encodeInto(text, this.#units);
    if (copied?.read !== length || copied.written !== length) copyUnits(text, this.#units);
    this.#ends = length > longestKept ? null : this.#clearedEnds(length);
    return { start: 0, end: length };
  }

  #clearedEnds(length: number): Int32Array {
    if (length > this.#keptEnds.length) this.#keptEnds = new Int32Array(2 * length);
    else this.#keptEnds.fill(0, 0, length);
    return this.#keptEnds;
  }

  slice({ start, end }: Piece): string {
    return this.#text.slice(start, end);
  }

  /** Equal for equal texts, and rarely for others; never 0. */
  fingerprint({ start, end }: Piece): number {
    let hash = end - start;
    let at = start;
    for (; at + 4 <= end; at += 4) hash = (Math.imul(hash, 0x01000193) + this.#words.getInt32(at, true)) | 0;
    for (; at < end; at += 1) hash = (Math.imul(hash, 0x01000193) + (this.#units[at] ?? 0)) | 0;
    // The low bits of the sum come from the low bits of the words alone.
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) | (1 << 31);
  }

  /**
   * The members of the object that fills the piece; null where it is no well-formed object. `length`: the text counts as
   * ended there, whose parts may be broken so that they seem to end behind it.
   */
  membersOf(piece: Piece, length = this.#text.length): readonly Member[] | null {
    const units = this.#units;
    let at = skipSpace(units, length, piece.start);
    if (at >= length || units[at] !== openBrace) return null;
    const members: Member[] = [];
    at = skipSpace(units, length, at + 1);
    if (at < length && units[at] === closeBrace) return endsAt(units, length, at + 1, piece) ? members : null;
    for (;;) {
      if (at >= length || units[at] !== quote) return null;
      const keyEnd = skipString(units, length, at);
      if (keyEnd < 0) return null;
      const key = this.stringIn({ start: at, end: keyEnd });
      at = skipSpace(units, length, keyEnd);
      if (key === undefined || at >= length || units[at] !== colon) return null;
      const start = skipSpace(units, length, at + 1);
      const end = skipValue(units, length, start, this.#ends);
      if (end < 0) return null;
      members.push({ key, start, end });
      at = skipSpace(units, length, end);
      if (at >= length) return null;
      const next = units[at];
      if (next === closeBrace) return endsAt(units, length, at + 1, piece) ? members : null;
      if (next !== comma) return null;
      at = skipSpace(units, length, at + 1);
    }
  }

  /** The items of the array that fills the piece; null where it is no well-formed array. `length`: see {@link membersOf}. */
  itemsOf(piece: Piece, length = this.#text.length): readonly Piece[] | null {
    return itemsIn(this.#units, length, piece, this.#ends);
  }

  isString({ start }: Piece): boolean {
    return this.#units[start] === quote;
  }

  /** The text that a string stands for; undefined where the piece is no string, or no well-formed one. */
  stringIn({ start, end }: Piece): string | undefined {
    const units = this.#units;
    if (end < start + 2 || units[start] !== quote) return undefined;
    for (let at = start + 1; at < end - 1; at += 1) {
      const unit = units[at] ?? 0;
      if (unit < 0x20 || unit === backslash) return this.#escapedString(start, end);
    }
    return this.#text.slice(start + 1, end - 1);
  }

  /** Control characters may not stand in a string as they are; with escapes, JSON knows what they mean. */
  #escapedString(start: number, end: number): string | undefined {
    try {
      const read: unknown = JSON.parse(this.#text.slice(start, end));
      return typeof read === "string" ? read : undefined;
    } catch {
      return undefined;
    }
  }
}

function copyUnits(text: string, units: Uint8Array): void {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    units[at] = code < 0x80 ? code : code | 0x80;
  }
}

/** The items of the array that fills the bytes, whose text is UTF-8; null where they are no well-formed array. */
export function itemsOf(bytes: Uint8Array): readonly Piece[] | null {
  return itemsIn(bytes, bytes.length, { start: 0, end: bytes.length }, null);
}

function itemsIn(
  units: Uint8Array,
  length: number,
  piece: Piece,
  ends: Int32Array | null,
): readonly Piece[] | null {
  let at = skipSpace(units, length, piece.start);
  if (at >= length || units[at] !== openBracket) return null;
  const items: Piece[] = [];
  at = skipSpace(units, length, at + 1);
  if (at < length && units[at] === closeBracket) {
    return endsAt(units, length, at + 1, piece) ? items : null;
  }
  for (;;) {
    const end = skipValue(units, length, at, ends);
    if (end < 0) return null;
    items.push({ start: at, end });
    at = skipSpace(units, length, end);
    if (at >= length) return null;
    const next = units[at];
    if (next === closeBracket) return endsAt(units, length, at + 1, piece) ? items : null;
    if (next !== comma) return null;
    at = skipSpace(units, length, at + 1);
  }
}

/** A key that stands twice; null where none does. */
export function repeated(members: readonly Member[]): string | null {
  for (let index = 1; index < members.length; index += 1) {
    const key = members[index]?.key;
    for (let before = 0; before < index; before += 1) {
      if (key !== undefined && members[before]?.key === key) return key;
    }
  }
  return null;
}

function endsAt(units: Uint8Array, length: number, at: number, piece: Piece): boolean {
  return skipSpace(units, length, at) >= piece.end;
}

function skipSpace(units: Uint8Array, length: number, from: number): number {
  let at = from;
  while (at < length) {
    const unit = units[at];
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return at;
    at += 1;
  }
  return at;
}

/** The end of the value that begins here, or -1. */
function skipValue(units: Uint8Array, length: number, from: number, ends: Int32Array | null): number {
  if (from >= length) return -1;
  const first = units[from];
  if (first === quote) return skipString(units, length, from);
  if (first === openBrace || first === openBracket) {
    if (ends === null) return skipNested(units, length, from);
    const end = ends[from] || skipNestedOnce(units, length, from, ends);
    return end <= length ? end : -1;
  }
  let at = from;
  while (at < length && isScalar(units[at] ?? 0)) at += 1;
  return at === from ? -1 : at;
}

function isScalar(unit: number): boolean {
  return unit > 0x20 && unit !== comma && unit !== colon && unit !== closeBrace && unit !== closeBracket;
}

function skipNested(units: Uint8Array, length: number, from: number): number {
  let depth = 0;
  for (let at = from; at < length; at += 1) {
    const unit = units[at];
    if (unit === quote) {
      at = skipString(units, length, at) - 1;
      if (at < 0) return -1;
    } else if (unit === openBrace || unit === openBracket) depth += 1;
    else if (unit === closeBrace || unit === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** As {@link skipNested}; `ends` then has the end of this value and of every one in it. */
function skipNestedOnce(units: Uint8Array, length: number, from: number, ends: Int32Array): number {
  let innermost = -1;
  for (let at = from; at < length; at += 1) {
    const unit = units[at];
    if (unit === quote) {
      at = skipString(units, length, at) - 1;
      if (at < 0) break;
    } else if (unit === openBrace || unit === openBracket) {
      // Until the end is known, the place tells which value this one lies in.
      ends[at] = innermost;
      innermost = at;
    } else if (unit === closeBrace || unit === closeBracket) {
      const outer = ends[innermost] ?? -1;
      ends[innermost] = at + 1;
      if (outer < 0) return at + 1;
      innermost = outer;
    }
  }
  while (innermost >= 0) {
    const outer = ends[innermost] ?? -1;
    ends[innermost] = 0;
    innermost = outer;
  }
  return -1;
}

/** The end of the string whose quote stands here, or -1. */
function skipString(units: Uint8Array, length: number, from: number): number {
  for (let at = from + 1; at < length; at += 1) {
    const unit = units[at];
    if (unit === quote) return at + 1;
    if (unit === backslash) at += 1;
  }
  return -1;
}
