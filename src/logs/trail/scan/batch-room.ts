/**
 * Memory that records are moved in between threads: it goes there and back again, for to make it anew each time would cost as
 * much as to find the records.
 */

/** Room for records, and for the numbers that tell them. */
export type BatchRoom = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly numbers: Int32Array<ArrayBuffer>;
};

const roomBytes = 1 << 18;
/** A record of 1,500 bytes is told by some sixty numbers. */
const roomNumbers = 1 << 14;
/** Beyond it, what comes back is dropped. */
const mostSpare = 64;

export class BatchRooms {
  #spare: BatchRoom[] = [];

  /** Of {@link roomBytes}, or larger if `least` bytes and numbers ask for it. */
  take(leastBytes: number, leastNumbers: number): BatchRoom {
    if (leastBytes <= roomBytes && leastNumbers <= roomNumbers) {
      const spare = this.#spare.pop();
      if (spare !== undefined) return spare;
    }
    return {
      bytes: new Uint8Array(Math.max(roomBytes, leastBytes)),
      numbers: new Int32Array(Math.max(roomNumbers, leastNumbers)),
    };
  }

  give({ bytes, numbers }: BatchRoom): void {
    // What is of another size was made for one record.
    const isUsual = bytes.buffer.byteLength === roomBytes && numbers.length === roomNumbers;
    if (isUsual && this.#spare.length < mostSpare) this.#spare.push({ bytes, numbers });
  }

  takeSpare(): readonly BatchRoom[] {
    const spare = this.#spare;
    this.#spare = [];
    return spare;
  }
}

/** What is to be moved with it. */
export function buffersOf(rooms: readonly BatchRoom[]): readonly ArrayBuffer[] {
  return rooms.flatMap(({ bytes, numbers }) => [bytes.buffer, numbers.buffer]);
}
