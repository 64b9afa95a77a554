/**
 * The events of one hour in the order of their seconds, each once, in bounded memory: an hour that is too large goes to files by
 * minute, such a minute by second, and such a second by a byte of the ids' hash, where no order is lost.
 */
import { mkdirSync, rmSync } from "node:fs";
import type { TrailEvent } from "../../../model/index.ts";
import { blocksOf } from "./block-file.ts";
import { DistinctRecords } from "./distinct-records.ts";
import { hashByteOf, recordLength, recordMilliseconds } from "./event-bytes.ts";
import { PartFiles, type PartFilesOptions, partFile } from "./part-files.ts";

type Split = (bytes: Buffer, start: number) => number;

/** How the parts of an hour are split, the largest first. */
const splits: readonly Split[] = [
  (bytes, start) => Math.floor(recordMilliseconds(bytes, start) / 60_000),
  (bytes, start) => Math.floor(recordMilliseconds(bytes, start) / 1000),
  hashByteOf,
];

export type ReadPartOptions = {
  readonly decode: (bytes: Buffer, start: number) => TrailEvent;
  /** Of distinct events that are held at once. */
  readonly partBytes: number;
  readonly batchSize: number;
  readonly buffers: Pick<PartFilesOptions, "bufferBytes" | "blockBytes">;
};

export function* eventsOfPart(
  file: string,
  options: ReadPartOptions,
  level = 0,
): Generator<readonly TrailEvent[]> {
  const split = splits[level];
  const records = distinctOf(
    file,
    options,
    split === undefined ? Number.POSITIVE_INFINITY : options.partBytes,
  );
  if (records !== null) {
    yield* records.inOrder(options.batchSize);
  } else if (split !== undefined) {
    yield* eventsOfSplit(file, options, level, split);
  }
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
    for (const { bytes, start } of recordsOf(file)) {
      const end = start + recordLength(bytes, start);
      files.append(split(bytes, start), (into) => {
        into.ensure(end - start);
        into.length += bytes.copy(into.bytes, into.length, start, end);
      });
    }
    files.write();
    for (const part of files.parts) {
      const own = partFile(directory, part);
      yield* eventsOfPart(own, options, level + 1);
      rmSync(own);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Null: more of them than may be held. */
function distinctOf(file: string, { decode }: ReadPartOptions, atMost: number): DistinctRecords | null {
  const records = new DistinctRecords(decode);
  for (const { bytes, start } of recordsOf(file)) {
    records.add(bytes, start);
    if (records.bytes > atMost) return null;
  }
  return records;
}

function* recordsOf(file: string): Generator<{ readonly bytes: Buffer; readonly start: number }> {
  for (const bytes of blocksOf(file)) {
    for (let start = 0; start < bytes.length; start += recordLength(bytes, start)) yield { bytes, start };
  }
}
