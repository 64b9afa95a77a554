/**
 * The records of one part, each event once: the same id at the same time is the same event. Copied close together, as long as they
 * are within a bound: repetitions take no room, however many they are. One of these serves many parts, one after the other, so that
 * its memory is taken once.
 */
import type { TrailEvent } from "../../../model/index.ts";
import { hashByteOf, idHashOf, isSameId, recordId, recordLength, recordMilliseconds } from "./event-bytes.ts";

type Decode = (bytes: Buffer, start: number) => TrailEvent;
type Place = { readonly bytes: Buffer; readonly start: number };

/** Each chunk is as large as all before it, within these. */
const [smallestChunk, largestChunk] = [2 ** 14, 2 ** 22];
const keptChunks = 20;
const keptSlots = 2 ** 18;
const fewest = 1024;

export class DistinctRecords {
  readonly #chunks: Buffer[] = [];
  /** The chunk that is written to, and how much of it is. */
  #chunk = -1;
  #used = 0;
  #bytes = 0;
  /** Of each record: its chunk, where it begins there, and its id's hash. */
  #places = new Uint32Array(fewest * 3);
  #count = 0;
  /** By id and time: a record's number with 1 added. Open addressing. */
  #slots = new Uint32Array(fewest * 2);

  /** Without what repetitions take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The memory that most parts need stays; what an uncommonly large one took is given back. */
  clear(): void {
    this.#chunks.splice(keptChunks);
    this.#chunk = -1;
    this.#used = 0;
    this.#bytes = 0;
    this.#count = 0;
    if (this.#slots.length > keptSlots) {
      this.#slots = new Uint32Array(fewest * 2);
      this.#places = new Uint32Array(fewest * 3);
    } else {
      this.#slots.fill(0);
    }
  }

  /** `decode` tells which of two texts of one event tells more. */
  add(bytes: Buffer, start: number, decode: Decode): void {
    const hash = idHashOf(bytes, start);
    const slot = this.#slotOf(bytes, start, hash);
    const known = (this.#slots[slot] ?? 0) - 1;
    if (known >= 0) {
      this.#repeat(known, bytes, start, decode);
      return;
    }
    const number = this.#count++;
    if (this.#count * 3 > this.#places.length) {
      const grown = new Uint32Array(this.#places.length * 2);
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#copy(number, bytes, start);
    this.#places[number * 3 + 2] = hash;
    this.#slots[slot] = number + 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
  }

  /** By seconds; within one by a byte of the ids' hash, and then by the ids: the same whatever the order of adding. */
  *inOrder(batchSize: number, decode: Decode): Generator<readonly TrailEvent[]> {
    const order = this.#order();
    for (let from = 0; from < order.length; from += batchSize) {
      const batch: TrailEvent[] = [];
      for (const number of order.subarray(from, from + batchSize))
        batch.push(decode(this.#bytesOf(number), this.#startOf(number)));
      yield batch;
    }
  }

  #order(): Uint32Array {
    const count = this.#count;
    // Second and hash in the upper bits, the record's number in the lower 32: a sort of numbers, which is quick.
    const keys = new Float64Array(count);
    for (let number = 0; number < count; number++) {
      const second = Math.floor(recordMilliseconds(this.#bytesOf(number), this.#startOf(number)) / 1000);
      keys[number] = (second * 256 + hashByteOf(this.#hashOf(number))) * 2 ** 32 + number;
    }
    keys.sort();
    const order = new Uint32Array(count);
    const upper = (at: number): number => Math.floor((keys[at] ?? -1) / 2 ** 32);
    for (let at = 0; at < count; ) {
      let end = at + 1;
      while (end < count && upper(end) === upper(at)) end++;
      if (end === at + 1) order[at] = (keys[at] ?? 0) % 2 ** 32;
      else order.set(this.#byIds(Array.from(keys.subarray(at, end), (key) => key % 2 ** 32)), at);
      at = end;
    }
    return order;
  }

  #byIds(numbers: readonly number[]): readonly number[] {
    const ids = new Map<number, string>();
    for (const number of numbers) {
      const { bytes, start } = this.#placeOf(number);
      ids.set(number, `${recordId(bytes, start)} ${recordMilliseconds(bytes, start)}`);
    }
    return numbers.toSorted((a, b) => ((ids.get(a) ?? "") < (ids.get(b) ?? "") ? -1 : 1));
  }

  /** Of two texts of one event the one that tells more stays, whichever came first. */
  #repeat(known: number, bytes: Buffer, start: number, decode: Decode): void {
    const place = this.#placeOf(known);
    const length = recordLength(bytes, start);
    const isSame = bytes.compare(
      place.bytes,
      place.start,
      place.start + recordLength(place.bytes, place.start),
      start,
      start + length,
    );
    if (isSame === 0) return;
    const [old, other] = [place, { bytes, start }].map((at) => JSON.stringify(decode(at.bytes, at.start)));
    if (old === undefined || other === undefined || other.length < old.length) return;
    if (other.length === old.length && other <= old) return;
    this.#copy(known, bytes, start);
  }

  #copy(number: number, bytes: Buffer, start: number): void {
    const length = recordLength(bytes, start);
    while (this.#used + length > (this.#chunks[this.#chunk]?.length ?? 0)) {
      this.#chunk++;
      this.#used = 0;
      if (this.#chunk < this.#chunks.length) continue;
      const size = Math.min(Math.max(smallestChunk, this.#bytes), largestChunk);
      this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(size, length)));
    }
    const chunk = this.#chunks[this.#chunk];
    if (chunk !== undefined) bytes.copy(chunk, this.#used, start, start + length);
    this.#places[number * 3] = this.#chunk;
    this.#places[number * 3 + 1] = this.#used;
    this.#used += length;
    this.#bytes += length;
  }

  /** INVARIANT: a half of the slots is free, so that the search ends. */
  #slotOf(bytes: Buffer, start: number, hash: number): number {
    const time = recordMilliseconds(bytes, start);
    const slots = this.#slots;
    for (let slot = firstSlot(hash, slots.length); ; slot = (slot + 1) & (slots.length - 1)) {
      const number = (slots[slot] ?? 0) - 1;
      if (number < 0) return slot;
      if (this.#hashOf(number) !== hash) continue;
      const known = this.#bytesOf(number);
      const at = this.#startOf(number);
      if (recordMilliseconds(known, at) === time && isSameId(known, at, bytes, start)) return slot;
    }
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#count; number++) {
      let slot = firstSlot(this.#hashOf(number), slots.length);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }

  #placeOf(number: number): Place {
    return { bytes: this.#bytesOf(number), start: this.#startOf(number) };
  }

  #bytesOf(number: number): Buffer {
    const bytes = this.#chunks[this.#places[number * 3] ?? -1];
    if (bytes === undefined) throw new Error("a record has a place");
    return bytes;
  }

  #startOf(number: number): number {
    return this.#places[number * 3 + 1] ?? 0;
  }

  #hashOf(number: number): number {
    return this.#places[number * 3 + 2] ?? 0;
  }
}

function firstSlot(hash: number, slots: number): number {
  return (hash ^ (hash >>> 15)) & (slots - 1);
}
