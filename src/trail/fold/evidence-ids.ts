/**
 * Event ids that are kept as evidence. CloudTrail's (UUIDs in lower case) are packed into numbers, exactly: 20 bytes each, where
 * a text takes 60.
 */
import { grown } from "./number-rows.ts";

/** Four of the id, and the id before it: twice its number, and 1 more when this id is not packed. */
const columns = 5;

export class EvidenceIds {
  #rows = new Uint32Array(256 * columns);
  /** The first row is none: what is before the first id of a list. */
  #count = 1;
  /** Ids of other forms, by the number of their row. */
  readonly #odd = new Map<number, string>();
  readonly #packed = new Uint32Array(4);

  /** `list`: what this returned for the id before, 0 for the first. */
  push(list: number, id: string): number {
    const number = this.#count++;
    const at = number * columns;
    if (at + columns > this.#rows.length) this.#rows = grown(this.#rows, Uint32Array, at + columns);
    const isPacked = pack(id, this.#packed);
    if (isPacked) this.#rows.set(this.#packed, at);
    else this.#odd.set(number, ` ${id}`.slice(1));
    this.#rows[at + 4] = list * 2 + Number(!isPacked);
    return number;
  }

  /** In the order in which they came. */
  list(last: number): readonly string[] {
    const ids: string[] = [];
    for (let number = last; number !== 0; number = (this.#rows[number * columns + 4] ?? 0) >>> 1)
      ids.push(this.#id(number));
    return ids.reverse();
  }

  #id(number: number): string {
    const at = number * columns;
    if (((this.#rows[at + 4] ?? 0) & 1) === 1) return this.#odd.get(number) ?? "";
    for (let digit = 0; digit < 32; digit++) {
      const value = ((this.#rows[at + (digit >>> 3)] ?? 0) >>> (28 - (digit & 7) * 4)) & 15;
      uuid[placeOf[digit] ?? 0] = value < 10 ? value + 48 : value + 87;
    }
    // In one piece: a text that is put together of others keeps those, and takes ten times as much.
    return String.fromCharCode(...uuid);
  }
}

const dash = 45;
const isDash = (at: number): boolean => at === 8 || at === 13 || at === 18 || at === 23;
/** Character codes of the one that is being made. */
const uuid = Array.from({ length: 36 }, () => dash);
const placeOf = uuid.flatMap((_, at) => (isDash(at) ? [] : [at]));

/** False: it is no UUID in lower case. */
function pack(id: string, into: Uint32Array): boolean {
  if (id.length !== 36) return false;
  let digits = 0;
  let number = 0;
  for (let at = 0; at < 36; at++) {
    const code = id.charCodeAt(at);
    if (isDash(at)) {
      if (code !== dash) return false;
      continue;
    }
    const digit = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1;
    if (digit < 0) return false;
    number = (number << 4) | digit;
    digits++;
    if (digits % 8 === 0) into[digits / 8 - 1] = number;
  }
  return true;
}
