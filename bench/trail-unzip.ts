/** One process of `bench/trail.ts`: decompresses the files of a directory in as many threads, and does nothing else. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { gunzipSync } from "node:zlib";

const [directory = "", threads = "2", room = "usual"] = process.argv.slice(2);

if (isMainThread) {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const started = performance.now();
  const workers = Array.from({ length: Number(threads) }, (_, thread) => {
    const mine = files.filter((_file, index) => index % Number(threads) === thread);
    return new Worker(new URL(import.meta.url), { workerData: { mine, room }, execArgv: [] });
  });
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve))));
  console.log(JSON.stringify({ milliseconds: performance.now() - started }));
} else {
  const { mine, room: size } = workerData as { readonly mine: readonly string[]; readonly room: string };
  for (const file of mine) {
    const bytes = readFileSync(file);
    // Room for all of it at once, as the scanner makes it, or zlib's own way.
    if (size === "sized") gunzipSync(bytes, { chunkSize: bytes.readUInt32LE(bytes.length - 4) + 64 });
    else gunzipSync(bytes);
  }
}
