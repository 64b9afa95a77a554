/**
 * The events of one hour in the order of their seconds, each once, in bounded memory: an hour that is too large goes to files by
 * minute, such a minute by second, and such a second by a byte of the ids' hash, where no order is lost.
 */
import { mkdirSync, rmSync } from "node:fs";
import type { TrailEvent } from "../../../model/index.ts";
import { blocksOf } from "./block-file.ts";
import type { DistinctRecords } from "./distinct-records.ts";
import { hashByteOf, idHashOf, recordLength, recordMilliseconds } from "./event-bytes.ts";
import { PartFiles, type PartFilesOptions, partFile } from "./part-files.ts";

type Split = (bytes: Buffer, start: number) => number;

/** How the parts of an hour are split, the largest first. */
const splits: readonly Split[] = [
  (bytes, start) => Math.floor(recordMilliseconds(bytes, start) / 60_000),
  (bytes, start) => Math.floor(recordMilliseconds(bytes, start) / 1000),
  (bytes, start) => hashByteOf(idHashOf(bytes, start)),
];

export type ReadPartOptions = {
  readonly decode: (bytes: Buffer, start: number) => TrailEvent;
  /** Of distinct events that are held at once. */
  readonly partBytes: number;
  readonly batchSize: number;
  readonly buffers: Pick<PartFilesOptions, "pages" | "blockBytes">;
  /** What is in it is overwritten. */
  readonly records: DistinctRecords;
};

export function* eventsOfPart(
  file: string,
  options: ReadPartOptions,
  level = 0,
): Generator<readonly TrailEvent[]> {
  const split = splits[level];
  const atMost = split === undefined ? Number.POSITIVE_INFINITY : options.partBytes;
  if (isWithin(file, options, atMost)) yield* options.records.inOrder(options.batchSize, options.decode);
  else if (split !== undefined) yield* eventsOfSplit(file, options, level, split);
}

/** Where its parts go while it is read; a process that is killed leaves it. */
function splitDirectory(file: string): string {
  return `${file}.split`;
}

function* eventsOfSplit(
  file: string,
  options: ReadPartOptions,
  level: number,
  split: Split,
): Generator<readonly TrailEvent[]> {
  const directory = splitDirectory(file);
  mkdirSync(directory, { mode: 0o700 });
  try {
    const files = new PartFiles({ ...options.buffers, directory, beforeWrite: () => undefined });
    for (const bytes of blocksOf(file)) {
      for (let start = 0; start < bytes.length; ) {
        const end = start + recordLength(bytes, start);
        files.append(split(bytes, start), bytes, start, end);
        start = end;
      }
    }
    files.write();
    options.buffers.pages.release();
    for (const part of files.parts) {
      const own = partFile(directory, part);
      yield* eventsOfPart(own, options, level + 1);
      rmSync(own);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Whether its distinct records are held now; no: they are more than may be held. */
function isWithin(file: string, { records, decode }: ReadPartOptions, atMost: number): boolean {
  records.clear();
  for (const bytes of blocksOf(file)) {
    for (let start = 0; start < bytes.length; start += recordLength(bytes, start)) {
      records.add(bytes, start, decode);
      if (records.bytes > atMost) return false;
    }
  }
  return true;
}
