/**
 * The records of one part, each event once: the same id at the same time is the same event. Copied close together, as long as they
 * are within a bound: repetitions take no room, however many they are.
 */
import type { TrailEvent } from "../../../model/index.ts";
import { hashByteOf, recordId, recordLength, recordMilliseconds } from "./event-bytes.ts";

type Place = { readonly bytes: Buffer; readonly start: number };

/** Each chunk is as large as all before it, within these. */
const [smallestChunk, largestChunk] = [2 ** 14, 2 ** 22];

export class DistinctRecords {
  readonly #decode: (bytes: Buffer, start: number) => TrailEvent;
  readonly #byId = new Map<string, number>();
  /** Of ids that are told with more than one time: the others' places, by id and time. */
  readonly #byIdAndTime = new Map<string, number>();
  readonly #chunks: Buffer[] = [];
  /** Of each record: its chunk, and where it begins there. */
  readonly #chunkOf: number[] = [];
  readonly #startOf: number[] = [];
  #free = 0;
  #bytes = 0;

  constructor(decode: (bytes: Buffer, start: number) => TrailEvent) {
    this.#decode = decode;
  }

  /** Without what repetitions take. */
  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: Buffer, start: number): void {
    const id = recordId(bytes, start);
    const known = this.#byId.get(id);
    if (known === undefined) {
      this.#byId.set(id, this.#added(bytes, start));
      return;
    }
    const time = recordMilliseconds(bytes, start);
    const place = this.#placeOf(known);
    if (recordMilliseconds(place.bytes, place.start) === time) {
      this.#repeat(known, bytes, start);
      return;
    }
    const key = `${time} ${id}`;
    const other = this.#byIdAndTime.get(key);
    if (other === undefined) this.#byIdAndTime.set(key, this.#added(bytes, start));
    else this.#repeat(other, bytes, start);
  }

  /** By seconds; within one by a byte of the ids' hash, and then by the ids: the same whatever the order of adding. */
  *inOrder(batchSize: number): Generator<readonly TrailEvent[]> {
    const order = this.#order();
    for (let from = 0; from < order.length; from += batchSize) {
      const batch: TrailEvent[] = [];
      for (const number of order.subarray(from, from + batchSize)) {
        const { bytes, start } = this.#placeOf(number);
        batch.push(this.#decode(bytes, start));
      }
      yield batch;
    }
  }

  #order(): Uint32Array {
    const count = this.#startOf.length;
    // Second and hash in the upper bits, the record's number in the lower 32: a sort of numbers, which is quick.
    const keys = new Float64Array(count);
    for (let number = 0; number < count; number++) {
      const { bytes, start } = this.#placeOf(number);
      const second = Math.floor(recordMilliseconds(bytes, start) / 1000);
      keys[number] = (second * 256 + hashByteOf(bytes, start)) * 2 ** 32 + number;
    }
    keys.sort();
    const order = new Uint32Array(count);
    const upper = (at: number): number => Math.floor((keys[at] ?? -1) / 2 ** 32);
    for (let at = 0; at < count; ) {
      let end = at + 1;
      while (end < count && upper(end) === upper(at)) end++;
      const same = Array.from(keys.subarray(at, end), (key) => key % 2 ** 32);
      if (same.length > 1) this.#sortByIds(same);
      order.set(same, at);
      at = end;
    }
    return order;
  }

  #sortByIds(numbers: number[]): void {
    const ids = new Map<number, string>();
    for (const number of numbers) {
      const { bytes, start } = this.#placeOf(number);
      ids.set(number, `${recordId(bytes, start)} ${recordMilliseconds(bytes, start)}`);
    }
    numbers.sort((a, b) => ((ids.get(a) ?? "") < (ids.get(b) ?? "") ? -1 : 1));
  }

  /** Of two texts of one event the one that tells more stays, whichever came first. */
  #repeat(known: number, bytes: Buffer, start: number): void {
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
    const [old, other] = [place, { bytes, start }].map((at) =>
      JSON.stringify(this.#decode(at.bytes, at.start)),
    );
    if (old === undefined || other === undefined || other.length < old.length) return;
    if (other.length === old.length && other <= old) return;
    const { chunk, at } = this.#copied(bytes, start);
    this.#chunkOf[known] = chunk;
    this.#startOf[known] = at;
  }

  /** The new record's number. */
  #added(bytes: Buffer, start: number): number {
    const { chunk, at } = this.#copied(bytes, start);
    this.#chunkOf.push(chunk);
    return this.#startOf.push(at) - 1;
  }

  #copied(bytes: Buffer, start: number): { readonly chunk: number; readonly at: number } {
    const length = recordLength(bytes, start);
    if (this.#free + length > (this.#chunks.at(-1)?.length ?? 0)) {
      const size = Math.min(Math.max(smallestChunk, this.#bytes), largestChunk);
      this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(size, length)));
      this.#free = 0;
    }
    const chunk = this.#chunks.length - 1;
    const at = this.#free;
    this.#chunks[chunk]?.set(bytes.subarray(start, start + length), at);
    this.#free += length;
    this.#bytes += length;
    return { chunk, at };
  }

  #placeOf(number: number): Place {
    const bytes = this.#chunks[this.#chunkOf[number] ?? -1];
    const start = this.#startOf[number];
    if (bytes === undefined || start === undefined) throw new Error("a record has a place");
    return { bytes, start };
  }
}
