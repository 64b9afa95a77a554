/**
 * `npm run bench:trail:memory`: the memory that a question about a long trail takes, with events repeated late, and the processor's
 * time for each event besides reading it. `--events N` (a multiple of 10): how many calls that give sessions the trail has, 30 million
 * as they are in 100 million records of which 30 % are of STS; `--page` writes its part of docs/performance.md. Nothing here asserts a time.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { measure } from "./measure.ts";
import { machine, type Row, tableOf, today, writePart } from "./page.ts";

const { values } = parseArgs({
  options: { events: { type: "string", default: "30000000" }, page: { type: "boolean", default: false } },
});

const run = measure(["bench/trail-memory-run.ts", values.events]);
const told: {
  readonly handed: number;
  readonly isExact: boolean;
  readonly events: number;
  readonly assumptions: number;
  readonly uses: number;
  readonly places: number;
  readonly chains: number;
  readonly diskBytes: number;
  readonly peakMegabytesReading: number;
  readonly makingMicroseconds: number;
  readonly spillMicroseconds: number;
  readonly foldMicroseconds: number;
} = JSON.parse(run.stdout);

const many = (count: number): string => count.toLocaleString("en");
const rows: readonly Row[] = [
  {
    work: `${many(told.events)} distinct events, ${many(told.handed - told.events)} of them again after one or five days: peak memory`,
    figure: `${run.peakMegabytes.toFixed(0)} MB, of which ${told.peakMegabytesReading} MB by the end of reading`,
    ratio: "",
    target: "< 1 GB for 100 million records",
  },
  {
    work: "events, assumptions, refusals, depths, chains and places counted",
    figure: told.isExact ? "exactly" : "WRONG",
    ratio: `${many(told.uses)} uses, ${many(told.places)} places, ${many(told.chains)} chains`,
    target: "exactly",
  },
  {
    work: "disk, while it is read",
    figure: `${(told.diskBytes / 1e9).toFixed(2)} GB`,
    ratio: `${(told.diskBytes / told.handed).toFixed(0)} bytes an event`,
    target: "",
  },
  {
    work: "to disk, processor's time for each event",
    figure: `${told.spillMicroseconds.toFixed(1)} µs`,
    ratio: "",
    target: "",
  },
  {
    work: "from disk into facts, processor's time for each event",
    figure: `${told.foldMicroseconds.toFixed(1)} µs`,
    ratio: "",
    target: "",
  },
];
const text = `Measured on ${today()}: ${machine}; load at the end ${loadavg()[0]?.toFixed(1)}. One process; what is fed are events
as the scanner hands them on (not files), made on the way (${told.makingMicroseconds.toFixed(1)} µs each, taken off): 90 days, 1,000
accounts, a day's files account by account, eight kinds of calls of which two have both copies. 30 million are those of 100 million
records of which 30 % are of STS; the records that a scanner passes over are not part of it. All is asked for: uses, places, chains, days, and the latest 1,000 sessions. The processor's time is that of all
threads, the garbage collector's too. Again: \`npm run bench:trail:memory -- --page\`, or with \`--events 5000000\` for a shorter one.

${tableOf(rows)}
`;
console.log(text);
if (values.page) writePart("trailMemory", text);
if (!told.isExact) process.exitCode = 1;
