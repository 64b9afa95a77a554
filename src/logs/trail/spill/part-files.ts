/** Records on their way to the files of their parts (hours, minutes): buffered within a bound, and written in blocks. */
import { join } from "node:path";
import { appendBlock } from "./block-file.ts";
import { type Pages, pageBytes } from "./pages.ts";

export type PartFilesOptions = {
  readonly directory: string;
  /** Where records wait: all of it is free again after {@link PartFiles.write}. */
  readonly pages: Pages;
  /** A part that has so much is written. */
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

type Buffered = { readonly pages: number[]; length: number };

export class PartFiles {
  readonly #options: PartFilesOptions;
  readonly #parts = new Set<number>();
  readonly #buffered = new Map<number, Buffered>();
  /** Where a block is put together. */
  #block = Buffer.alloc(0);

  constructor(options: PartFilesOptions) {
    this.#options = options;
  }

  get parts(): readonly number[] {
    return [...this.#parts].sort((a, b) => a - b);
  }

  /** One record: the bytes from `start` to `end`. */
  append(part: number, bytes: Buffer, start: number, end: number): void {
    const { pages, blockBytes } = this.#options;
    let buffered = this.#bufferedOf(part);
    if (missingPages(buffered, end - start) > pages.free) {
      this.#writeLargest();
      buffered = this.#bufferedOf(part);
      if (missingPages(buffered, end - start) > pages.free) {
        this.#writeBlock(part, bytes.subarray(start, end));
        return;
      }
    }
    for (let at = start; at < end; ) {
      const used = buffered.length % pageBytes;
      if (used === 0) buffered.pages.push(pages.take());
      const some = Math.min(end - at, pageBytes - used);
      pages.write(buffered.pages.at(-1) ?? 0, used, bytes, at, at + some);
      buffered.length += some;
      at += some;
    }
    if (buffered.length >= blockBytes) this.#write(part, buffered);
  }

  write(): void {
    for (const [part, buffered] of this.#buffered) this.#write(part, buffered);
  }

  #bufferedOf(part: number): Buffered {
    const known = this.#buffered.get(part);
    if (known !== undefined) return known;
    const begun: Buffered = { pages: [], length: 0 };
    this.#buffered.set(part, begun);
    this.#parts.add(part);
    return begun;
  }

  /** Until half of the pages are free. */
  #writeLargest(): void {
    const { pages } = this.#options;
    const largest = [...this.#buffered].sort(([, a], [, b]) => b.length - a.length);
    for (const [part, buffered] of largest) {
      if (pages.free * 2 >= pages.count) return;
      this.#write(part, buffered);
    }
  }

  #write(part: number, { pages, length }: Buffered): void {
    if (length > this.#block.length) this.#block = Buffer.allocUnsafeSlow(length + (length >> 2));
    for (const [at, page] of pages.entries()) this.#options.pages.read(page, this.#block, at * pageBytes);
    this.#writeBlock(part, this.#block.subarray(0, length));
    this.#options.pages.giveBack(pages);
    this.#buffered.delete(part);
  }

  #writeBlock(part: number, records: Buffer): void {
    if (records.length === 0) return;
    this.#options.beforeWrite();
    appendBlock(partFile(this.#options.directory, part), records);
  }
}

function missingPages({ length }: Buffered, more: number): number {
  return Math.ceil((length + more) / pageBytes) - Math.ceil(length / pageBytes);
}
