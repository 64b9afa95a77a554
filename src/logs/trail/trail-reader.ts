/**
 * Where a trail's events come from: directories, S3, exported Lake files. A reader hands events on as it finds them, in any
 * order, copies and repetitions included; whoever takes them puts them in order and drops what came twice.
 */
import type { AccountId, Result, SkippedFile, TrailEvent } from "../../model/index.ts";

/** "stop": nothing more can be taken (the disk is full), and the reader ends as soon as it can; the taker knows why. */
export type SinkAnswer = "more" | "stop";

export interface TrailSink {
  /**
   * To be waited for before more is handed on: this is what bounds memory. One call at a time. Texts of events may be parts of
   * larger ones: whoever keeps them keeps copies.
   */
  take(events: readonly TrailEvent[]): Promise<SinkAnswer>;
  /**
   * When this is fulfilled with "more", everything taken before is on disk. A manifest tells a file as read only after that, so
   * that a reader which is killed loses nothing; what it then reads again is dropped as known.
   */
  keep(): Promise<SinkAnswer>;
}

export type TrailProgress = {
  /** Records looked at, of any kind. */
  readonly records: number;
  /** As they lie on disk or in the bucket, compressed. */
  readonly bytes: number;
  /** Of all files that are to be read; null while that isn't known. */
  readonly bytesInAll: number | null;
  readonly files: number;
  readonly skipped: number;
};

export type TrailReadOptions = {
  /**
   * Milliseconds since 1970, UTC, inclusive and exclusive; null: no bound. Events outside may be handed on as well: they are
   * left out later. A file that may hold events inside is read.
   */
  readonly from: number | null;
  readonly to: number | null;
  /**
   * The file where the reader remembers what it has read, beside the events that it handed on: files read, those skipped, and
   * the accounts seen. Null: nothing outlives this run.
   */
  readonly manifest: string | null;
  readonly onProgress: (progress: TrailProgress) => void;
  readonly signal: AbortSignal;
};

export type TrailReading = {
  readonly records: number;
  readonly files: number;
  readonly bytes: number;
  /** Files read in runs before this one, by the manifest. */
  readonly filesBefore: number;
  /** In order of their names; those of runs before included. */
  readonly skipped: readonly SkippedFile[];
  /** That the trail has any event of, in order; those of runs before included. */
  readonly accounts: readonly AccountId[];
};

/** Why nothing can be told of the trail. A file that can't be read is no such fault: it is skipped, by name. */
export type TrailFault =
  | { readonly kind: "stopped" }
  /** `message`: a sentence for people that says what, where, and what to do. */
  | { readonly kind: "unreadable"; readonly message: string };

export interface TrailReader {
  /** Each file once. Rejects for bugs alone. When the sink says "stop", or the signal is aborted: "stopped". */
  read(sink: TrailSink, options: TrailReadOptions): Promise<Result<TrailReading, TrailFault>>;
}
