/** A thread that reads files of a trail, one at a time, for `scan-pool.ts`. */
import { parentPort } from "node:worker_threads";
import type { FileReading } from "./read-trail-file.ts";
import { readTrailFile, type TrailInput } from "./read-trail-file.ts";
import type { RecordBatch } from "./record-batches.ts";
import { RecordScanner } from "./record-scanner.ts";

export type ToWorker =
  | { readonly kind: "read"; readonly input: TrailInput }
  /** The batch was taken: the next one may come. */
  | { readonly kind: "taken" };

export type FromWorker =
  | { readonly kind: "batch"; readonly batch: RecordBatch }
  | { readonly kind: "done"; readonly reading: FileReading };

const reader = RecordScanner.reader();
let taken: () => void = () => {};

function send(message: FromWorker, moved: readonly ArrayBuffer[]): void {
  parentPort?.postMessage(message, moved);
}

async function read(input: TrailInput): Promise<void> {
  const reading = await readTrailFile(input, reader, (batch) => {
    const answered = new Promise<void>((resolve) => {
      taken = resolve;
    });
    send({ kind: "batch", batch }, [batch.bytes.buffer]);
    return answered;
  });
  send(
    { kind: "done", reading },
    reading.batches.map(({ bytes }) => bytes.buffer),
  );
}

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "taken") taken();
  else void read(message.input);
});
