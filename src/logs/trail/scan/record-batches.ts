/**
 * Records that were found, side by side, with what is known of where their members stand: moved between threads as they are.
 */
import type { BatchRoom, BatchRooms } from "./batch-room.ts";
import type { FoundMembers } from "./members/member-finder.ts";
import type { RecordSink } from "./record-scanner.ts";

/**
 * As numbers, for each record: where it begins and ends in the bytes, and how many numbers follow that tell its members
 * (`members/numbered-members.ts`); {@link untold}: it has to be parsed.
 */
export type RecordBatch = {
  readonly room: BatchRoom;
  /** How many numbers of the room are used. */
  readonly told: number;
  /** Whether an event may lie in a wrapper. */
  readonly mayWrap: boolean;
};

export const recordNumbers = 3;
export const untold = -1;

export class RecordBatches {
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

  readonly add: RecordSink = (bytes, start, end, mayWrap, members) => {
    if (this.#isFull) return;
    const length = end - start;
    const { bytes: into, numbers } = this.#roomFor(length, mayWrap, members);
    into.set(bytes.subarray(start, end), this.#used);
    numbers[this.#told++] = this.#used;
    numbers[this.#told++] = this.#used + length;
    numbers[this.#told++] = members === null ? untold : members.count;
    if (members !== null) {
      const { count, found } = members;
      for (let index = 0; index < count; index++) numbers[this.#told++] = found[index] ?? 0;
    }
    this.#used += length;
    this.#held += length;
    if (this.#held > this.#limit && !this.#isSecond) {
      this.#isFull = true;
      this.drop();
    }
  };

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

  #roomFor(length: number, mayWrap: boolean, members: FoundMembers | null): BatchRoom {
    const numbers = recordNumbers + (members?.count ?? 0);
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
