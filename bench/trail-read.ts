/** One process of `bench/trail.ts`: reads the trail in a directory, and answers who assumed which role, how often and when. */
import { directoryPlace } from "../src/logs/trail/scan/directory-place.ts";
import { scanningReader } from "../src/logs/trail/scan/scanning-reader.ts";

const [directory = "", threads = "2"] = process.argv.slice(2);
type Use = { count: number; first: number; last: number };
const uses = new Map<string, Use>();
let events = 0;
const started = performance.now();
const read = await scanningReader(directoryPlace(directory), { threads: Number(threads) }).read(
  {
    take: async (batch) => {
      for (const { call, caller, role, externalId, mfa, outcome, time } of batch) {
        const by = "arn" in caller ? caller.arn : caller.kind;
        const key = `${call} ${by} ${role} ${externalId} ${mfa} ${outcome.kind}`;
        const use = uses.get(key);
        if (use === undefined) uses.set(key, { count: 1, first: time, last: time });
        else {
          use.count++;
          use.first = Math.min(use.first, time);
          use.last = Math.max(use.last, time);
        }
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
