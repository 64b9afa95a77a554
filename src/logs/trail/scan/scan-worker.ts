/** A thread that reads files of a trail, one at a time, for `scan-pool.ts`. */
import { parentPort } from "node:worker_threads";
import { type BatchRoom, buffersOf } from "./batch-room.ts";
import { type FileReading, fileTools, readTrailFile, type TrailInput } from "./read-trail-file.ts";
import type { RecordBatch } from "./record-batches.ts";

export type ToWorker =
  /** `rooms`: those of batches that were taken, to be used again. */
  | { readonly kind: "read"; readonly input: TrailInput; readonly rooms: readonly BatchRoom[] }
  /** The batch was taken: the next one may come. */
  | { readonly kind: "taken" };

export type FromWorker =
  | { readonly kind: "batch"; readonly batch: RecordBatch }
  | { readonly kind: "done"; readonly reading: FileReading };

const tools = fileTools();
let taken: () => void = () => {};
let turn: Promise<void> = Promise.resolve();

function send(message: FromWorker, moved: readonly ArrayBuffer[]): void {
  parentPort?.postMessage(message, moved);
}

async function read(input: TrailInput): Promise<void> {
  const reading = await readTrailFile(input, tools, (batch) => {
    const answered = new Promise<void>((resolve) => {
      taken = resolve;
    });
    send({ kind: "batch", batch }, buffersOf([batch.room]));
    return answered;
  });
  send({ kind: "done", reading }, buffersOf(reading.batches.map(({ room }) => room)));
}

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "taken") taken();
  else {
    for (const room of message.rooms) tools.rooms.give(room);
    // One file after another, as they are asked for.
    turn = turn.then(() => read(message.input));
  }
});
