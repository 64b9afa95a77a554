/** Threads that read files: the bundle has them beside it, a checkout runs their source. */
import { Worker } from "node:worker_threads";
import { BatchRooms, buffersOf } from "./batch-room.ts";
import type { FileReading, TrailInput } from "./read-trail-file.ts";
import type { RecordBatch } from "./record-batches.ts";
import type { FromWorker, ToWorker } from "./scan-worker.ts";

const workerFile = import.meta.url.endsWith(".ts")
  ? new URL("./scan-worker.ts", import.meta.url)
  : new URL("./trail-worker.js", import.meta.url);

type Read = {
  readonly onMessage: (message: FromWorker) => void;
  readonly onFailure: (cause: Error) => void;
};

type Thread = {
  readonly worker: Worker;
  /** In the order in which the thread answers: one after another. */
  readonly reads: Read[];
};

/** Files that a thread is given at once: the next lies ready while what was found in one is taken. */
export const filesAhead = 2;

export class ScanPool {
  readonly #size: number;
  readonly #threads: Thread[] = [];
  readonly #rooms = new BatchRooms();
  readonly #waiting: (() => void)[] = [];
  /** Why a thread ended, after which nothing is read any more. */
  #failure: Error | null = null;

  constructor(size: number) {
    this.#size = size;
  }

  /**
   * Reads a file when a thread is free. `take` gets what is found in one that holds much, and is waited for. Rejects when the thread itself fails,
   * which is a bug, or memory that ran out.
   */
  async read(input: TrailInput, take: (batch: RecordBatch) => Promise<void>): Promise<FileReading> {
    let thread = this.#free();
    while (thread === null) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      thread = this.#free();
    }
    const { worker, reads } = thread;
    const answered = new Promise<FileReading>((resolve, reject) => {
      const send = (message: ToWorker, moved: readonly ArrayBuffer[] = []): void =>
        worker.postMessage(message, moved);
      const rooms = this.#rooms.takeSpare();
      reads.push({
        onFailure: reject,
        onMessage: (message) => {
          if (message.kind === "done") resolve(message.reading);
          // What comes behind a file that failed is read all the same: others wait for it.
          else
            take(message.batch)
              .catch(reject)
              .finally(() => send({ kind: "taken" }));
        },
      });
      send({ kind: "read", input, rooms }, buffersOf(rooms));
    });
    return answered;
  }

  /** The batch was read: what it lay in is used again. */
  release({ room }: RecordBatch): void {
    this.#rooms.give(room);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  /** Null: all threads have as many files as they are given. */
  #free(): Thread | null {
    if (this.#failure !== null) return null;
    const idlest = this.#idlest();
    if (idlest !== null && idlest.reads.length === 0) return idlest;
    if (this.#threads.length < this.#size) return this.#start();
    return idlest !== null && idlest.reads.length < filesAhead ? idlest : null;
  }

  #idlest(): Thread | null {
    let idlest: Thread | null = null;
    for (const thread of this.#threads) {
      if (idlest === null || thread.reads.length < idlest.reads.length) idlest = thread;
    }
    return idlest;
  }

  #start(): Thread {
    // Not what the process itself was told: it may have been given a program in place of a file.
    const worker = new Worker(workerFile, { execArgv: [] });
    const thread: Thread = { worker, reads: [] };
    worker.on("message", (message: FromWorker) => {
      const [read] = thread.reads;
      if (message.kind === "done") this.#endRead(thread);
      read?.onMessage(message);
    });
    const fail = (cause: Error): void => {
      this.#failure ??= cause;
      for (const { onFailure } of thread.reads.splice(0)) onFailure(cause);
      for (const wake of this.#waiting.splice(0)) wake();
    };
    worker.on("error", (cause) => fail(cause instanceof Error ? cause : new Error(String(cause))));
    worker.on("exit", () => fail(new Error("a thread that reads a trail ended by itself")));
    this.#threads.push(thread);
    return thread;
  }

  #endRead(thread: Thread): void {
    thread.reads.shift();
    this.#waiting.shift()?.();
  }
}
