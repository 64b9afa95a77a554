/**
 * Where the members that are read stand in a record, by the tokens that were found in it: nothing is parsed, and what is not
 * asked for is passed over. Of records that follow JSON's grammar alone, as the token reader makes sure of.
 */
import { endBefore } from "../json-texts.ts";
import type { TokenReader } from "../tokens/token-reader.ts";
import { KeyTables, notAsked, recordObject } from "./key-tables.ts";
import { Form, foundNumbers, longestTold, memberCount } from "./numbered-members.ts";

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c] as const;
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d] as const;
const letterN = 0x6e;

const keys = new KeyTables();

/** Deeper than what is read. */
const deepest = 8;

/** What was found last: as many of the numbers as `count` says, `foundNumbers` for each member. */
export type FoundMembers = { readonly found: Int32Array; readonly count: number };

export class MemberFinder implements FoundMembers {
  readonly found = new Int32Array(foundNumbers * memberCount);
  readonly #reader: TokenReader;
  /** The record in which each member was found last. */
  readonly #seen = new Float64Array(memberCount);
  /** Objects that the open one lies in. */
  readonly #outer = new Int32Array(deepest);
  #record = 0;
  #count = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #base = 0;
  #start = 0;

  constructor(reader: TokenReader) {
    this.#reader = reader;
  }

  /**
   * Of the record that opens at `start` and was read with the reader's last call, which began at `base`. False: it has to be
   * parsed, for a key stands twice or is written with escapes.
   */
  find(bytes: Uint8Array, base: number, start: number): boolean {
    this.#bytes = bytes;
    this.#base = base;
    this.#start = start;
    this.#record++;
    this.#count = 0;
    return this.#walk(this.#tokenAt(start - base));
  }

  get count(): number {
    return this.#count;
  }

  /** The token that begins at a place, by halves. */
  #tokenAt(place: number): number {
    const { places, tokens } = this.#reader;
    let [low, high] = [0, tokens - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #walk(opening: number): boolean {
    const bytes = this.#bytes;
    const base = this.#base;
    const { places } = this.#reader;
    let object = recordObject;
    let depth = 0;
    let token = opening + 1;
    for (;;) {
      const place = base + (places[token] ?? 0);
      if (bytes[place] === closeObject) {
        if (depth === 0) return true;
        object = this.#outer[--depth] ?? recordObject;
        token = this.#afterValue(token + 1);
        continue;
      }
      const keyEnd = base + (places[token + 1] ?? 0);
      if (bytes[keyEnd] !== colon) return false;
      const member = keys.find(object, bytes, place + 1, endBefore(bytes, keyEnd) - 1);
      const valueToken = token + 2;
      if (member === notAsked) {
        token = this.#afterValue(this.#behind(valueToken));
        continue;
      }
      if (this.#seen[member] === this.#record) return false;
      this.#seen[member] = this.#record;
      const valuePlace = base + (places[valueToken] ?? 0);
      const inner = keys.objects[member] ?? notAsked;
      if (inner !== notAsked && bytes[valuePlace] === openObject) {
        this.#tell(member, Form.members, valuePlace, valuePlace);
        this.#outer[depth++] = object;
        object = inner;
        token = valueToken + 1;
        continue;
      }
      const next = this.#behind(valueToken);
      if (inner === notAsked && !this.#tellValue(member, valueToken, valuePlace, next)) return false;
      token = this.#afterValue(next);
    }
  }

  /** False: it is too long to be told. */
  #tellValue(member: number, token: number, place: number, next: number): boolean {
    const bytes = this.#bytes;
    if (bytes[place] === letterN) return true;
    const end = endBefore(bytes, this.#base + (this.#reader.places[next] ?? 0));
    if (end - this.#start > longestTold) return false;
    if (bytes[place] === quote && next === token + 1) this.#tell(member, Form.text, place + 1, end - 1);
    else this.#tell(member, Form.json, place, end);
    return true;
  }

  #tell(member: number, form: number, start: number, end: number): void {
    this.found[this.#count++] = (member << 2) | form;
    this.found[this.#count++] = ((start - this.#start) << 16) | (end - start);
  }

  /** The token behind a value that begins with one. */
  #behind(first: number): number {
    const bytes = this.#bytes;
    const base = this.#base;
    const { places } = this.#reader;
    let token = first;
    let depth = 0;
    do {
      const byte = bytes[base + (places[token++] ?? 0)];
      if (byte === openObject || byte === openList) depth++;
      else if (byte === closeObject || byte === closeList) depth--;
    } while (depth > 0);
    // Escapes of a text are tokens of their own.
    while (bytes[base + (places[token] ?? 0)] === backslash) token++;
    return token;
  }

  /** What ends an object stays; a comma is passed. */
  #afterValue(token: number): number {
    return this.#bytes[this.#base + (this.#reader.places[token] ?? 0)] === comma ? token + 1 : token;
  }
}
