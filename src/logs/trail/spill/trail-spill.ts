/**
 * A trail's events on disk, so that they come out in the order of time and each once, whatever the order and however often they
 * were handed in, and however many they are. They lie by the hour in which they happened, in a private directory, which is
 * removed at the end unless it is kept for a run that goes on.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { err, ok, type Result, type TrailEvent } from "../../../model/index.ts";
import type { SinkAnswer, TrailSink } from "../trail-reader.ts";
import { mendBlocks } from "./block-file.ts";
import { type DirectoryLock, lockDirectory, lockFiles } from "./directory-lock.ts";
import { DistinctRecords } from "./distinct-records.ts";
import { GrowingBytes, hourMilliseconds } from "./event-bytes.ts";
import { EventReader, EventWriter } from "./event-record.ts";
import { KnownTexts } from "./known-texts.ts";
import { Pages } from "./pages.ts";
import { PartFiles, partFile, partOfFile } from "./part-files.ts";
import { eventsOfPart } from "./read-parts.ts";
import { type SpillFault, spillFault } from "./spill-fault.ts";

/** In bytes, each. */
export type SpillBounds = {
  /** Of events that are not on disk yet. */
  readonly buffers: number;
  readonly block: number;
  /** Of distinct events of one part of the time, when they are read. */
  readonly part: number;
  /** Of texts that have a number. */
  readonly texts: number;
};

export const spillBounds: SpillBounds = { buffers: 2 ** 25, block: 2 ** 20, part: 2 ** 25, texts: 2 ** 26 };

export type SpillOptions = {
  /** Where a run that goes on finds what is there already; null: in a temporary directory of its own. */
  readonly directory: string | null;
  /** What is read, and of which time: a directory that was kept goes on with the same alone. */
  readonly source: string;
  readonly bounds?: SpillBounds;
};

/** Within the directory. */
const [aboutFile, textsFile, manifestFile] = ["spill.json", "texts", "manifest"];
const version = 1;

export class TrailSpill implements TrailSink {
  readonly directory: string;
  /** Of a directory that is kept. */
  readonly #lock: DirectoryLock | null;
  readonly #texts: KnownTexts;
  readonly #writer: EventWriter;
  readonly #pages: Pages;
  readonly #files: PartFiles;
  readonly #record = new GrowingBytes();
  readonly #bounds: SpillBounds;
  #fault: SpillFault | null = null;

