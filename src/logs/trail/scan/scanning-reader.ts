/**
 * Reads a trail: files are listed, opened, scanned in threads, parsed here, and handed on. A file counts whole or not at all; the
 * manifest tells it as read once the sink keeps what it holds. Memory is bounded by how many files are open at once.
 */
import { availableParallelism } from "node:os";
import { setTimeout } from "node:timers/promises";
import {
  type AccountId,
  err,
  isAccountId,
  ok,
  type Result,
  type SkippedFile,
  type TrailEvent,
} from "../../../model/index.ts";
import type { TrailFault, TrailReader, TrailReading, TrailReadOptions, TrailSink } from "../trail-reader.ts";
import { eventsOfBatch } from "./events-of-batch.ts";
import type { FileReading } from "./read-trail-file.ts";
import type { RecordBatch } from "./record-batches.ts";
import { filesAhead, ScanPool } from "./scan-pool.ts";
import { fileManifest, type ManifestEntry, passingManifest, type TrailManifest } from "./trail-manifest.ts";
import type { Listed, TrailFile, TrailPlace, TrailSelection } from "./trail-place.ts";

export type ScanOptions = {
  /** Threads that decompress and scan; by default one a processor. */
  readonly threads?: number;
  /** Files that are opened at once, beyond those that are scanned: for S3, downloads on their way. */
  readonly opened?: number;
  /** The sink is asked to keep what it has after so many files, or some seconds: as much is read twice after a crash. */
  readonly keepEveryFiles?: number;
  readonly accounts?: ReadonlySet<AccountId> | null;
  readonly regions?: ReadonlySet<string> | null;
};

export function scanningReader(place: TrailPlace, options: ScanOptions = {}): TrailReader {
  return {
    async read(sink, readOptions) {
      const opened = await openManifest(readOptions.manifest);
      if (!opened.ok) return opened;
      const run = new ScanRun(place, opened.value, sink, options, readOptions);
      try {
        return await run.read();
      } finally {
        await opened.value.close();
      }
    },
  };
}

async function openManifest(path: string | null): Promise<Result<TrailManifest, TrailFault>> {
  if (path === null) return ok(passingManifest());
  try {
    const manifest = await fileManifest(path);
    if (manifest !== null) return ok(manifest);
    return err({
      kind: "unreadable",
      message: `${path} is no list of files that were read: remove it to read the trail anew`,
    });
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause)) throw cause;
    return err({ kind: "unreadable", message: `${path} can't be written (${String(cause.code)})` });
  }
}

const usualKeepEveryFiles = 512;
const keepEveryMilliseconds = 5_000;
const tellEveryMilliseconds = 100;
const countAfterMilliseconds = 3_000;

class ScanRun {
  readonly #place: TrailPlace;
  readonly #manifest: TrailManifest;
  readonly #sink: TrailSink;
  readonly #options: TrailReadOptions;
  readonly #selection: TrailSelection;
  readonly #pool: ScanPool;
  readonly #lanes: number;
  readonly #keepEveryFiles: number;
  /** Aborted by the caller, the sink, or a failure. */
  readonly #stop = new AbortController();
  readonly #skipped: SkippedFile[] = [];
  readonly #accounts = new Set<string>();
  #newAccounts: string[] = [];
  #done: ManifestEntry[] = [];
  #keptAt = performance.now();
  #toldAt = 0;
  #records = 0;
  #files = 0;
  #filesBefore = 0;
  #bytes = 0;
  #bytesInAll: number | null = null;
  /** Whoever talks to the sink waits for whoever did before. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    place: TrailPlace,
    manifest: TrailManifest,
    sink: TrailSink,
    scan: ScanOptions,
    options: TrailReadOptions,
  ) {
    this.#place = place;
    this.#manifest = manifest;
    this.#sink = sink;
    this.#options = options;
    const { from, to } = options;
    this.#selection = { from, to, accounts: scan.accounts ?? null, regions: scan.regions ?? null };
    const threads = scan.threads ?? availableParallelism();
    this.#pool = new ScanPool(threads);
    // Files that threads are at are of no use any more.
    this.#stop.signal.addEventListener("abort", () => void this.#pool.close());
    this.#keepEveryFiles = scan.keepEveryFiles ?? usualKeepEveryFiles;
    this.#lanes = threads * filesAhead + (scan.opened ?? threads);
  }

  async read(): Promise<Result<TrailReading, TrailFault>> {
    const { signal } = this.#options;
    const stop = (): void => this.#stop.abort();
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    try {
      const counting = this.#count();
      const files = this.#place.files(this.#selection, this.#stop.signal)[Symbol.asyncIterator]();
      const lanes = Array.from({ length: this.#lanes }, () => this.#lane(files));
      const ends = await Promise.allSettled(lanes);
      const failed = ends.find((end) => end.status === "rejected");
      const isStopped = this.#stop.signal.aborted;
      stop();
      await counting;
      if (failed !== undefined && (!isStopped || this.#failure !== null)) return this.#faultOf(failed.reason);
      if (isStopped || !(await this.#keep())) return err({ kind: "stopped" });
      this.#tell(true);
      return ok(this.#reading());
    } finally {
      signal.removeEventListener("abort", stop);
      await this.#pool.close();
      this.#place.close();
    }
  }

  /** The first thing that went wrong, so that what stops because of it is not told instead. */
  #failure: { readonly cause: unknown } | null = null;

