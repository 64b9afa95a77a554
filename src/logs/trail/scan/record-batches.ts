/** Records that were found, side by side as one list of JSON, so that they are moved between threads as bytes and parsed at once. */
import type { RecordSink } from "./record-scanner.ts";

export type RecordBatch = {
  /** `[record,record…]`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether an event may lie in a wrapper. */
  readonly mayWrap: boolean;
};

const batchBytes = 1 << 20;
const [openList, comma, closeList] = [0x5b, 0x2c, 0x5d] as const;

export class RecordBatches {
  readonly #limit: number;
  #batches: RecordBatch[] = [];
  #open = new Uint8Array(0);
  #used = 0;
  #mayWrap = false;
  #held = 0;
  #isFull = false;
  #isSecond = false;

  /** Once more than `limit` bytes are held, all are dropped and nothing is taken any more: see {@link restart}. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  readonly add: RecordSink = (bytes, start, end, mayWrap) => {
    if (this.#isFull) return;
    const length = end - start;
    if (this.#used > 0 && (mayWrap !== this.#mayWrap || this.#used + length + 2 > batchBytes)) this.#close();
    if (this.#open.length < this.#used + length + 2) this.#grow(this.#used + length + 2);
    this.#mayWrap = mayWrap;
    this.#open[this.#used] = this.#used === 0 ? openList : comma;
    this.#open.set(bytes.subarray(start, end), this.#used + 1);
    this.#used += length + 1;
    this.#held += length;
    if (this.#held <= this.#limit || this.#isSecond) return;
    this.#isFull = true;
    this.#batches = [];
    this.#open = new Uint8Array(0);
    this.#used = 0;
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

  #close(): void {
    if (this.#used === 0) return;
    this.#open[this.#used] = closeList;
    this.#batches.push({ bytes: this.#open.subarray(0, this.#used + 1), mayWrap: this.#mayWrap });
    this.#open = new Uint8Array(0);
    this.#used = 0;
  }

  #grow(least: number): void {
    const size = Math.max(least, Math.min(batchBytes, Math.max(1 << 14, 2 * this.#open.length)));
    const larger = new Uint8Array(size);
    larger.set(this.#open.subarray(0, this.#used));
    this.#open = larger;
  }
}
