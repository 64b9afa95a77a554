/** Records on their way to the files of their parts (hours, minutes): buffered within a bound, and written in blocks. */
import { join } from "node:path";
import { appendBlock } from "./block-file.ts";
import { GrowingBytes } from "./event-bytes.ts";

export type PartFilesOptions = {
  readonly directory: string;
  /** Of all buffers together, and of one. */
  readonly bufferBytes: number;
  readonly blockBytes: number;
  readonly beforeWrite: () => void;
};

const prefix = "part-";

export function partFile(directory: string, part: number): string {
  return join(directory, `${prefix}${part}`);
}

/** The part that a file holds; null: it is none of these files. */
export function partOfFile(name: string): number | null {
  return /^part--?\d+$/.test(name) ? Number(name.slice(prefix.length)) : null;
}

export class PartFiles {
  readonly #options: PartFilesOptions;
  readonly #parts = new Set<number>();
  readonly #buffers = new Map<number, GrowingBytes>();
  #bytes = 0;

  constructor(options: PartFilesOptions) {
    this.#options = options;
  }

  get parts(): readonly number[] {
    return [...this.#parts].sort((a, b) => a - b);
  }

  /** `put` appends one record. */
  append(part: number, put: (into: GrowingBytes) => void): void {
    let buffer = this.#buffers.get(part);
    if (buffer === undefined) {
      buffer = new GrowingBytes();
      this.#buffers.set(part, buffer);
      this.#parts.add(part);
      this.#bytes += buffer.bytes.length;
    }
    const before = buffer.bytes.length;
    put(buffer);
    this.#bytes += buffer.bytes.length - before;
    if (buffer.length >= this.#options.blockBytes) this.#write(part, buffer);
    else if (this.#bytes > this.#options.bufferBytes) this.#writeLargest();
  }

  write(): void {
    for (const [part, buffer] of this.#buffers) this.#write(part, buffer);
  }

  /** Until half of the bound is free. */
  #writeLargest(): void {
    const largest = [...this.#buffers].sort(([, a], [, b]) => b.length - a.length);
    for (const [part, buffer] of largest) {
      if (this.#bytes <= this.#options.bufferBytes / 2) return;
      this.#write(part, buffer);
    }
  }

  #write(part: number, buffer: GrowingBytes): void {
    this.#options.beforeWrite();
    appendBlock(partFile(this.#options.directory, part), buffer.bytes.subarray(0, buffer.length));
    this.#bytes -= buffer.bytes.length;
    this.#buffers.delete(part);
  }
}
