/** Cuts a stream of bytes into lines without ever joining the whole into one text (V8 has no texts above 512 MiB). */
import { maxLineBytes } from "./format.ts";

export class LineSplitter {
  /** Pieces of a line whose end has not come yet. */
  #pieces: Buffer[] = [];
  #pending = 0;

  /** Whether the line that is being put together is longer than may be. */
  get tooLong(): boolean {
    return this.#pending > maxLineBytes;
  }

  /** The lines that `chunk` completes. */
  *push(chunk: Buffer): Generator<string> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end < 0) break;
      yield this.#joined(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) {
      this.#pieces.push(chunk.subarray(start));
      this.#pending += chunk.length - start;
    }
  }

  /** What stands after the last line break; null for nothing. */
  rest(): string | null {
    return this.#pending === 0 ? null : this.#joined(Buffer.alloc(0));
  }

  #joined(last: Buffer): string {
    if (this.#pieces.length === 0) return last.toString("utf8");
    const whole = Buffer.concat([...this.#pieces, last]);
    this.#pieces = [];
    this.#pending = 0;
    return whole.toString("utf8");
  }
}
