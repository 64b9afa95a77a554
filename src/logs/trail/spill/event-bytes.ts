/**
 * Events as bytes. A record: its length, milliseconds in its hour, where its text begins and how long the event's id is, flags;
 * then numbers of seven bits a byte (each text's number or length), then all text in one piece, the id first.
 */
import type { TrailEvent } from "../../../model/index.ts";
import type { KnownTexts } from "./known-texts.ts";
import { Spoilt } from "./spill-fault.ts";

export const hourMilliseconds = 3_600_000;

/** Length, milliseconds, text's start, id's length, flags. */
const headBytes = 20;
/** One for each number that can follow: they take five bytes at most. */
const numbersAtMost = 48;

/** Bytes that grow at their end. */
export class GrowingBytes {
  bytes: Buffer = Buffer.allocUnsafeSlow(4096);
  length = 0;

  ensure(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}

export class RecordWriter {
  readonly #texts: KnownTexts;
  #into = new GrowingBytes();
  #at = 0;
  #text = "";

  constructor(texts: KnownTexts) {
    this.#texts = texts;
  }

  /** `flags`: 32 bits of the caller's; its lowest is the writer's own. `put`: numbers and texts, by the methods below. */
  write(into: GrowingBytes, event: TrailEvent, flags: number, put: (writer: RecordWriter) => void): void {
    into.ensure(headBytes + numbersAtMost * 5);
    this.#into = into;
    const start = into.length;
    this.#at = start + headBytes;
    this.#text = event.id;
    put(this);
    const text = this.#text;
    const textStart = this.#at;
    // What is Latin-1 takes a byte for each.
    const isWide = /[^\u0000-\u00ff]/.test(text);
    into.length = textStart;
    into.ensure(text.length * 2);
    const { bytes } = into;
    into.length = textStart + bytes.write(text, textStart, isWide ? "utf16le" : "latin1");
    bytes.writeUInt32LE(into.length - start, start);
    bytes.writeUInt32LE(millisecondsIn(event.time), start + 4);
    bytes.writeUInt32LE(textStart - start, start + 8);
    bytes.writeUInt32LE(event.id.length, start + 12);
    bytes.writeUInt32LE((flags | Number(isWide)) >>> 0, start + 16);
  }

  number(value: number): void {
    const { bytes } = this.#into;
    let rest = value;
    while (rest > 127) {
      bytes[this.#at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[this.#at++] = rest;
  }

  /** A text that is likely to come again. */
  known(text: string | null): void {
    if (text === null) {
      this.number(0);
      return;
    }
    const number = this.#texts.numberOf(text);
    if (number !== null) {
      this.number(number + 2);
      return;
    }
    this.number(1);
    this.own(text);
  }

  /** A text of this event alone. */
  own(text: string | null): void {
    this.number(text === null ? 0 : text.length + 1);
    if (text !== null) this.#text += text;
  }
}

function millisecondsIn(time: number): number {
  return time - Math.floor(time / hourMilliseconds) * hourMilliseconds;
}

/** A record in bytes that others share. */
export class RecordReader {
  readonly #texts: KnownTexts;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #at = 0;
  #text = "";
  #textAt = 0;

  constructor(texts: KnownTexts) {
    this.#texts = texts;
  }

  /** Begins to read the numbers and texts of the record; they must be asked for in the order in which they were put. */
  open(bytes: Buffer, start: number): void {
    this.#bytes = bytes;
    this.#start = start;
    this.#at = start + headBytes;
    const textStart = start + bytes.readUInt32LE(start + 8);
    const encoding = isWide(bytes, start) ? "utf16le" : "latin1";
    this.#text = bytes.toString(encoding, textStart, start + bytes.readUInt32LE(start));
    this.#textAt = bytes.readUInt32LE(start + 12);
  }

  get flags(): number {
    return this.#bytes.readUInt32LE(this.#start + 16);
  }

  number(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new Spoilt("a number of an event has no end");
  }

  known(): string | null {
    const number = this.number();
    if (number === 0) return null;
    if (number > 1) return this.#texts.at(number - 2);
    // Whoever keeps one that is likely to come again keeps nothing else of this event with it.
    const text = this.own();
    return text === null ? null : ` ${text}`.slice(1);
  }

  own(): string | null {
    const length = this.number() - 1;
    if (length < 0) return null;
    this.#textAt += length;
    return this.#text.slice(this.#textAt - length, this.#textAt);
  }
}

export function recordLength(bytes: Buffer, start: number): number {
  const length = bytes.readUInt32LE(start);
  if (length < headBytes || start + length > bytes.length) throw new Spoilt("an event is cut off");
  return length;
}

export function recordMilliseconds(bytes: Buffer, start: number): number {
  return bytes.readUInt32LE(start + 4);
}

/** A text of its own, which keeps nothing else in memory. */
export function recordId(bytes: Buffer, start: number): string {
  const textStart = start + bytes.readUInt32LE(start + 8);
  const length = bytes.readUInt32LE(start + 12);
  return isWide(bytes, start)
    ? bytes.toString("utf16le", textStart, textStart + 2 * length)
    : bytes.toString("latin1", textStart, textStart + length);
}

/** Of the id, 32 bits: the same however its text is written. FNV-1a. */
export function idHashOf(bytes: Buffer, start: number): number {
  const textStart = start + bytes.readUInt32LE(start + 8);
  const step = isWide(bytes, start) ? 2 : 1;
  const end = textStart + bytes.readUInt32LE(start + 12) * step;
  let hash = 0x811c9dc5;
  for (let at = textStart; at < end; at += step) {
    const upper = step === 2 ? (bytes[at + 1] ?? 0) : 0;
    hash = Math.imul(hash ^ (bytes[at] ?? 0) ^ (upper << 8), 0x01000193);
  }
  return hash >>> 0;
}

/** One byte out of an id's hash: spreads ids evenly. */
export function hashByteOf(hash: number): number {
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 255;
}

export function isSameId(bytes: Buffer, start: number, others: Buffer, otherStart: number): boolean {
  const length = bytes.readUInt32LE(start + 12);
  if (length !== others.readUInt32LE(otherStart + 12)) return false;
  if (isWide(bytes, start) || isWide(others, otherStart))
    return recordId(bytes, start) === recordId(others, otherStart);
  const at = start + bytes.readUInt32LE(start + 8);
  const other = otherStart + others.readUInt32LE(otherStart + 8);
  for (let index = 0; index < length; index++) if (bytes[at + index] !== others[other + index]) return false;
  return true;
}

function isWide(bytes: Buffer, start: number): boolean {
  return (bytes.readUInt32LE(start + 16) & 1) === 1;
}