  #faultOf(cause: unknown): Result<never, TrailFault> {
    const first = this.#failure === null ? cause : this.#failure.cause;
    const message = this.#place.unreadable(first);
    if (message === null) throw first;
    return err({ kind: "unreadable", message });
  }

  /** How much there is to read: a listing of its own, which runs ahead. What is read in a moment is not worth it. */
  async #count(): Promise<void> {
    let bytes = 0;
    try {
      await setTimeout(countAfterMilliseconds, null, { signal: this.#stop.signal });
      for await (const listed of this.#place.files(this.#selection, this.#stop.signal)) {
        if (listed.kind === "file" && !this.#isRead(listed.file)) bytes += listed.file.bytes;
        if (this.#stop.signal.aborted) return;
      }
      this.#bytesInAll = bytes;
    } catch {
      // All was read before, or the listing that files are read by says what is wrong.
    }
  }

  #isRead({ name, version }: TrailFile): boolean {
    return this.#manifest.has(name, version);
  }

  async #lane(files: AsyncIterator<Listed>): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await files.next();
        if (done === true || this.#stop.signal.aborted) return;
        if (value.kind === "passed-over") this.#skip(value.passedOver.name, value.passedOver.why);
        else if (this.#isRead(value.file)) this.#filesBefore++;
        else await this.#readFile(value.file);
        if (this.#stop.signal.aborted) return;
      }
    } catch (cause) {
      if (!this.#stop.signal.aborted) this.#failure ??= { cause };
      this.#stop.abort();
      throw cause;
    }
  }

  async #readFile(file: TrailFile): Promise<void> {
    const opened = await file.open(this.#stop.signal).catch((cause: unknown) => {
      if (this.#stop.signal.aborted) throw cause;
      return whyNotOpened(cause);
    });
    if (typeof opened === "string") {
      this.#end(file, opened, false);
      return;
    }
    const faults = new RecordFaults();
    try {
      const takeBatch = async (batch: RecordBatch): Promise<void> => {
        const events = eventsOfBatch(batch, faults.add);
        this.#pool.release(batch);
        await this.#take(events);
      };
      const reading = await this.#pool.read(opened.input, takeBatch);
      if (this.#stop.signal.aborted) return;
      for (const batch of reading.batches) await takeBatch(batch);
      if (this.#stop.signal.aborted) return;
      this.#countRecords(reading);
      this.#end(file, reading.fault?.why ?? faults.told(reading), reading.fault?.isLasting ?? true);
    } finally {
      await opened.close();
    }
    const isTime = performance.now() - this.#keptAt > keepEveryMilliseconds;
    if (this.#done.length >= this.#keepEveryFiles || isTime) await this.#keep();
    this.#tell(false);
  }

  #countRecords({ records, accounts }: FileReading): void {
    this.#records += records;
    for (const number of accounts) {
      const account = String(number).padStart(12, "0");
      if (this.#accounts.has(account) || this.#manifest.accounts.has(account)) continue;
      this.#accounts.add(account);
      this.#newAccounts.push(account);
    }
  }

  /** A file is dealt with. `why`: it, or a part of it, was skipped. One that may be readable next time is not remembered. */
  #end({ name, version, bytes }: TrailFile, why: string | null, isLasting: boolean): void {
    this.#files++;
    this.#bytes += bytes;
    if (why !== null) this.#skip(name, why);
    if (isLasting) this.#done.push({ name, version, why });
  }

  #skip(file: string, why: string): void {
    this.#skipped.push({ file, why });
  }

  async #take(events: readonly TrailEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.#inTurn(async () => {
      if (this.#stop.signal.aborted) return;
      if ((await this.#sink.take(events)) === "stop") this.#stop.abort();
    });
  }

  /** False: nothing more is taken. */
  async #keep(): Promise<boolean> {
    return this.#inTurn(async () => {
      const done = this.#done;
      const accounts = this.#newAccounts;
      this.#done = [];
      this.#newAccounts = [];
      this.#keptAt = performance.now();
      if ((await this.#sink.keep()) === "stop") {
        this.#stop.abort();
        return false;
      }
      if (done.length > 0) await this.#manifest.add(done, accounts);
      return true;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #tell(isLast: boolean): void {
    const now = performance.now();
    if (!isLast && now - this.#toldAt < tellEveryMilliseconds) return;
    this.#toldAt = now;
    this.#options.onProgress({
      records: this.#records,
      bytes: this.#bytes,
      bytesInAll: this.#bytesInAll,
      files: this.#files,
      skipped: this.#skipped.length,
    });
  }

  #reading(): TrailReading {
    const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    return {
      records: this.#records,
      files: this.#files,
      bytes: this.#bytes,
      filesBefore: this.#filesBefore,
      skipped: [...this.#manifest.skipped, ...this.#skipped].sort((a, b) => inOrder(a.file, b.file)),
      accounts: [...this.#manifest.accounts, ...this.#accounts].filter(isAccountId).sort(inOrder),
    };
  }
}

/** Records of one file that could not be told as events: how many, and what is wrong with the first. */
class RecordFaults {
  #count = 0;
  #first = "";
  readonly add = (why: string): void => {
    if (this.#count++ === 0) this.#first = why;
  };

  /** What is to be said of a file that was read whole; null: nothing. */
  told({ records, strange, oversized }: FileReading): string | null {
    const parts: string[] = [];
    if (strange > 0) parts.push(`${strange} of its ${records} records are no events of CloudTrail`);
    if (oversized > 0) parts.push(`${oversized} of its ${records} records are too long to be read`);
    if (this.#count > 0) parts.push(`${this.#count} of its ${records} records can't be told: ${this.#first}`);
    return parts.length === 0 ? null : parts.join("; ");
  }
}

function whyNotOpened(cause: unknown): string {
  if (!(cause instanceof Error)) throw cause;
  return `can't be read: ${"code" in cause ? String(cause.code) : cause.name}`;
}
