/** What was found of records, side by side: moved between threads as it is. */
import type { BatchRoom, BatchRooms } from "./batch-room.ts";
import type { MemberBlock } from "./members/member-finder.ts";
import type { RecordSink } from "./record-scanner.ts";

/**
 * As numbers, one after another: {@link blockMark} and where values of members begin and end in the bytes, for what follows of
 * the block's records: how many numbers tell one, and these (`members/numbered-members.ts`); or {@link recordMark} and where a
 * whole record begins and ends, which has to be parsed.
 */
export type RecordBatch = {
  readonly room: BatchRoom;
  /** How many numbers of the room are used. */
  readonly told: number;
  /** Whether an event may lie in a wrapper. */
  readonly mayWrap: boolean;
};

export const blockMark = -1;
const recordMark = -2;
const markNumbers = 3;

const noNumbers = new Int32Array(0);

export class RecordBatches implements RecordSink {
  readonly #limit: number;
  readonly #rooms: BatchRooms;
  #batches: RecordBatch[] = [];
  #open: BatchRoom | null = null;
  #used = 0;
  #told = 0;
  #mayWrap = false;
  #held = 0;
  #isFull = false;
  #isSecond = false;

  /** Once more than `limit` bytes are held, all are dropped and nothing is taken any more: see {@link restart}. */
  constructor(limit: number, rooms: BatchRooms) {
    this.#limit = limit;
    this.#rooms = rooms;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  readonly record: RecordSink["record"] = (bytes, start, end, mayWrap) => {
    if (this.#isFull) return;
    this.#add(recordMark, bytes.subarray(start, end), noNumbers, mayWrap);
  };

  readonly members = ({ values, told }: MemberBlock): void => {
    if (!this.#isFull) this.#add(blockMark, values, told, false);
  };

  #add(mark: number, bytes: Uint8Array, told: Int32Array, mayWrap: boolean): void {
    const room = this.#roomFor(bytes.length, markNumbers + told.length, mayWrap);
    room.bytes.set(bytes, this.#used);
    room.numbers[this.#told] = mark;
    room.numbers[this.#told + 1] = this.#used;
    room.numbers[this.#told + 2] = this.#used + bytes.length;
    room.numbers.set(told, this.#told + markNumbers);
    this.#told += markNumbers + told.length;
    this.#used += bytes.length;
    this.#held += bytes.length;
    if (this.#held > this.#limit && !this.#isSecond) {
      this.#isFull = true;
      this.drop();
    }
  }

  /** Takes from the beginning again, without a limit: whoever asks for that takes batches away as they come. */
  restart(): void {
    this.#isFull = false;
    this.#isSecond = true;
  }

  takeAll(): readonly RecordBatch[] {
    this.#close();
    const batches = this.#batches;
    this.#batches = [];
    return batches;
  }

  /** Forgets what is held. */
  drop(): void {
    for (const { room } of this.takeAll()) this.#rooms.give(room);
  }

  #roomFor(length: number, numbers: number, mayWrap: boolean): BatchRoom {
    if (this.#open !== null) {
      const isRoom =
        this.#used + length <= this.#open.bytes.length && this.#told + numbers <= this.#open.numbers.length;
      if (isRoom && mayWrap === this.#mayWrap) return this.#open;
      this.#close();
    }
    this.#open = this.#rooms.take(length, numbers);
    this.#mayWrap = mayWrap;
    return this.#open;
  }

  #close(): void {
    if (this.#open === null) return;
    this.#batches.push({ room: this.#open, told: this.#told, mayWrap: this.#mayWrap });
    this.#open = null;
    this.#used = 0;
    this.#told = 0;
  }
}
