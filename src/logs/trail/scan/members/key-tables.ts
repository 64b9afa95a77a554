/**
 * The keys that are asked for, by the object that they are asked in: found by a few of their bytes, and then compared with each
 * of them. All in numbers, for every key of every record that matters is looked for.
 */
import { type Member, memberCount, numberedMembers } from "./numbered-members.ts";

const slots = 128;
/** What an object is named by that is a record. */
export const recordObject = 0;
export const notAsked = -1;

export class KeyTables {
  /** By a member's number: the object that it is, of which members are asked for; {@link notAsked}: it is read as it is. */
  readonly objects = new Int32Array(memberCount).fill(notAsked);
  /** By object and features of a key: the first member to compare it with. */
  readonly #firsts: Int16Array;
  /** By a member's number: the next one to compare with, and where its name begins and ends. */
  readonly #nexts = new Int16Array(memberCount).fill(notAsked);
  readonly #starts = new Int32Array(memberCount);
  readonly #ends = new Int32Array(memberCount);
  readonly #names: Uint8Array;

  constructor() {
    const firsts: number[] = [];
    const names: number[] = [];
    const add = (members: readonly Member[]): number => {
      const object = firsts.length / slots;
      firsts.push(...Array<number>(slots).fill(notAsked));
      for (const { number, name, members: inner } of members) {
        const bytes = Buffer.from(name);
        const slot = object * slots + slotOf(bytes, 0, bytes.length);
        this.#nexts[number] = firsts[slot] ?? notAsked;
        firsts[slot] = number;
        this.#starts[number] = names.length;
        names.push(...bytes);
        this.#ends[number] = names.length;
        if (inner !== null) this.objects[number] = add(inner);
      }
      return object;
    };
    add(numberedMembers);
    this.#firsts = Int16Array.from(firsts);
    this.#names = Uint8Array.from(names);
  }

  /** The number of the member that `bytes[start, end)` names in an object; {@link notAsked}. */
  find(object: number, bytes: Uint8Array, start: number, end: number): number {
    let member = this.#firsts[object * slots + slotOf(bytes, start, end)] ?? notAsked;
    while (member !== notAsked && !this.#isNamed(member, bytes, start, end)) {
      member = this.#nexts[member] ?? notAsked;
    }
    return member;
  }

  #isNamed(member: number, bytes: Uint8Array, start: number, end: number): boolean {
    const names = this.#names;
    const nameEnd = this.#ends[member] ?? 0;
    let at = this.#starts[member] ?? 0;
    if (nameEnd - at !== end - start) return false;
    for (let index = start; at < nameEnd; at++, index++) {
      if (bytes[index] !== names[at]) return false;
    }
    return true;
  }
}

/** By length, first letter, and last but two. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  return (end - start + (bytes[start] ?? 0) * 7 + (bytes[end - 3] ?? 0) * 29) & (slots - 1);
}
