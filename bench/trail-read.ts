/** One process of `bench/trail.ts`: reads the trail in a directory, and answers who assumed which role how often. */

import { directoryPlace } from "../src/logs/trail/scan/directory-place.ts";
import { scanningReader } from "../src/logs/trail/scan/scanning-reader.ts";

const [directory = "", threads = "2"] = process.argv.slice(2);
const uses = new Map<string, number>();
let events = 0;
const started = performance.now();
const read = await scanningReader(directoryPlace(directory), { threads: Number(threads) }).read(
  {
    take: async (batch) => {
      for (const { call, caller, role } of batch) {
        const by = "arn" in caller ? caller.arn : caller.kind;
        const use = `${call} ${by} ${role}`;
        uses.set(use, (uses.get(use) ?? 0) + 1);
      }
      events += batch.length;
      return "more";
    },
    keep: async () => "more",
  },
  { from: null, to: null, manifest: null, onProgress: () => {}, signal: new AbortController().signal },
);
if (!read.ok || read.value.skipped.length > 0) throw new Error(JSON.stringify(read));
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, records: read.value.records, events, answers: uses.size }));
