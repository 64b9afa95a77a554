/** Threads that read files: the bundle has them beside it, a checkout runs their source. */
import { Worker } from "node:worker_threads";
import { BatchRooms, buffersOf } from "./batch-room.ts";
import type { FileReading, TrailInput } from "./read-trail-file.ts";
import type { RecordBatch } from "./record-batches.ts";
import type { FromWorker, ToWorker } from "./scan-worker.ts";

const workerFile = import.meta.url.endsWith(".ts")
  ? new URL("./scan-worker.ts", import.meta.url)
  : new URL("./trail-worker.js", import.meta.url);

type Thread = {
  readonly worker: Worker;
  onMessage: (message: FromWorker) => void;
  onFailure: (cause: Error) => void;
};

export class ScanPool {
  readonly #size: number;
  readonly #threads: Thread[] = [];
  readonly #free: Thread[] = [];
  readonly #rooms = new BatchRooms();
  readonly #waiting: ((thread: Thread) => void)[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /**
   * Reads a file when a thread is free. `take` gets what is found in one that holds much, and is waited for. Rejects when the thread itself fails,
   * which is a bug, or memory that ran out.
   */
  async read(input: TrailInput, take: (batch: RecordBatch) => Promise<void>): Promise<FileReading> {
    const thread = await this.#threadWhenFree();
    try {
      return await new Promise<FileReading>((resolve, reject) => {
        const send = (message: ToWorker, moved: readonly ArrayBuffer[] = []): void =>
          thread.worker.postMessage(message, moved);
        const rooms = this.#rooms.takeSpare();
        thread.onFailure = reject;
        thread.onMessage = (message) => {
          if (message.kind === "done") resolve(message.reading);
          else take(message.batch).then(() => send({ kind: "taken" }), reject);
        };
        send({ kind: "read", input, rooms }, buffersOf(rooms));
      });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(thread);
      else next(thread);
    }
  }

  /** The batch was read: what it lay in is used again. */
  release({ room }: RecordBatch): void {
    this.#rooms.give(room);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #threadWhenFree(): Promise<Thread> {
    const free = this.#free.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (this.#threads.length < this.#size) return Promise.resolve(this.#start());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): Thread {
    // Not what the process itself was told: it may have been given a program in place of a file.
    const worker = new Worker(workerFile, { execArgv: [] });
    const thread: Thread = { worker, onMessage: () => {}, onFailure: () => {} };
    worker.on("message", (message: FromWorker) => thread.onMessage(message));
    worker.on("error", (cause) =>
      thread.onFailure(cause instanceof Error ? cause : new Error(String(cause))),
    );
    worker.on("exit", () => thread.onFailure(new Error("a thread that reads a trail ended by itself")));
    this.#threads.push(thread);
    return thread;
  }
}
