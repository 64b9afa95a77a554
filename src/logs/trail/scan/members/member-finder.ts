/**
 * Takes from records the members that are read, by the tokens that were found in them: nothing is parsed, and what is not asked
 * for is passed over.
 */
import { layout } from "../tokens/layout.ts";
import type { TokenReader } from "../tokens/token-reader.ts";
import { findMembers } from "./find-members.ts";
import { keySlot, keySlots, memberLayout, none } from "./member-layout.ts";
import { type Member, memberCount, numberedMembers } from "./numbered-members.ts";

/** What was taken of some records, one after another. */
export type MemberBlock = {
  /** The members' values, side by side. */
  readonly values: Uint8Array;
  /** For each record how many numbers follow, and these: `foundNumbers` for each member. */
  readonly told: Int32Array;
};

export class MemberFinder {
  readonly #reader: TokenReader;
  readonly #places: Int32Array;
  readonly #ends: Int32Array;
  readonly #find: (...numbers: readonly number[]) => number;
  #record = 0;

  /** The reader was made with {@link findMembers}. */
  constructor(reader: TokenReader) {
    this.#reader = reader;
    this.#find = reader.functionOf(findMembers);
    this.#places = new Int32Array(reader.memory, layout.places, layout.inputBytes);
    this.#ends = new Int32Array(reader.memory, memberLayout.toldEnd, 2);
    writeTables(reader.memory);
    this.begin();
  }

  /** Another block begins: what was taken is forgotten. */
  begin(): void {
    this.#ends[0] = memberLayout.told;
    this.#ends[1] = memberLayout.values;
  }

  /**
   * Takes what is read of the record that opens at a place in what the reader read last. False: it has to be parsed, for a key
   * stands twice or is written with escapes.
   */
  take(place: number): boolean {
    this.#record = (this.#record + 1) | 0;
    return this.#find(this.#tokenAt(place), this.#record) !== 0;
  }

  /** What was taken since the block began, until something is read or taken again; null: nothing was. */
  get block(): MemberBlock | null {
    const [toldEnd = 0, valuesEnd = 0] = this.#ends;
    if (toldEnd === memberLayout.told) return null;
    const { memory } = this.#reader;
    return {
      values: new Uint8Array(memory, memberLayout.values, valuesEnd - memberLayout.values),
      told: new Int32Array(memory, memberLayout.told, (toldEnd - memberLayout.told) / 4),
    };
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
