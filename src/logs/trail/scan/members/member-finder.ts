/**
 * Where the members that are read stand in a record, by the tokens that were found in it: nothing is parsed, and what is not
 * asked for is passed over.
 */
import { layout } from "../tokens/layout.ts";
import type { TokenReader } from "../tokens/token-reader.ts";
import { findMembers, keySlot, keySlots, memberLayout, none, notTold } from "./find-members.ts";
import { foundNumbers, type Member, memberCount, numberedMembers } from "./numbered-members.ts";

/** What was found last: as many of the numbers as `count` says, `foundNumbers` for each member. */
export type FoundMembers = { readonly found: Int32Array; readonly count: number };

export class MemberFinder implements FoundMembers {
  readonly found: Int32Array;
  count = 0;
  readonly #reader: TokenReader;
  readonly #places: Int32Array;
  readonly #find: (...numbers: readonly number[]) => number;
  #record = 0;

  /** The reader was made with {@link findMembers}. */
  constructor(reader: TokenReader) {
    this.#reader = reader;
    this.#find = reader.functionOf(findMembers);
    this.#places = new Int32Array(reader.memory, layout.places, layout.inputBytes);
    this.found = new Int32Array(reader.memory, memberLayout.found, foundNumbers * memberCount);
    writeTables(reader.memory);
  }

  /**
   * Of the record that opens at a place in what the reader read last. False: it has to be parsed, for a key stands twice or is
   * written with escapes.
   */
  find(place: number): boolean {
    this.#record = (this.#record + 1) | 0;
    const count = this.#find(this.#tokenAt(place), this.#record);
    this.count = Math.max(0, count);
    return count !== notTold;
  }

  /** The token that begins at a place, by halves. */
  #tokenAt(place: number): number {
    let [low, high] = [0, this.#reader.tokens - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What the function goes by. */
function writeTables(memory: ArrayBuffer): void {
  const by = (offset: number): Int32Array => new Int32Array(memory, offset, memberCount);
  const [nexts, starts, lengths, objects] = [
    by(memberLayout.nexts),
    by(memberLayout.nameStarts),
    by(memberLayout.nameLengths),
    by(memberLayout.objects),
  ];
  by(memberLayout.seen).fill(0);
  const names = new Uint8Array(memory, memberLayout.names);
  let [objectCount, nameEnd] = [0, 0];
  const write = (members: readonly Member[]): number => {
    const object = objectCount++;
    const firsts = new Int32Array(memory, memberLayout.firsts + 4 * keySlots * object, keySlots).fill(none);
    for (const { number, name, members: inner } of members) {
      const bytes = Buffer.from(name);
      const slot = keySlot(bytes);
      nexts[number] = firsts[slot] ?? none;
      firsts[slot] = number;
      starts[number] = nameEnd;
      lengths[number] = bytes.length;
      names.set(bytes, nameEnd);
      nameEnd += bytes.length;
      objects[number] = inner === null ? none : write(inner);
    }
    return object;
  };
  write(numberedMembers);
}