  constructor(directory: string, lock: DirectoryLock | null, bounds: SpillBounds) {
    this.directory = directory;
    this.#lock = lock;
    this.#bounds = bounds;
    this.#texts = new KnownTexts(join(directory, textsFile), bounds.texts, lock !== null);
    this.#writer = new EventWriter(this.#texts);
    this.#pages = new Pages(bounds.buffers);
    this.#files = new PartFiles({
      directory,
      pages: this.#pages,
      blockBytes: bounds.block,
      beforeWrite: () => this.#texts.write(),
    });
  }

  /** Where a reader remembers what it read; null: nothing is kept. */
  get manifest(): string | null {
    return this.#lock !== null ? join(this.directory, manifestFile) : null;
  }

  /** Why "stop" was said. */
  get fault(): SpillFault | null {
    return this.#fault;
  }

  async take(events: readonly TrailEvent[]): Promise<SinkAnswer> {
    return this.#tried(() => {
      const record = this.#record;
      for (const event of events) {
        record.length = 0;
        this.#writer.write(record, event);
        this.#files.append(Math.floor(event.time / hourMilliseconds), record.bytes, 0, record.length);
      }
    });
  }

  async keep(): Promise<SinkAnswer> {
    return this.#tried(() => this.#files.write());
  }

  /**
   * All events in the order of their seconds, each once: the same id at the same time. What it returns at last tells whether they
   * are all.
   */
  *inOrder(): Generator<readonly TrailEvent[], Result<null, SpillFault>> {
    if (this.#fault !== null) return err(this.#fault);
    try {
      this.#files.write();
      this.#pages.release();
      const reader = new EventReader(this.#texts);
      const records = new DistinctRecords();
      for (const hour of hoursIn(this.directory)) {
        yield* eventsOfPart(partFile(this.directory, hour), {
          decode: (bytes, start) => reader.read(bytes, start, hour * hourMilliseconds),
          partBytes: this.#bounds.part,
          batchSize: 1024,
          buffers: { pages: this.#pages, blockBytes: this.#bounds.block },
          records,
        });
      }
      return ok(null);
    } catch (error) {
      return err(spillFault(error, this.directory));
    }
  }

  /** Leaves what it wrote to a run that goes on. */
  close(): void {
    this.#lock?.release();
  }

  /** Removes what it wrote, and the directory when nothing else is in it. */
  remove(): void {
    try {
      if (!existsSync(this.directory)) return;
      for (const name of readdirSync(this.directory)) {
        const isOwn = partOfFile(name.replace(/\.split$/, "")) !== null;
        if (isOwn || [aboutFile, textsFile, manifestFile].includes(name))
          rmSync(join(this.directory, name), { recursive: true });
      }
    } finally {
      this.close();
    }
    if (readdirSync(this.directory).length === 0) rmdirSync(this.directory);
  }

  #tried(write: () => void): SinkAnswer {
    if (this.#fault !== null) return "stop";
    try {
      write();
      return "more";
    } catch (error) {
      this.#fault = spillFault(error, this.directory);
      return "stop";
    }
  }
}

export function openSpill({
  directory,
  source,
  bounds = spillBounds,
}: SpillOptions): Result<TrailSpill, SpillFault> {
  const place = directory ?? tmpdir();
  try {
    if (directory === null)
      return ok(new TrailSpill(mkdtempSync(join(place, "accesslens-trail-")), null, bounds));
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return openKept(directory, JSON.stringify({ version, source }), bounds);
  } catch (error) {
    return err(spillFault(error, place));
  }
}

function openKept(directory: string, about: string, bounds: SpillBounds): Result<TrailSpill, SpillFault> {
  // Nothing is written to a directory of somebody else's, be it a lock.
  const foreign = whyUnfit(directory, about);
  if (foreign !== null) return err(foreign);
  const lock = lockDirectory(directory);
  if (!lock.ok) return lock;
  let isOpened = false;
  try {
    const fault = whyUnfit(directory, about);
    if (fault !== null) return err(fault);
    const file = join(directory, aboutFile);
    if (!existsSync(file)) writeFileSync(file, about, { mode: 0o600, flag: "wx" });
    mend(directory);
    const spill = new TrailSpill(directory, lock.value, bounds);
    isOpened = true;
    return ok(spill);
  } finally {
    if (!isOpened) lock.value.release();
  }
}

/** Null: the directory is ours, new or from a run before. */
function whyUnfit(directory: string, about: string): SpillFault | null {
  const file = join(directory, aboutFile);
  const unusable = (why: string): SpillFault => ({
    kind: "unusable",
    message: `${directory}: ${why}. Name another directory, or remove this one.`,
  });
  if (existsSync(file)) {
    const isSame = readFileSync(file, "utf8") === about;
    return isSame ? null : unusable("it holds what was read of another trail, or of another time of it");
  }
  if (readdirSync(directory).some((name) => !lockFiles.includes(name)))
    return unusable("it isn't empty, and nothing in it says that the reading of a trail was begun there");
  return null;
}

/** What a process left that was killed. */
function mend(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (name.endsWith(".split")) rmSync(join(directory, name), { recursive: true });
    else if (partOfFile(name) !== null) mendBlocks(join(directory, name));
  }
}

function hoursIn(directory: string): readonly number[] {
  return readdirSync(directory)
    .flatMap((name) => partOfFile(name) ?? [])
    .sort((a, b) => a - b);
}
