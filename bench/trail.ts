/**
 * `npm run bench:trail`: how fast a trail is read from files, against what decompressing them alone takes in as many threads, and
 * against DuckDB's `read_json` on the same files and question. Whole processes; their CPU time counts all of their threads.
 * `--events N`: how long the trail is; `--runs N`: pairs of runs, of which the median counts; `--page` writes its part of
 * docs/performance.md. Nothing here asserts a time.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { type Measurement, measure } from "./measure.ts";
import { machine, type Row, seconds, tableOf, times, today, writePart } from "./page.ts";
import { writeCorpus } from "./trail-corpus.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    runs: { type: "string", default: "5" },
    page: { type: "boolean", default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const trail = join(folder, "trail");
const programs = join(folder, "programs");
const threads = "2";

// Bundled as the product is, so that no time goes into what only a checkout has to do.
await build({
  entryPoints: { read: "bench/trail-read.ts", "trail-worker": "src/logs/trail/scan/scan-worker.ts" },
  outdir: programs,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  logLevel: "warning",
});
renameSync(join(programs, "trail-worker.mjs"), join(programs, "trail-worker.js"));
writeFileSync(join(programs, "package.json"), '{"type":"module"}');

type Answer = {
  readonly milliseconds: number;
  readonly records?: number;
  readonly events?: number;
  readonly answers?: number;
};
type Run = Answer & Measurement;

function run(...args: readonly string[]): Run {
  const measured = measure(args);
  const answer: Answer = JSON.parse(measured.stdout);
  return { ...measured, ...answer };
}

const corpus = writeCorpus(trail, Number(values.events), 2000);
const eventBytes = corpus.plainBytes / corpus.events;
console.error(`${corpus.events} events of ${eventBytes.toFixed(0)} bytes in ${corpus.files} files`);

const ways = {
  read: [join(programs, "read.mjs"), trail, threads, "hand-on"],
  answer: [join(programs, "read.mjs"), trail, threads, "answer"],
  unzip: ["bench/trail-unzip.ts", trail, threads],
  sized: ["bench/trail-unzip.ts", trail, threads, "sized"],
  duckdb: ["bench/trail-duckdb.ts", trail, threads, "json"],
  typed: ["bench/trail-duckdb.ts", trail, threads, "typed"],
} as const;
type Round = Readonly<Record<keyof typeof ways, Run>>;
// One after another within a round: what disturbs the machine disturbs all of them.
const rounds: readonly Round[] = Array.from({ length: Number(values.runs) }, () => {
  const round = {
    read: run(...ways.read),
    answer: run(...ways.answer),
    unzip: run(...ways.unzip),
    sized: run(...ways.sized),
    duckdb: run(...ways.duckdb),
    typed: run(...ways.typed),
  };
  const told = Object.entries(round).map(([way, { milliseconds, cpuSeconds }]) => {
    return `${way} ${(milliseconds / 1000).toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU`;
  });
  console.error(`${told.join("; ")}; load ${loadavg()[0]?.toFixed(1)}`);
  return round;
});

const median = (of: (round: Round) => number): number => {
  const all = rounds.map(of).sort((a, b) => a - b);
  return all[all.length >> 1] ?? Number.NaN;
};
for (const { read, answer, duckdb, typed } of rounds) {
  const isSame = [answer, duckdb, typed].every(({ events, answers }) => {
    return events === corpus.sts && answers === answer.answers;
  });
  if (isSame && read.events === corpus.sts) continue;
  throw new Error(`answers differ: ${JSON.stringify([corpus, read, answer, duckdb, typed])}`);
}

const speed = median(({ read }) => corpus.events / (read.milliseconds / 1000));
const peak = median(({ read }) => read.peakMegabytes);
const name = `${(corpus.events / 1e6).toFixed(1)} million events of ${eventBytes.toFixed(0)} bytes, 30 % of STS, in ${corpus.files} files`;
const rows: readonly Row[] = [
  {
    work: `${name}: read, parsed and handed on`,
    figure: `${Math.round(speed).toLocaleString("en")} events a second, peak ${peak.toFixed(0)} MB`,
    ratio: `${times(median(({ read, unzip }) => read.milliseconds / unzip.milliseconds))} decompressing alone in as many threads (${times(median(({ read, sized }) => read.milliseconds / sized.milliseconds))} with room made at once)`,
    target: "≥ 150,000 a second, ≤ 2×",
  },
  {
    work: "the same, CPU time",
    figure: `${seconds(median(({ read }) => read.cpuSeconds))}`,
    ratio: `${times(median(({ read, unzip }) => read.cpuSeconds / unzip.cpuSeconds))} decompressing alone`,
    target: "",
  },
  {
    work: "the same, and the question answered: who assumed which role, how often, when first and last; CPU time",
    figure: `${seconds(median(({ answer }) => answer.cpuSeconds))}, peak ${median(({ answer }) => answer.peakMegabytes).toFixed(0)} MB`,
    ratio: `${times(median(({ answer, unzip }) => answer.cpuSeconds / unzip.cpuSeconds))} decompressing alone`,
    target: "",
  },
  {
    work: "DuckDB's read_json, records as JSON, same files, question and threads: CPU time",
    figure: `${seconds(median(({ duckdb }) => duckdb.cpuSeconds))}, peak ${median(({ duckdb }) => duckdb.peakMegabytes).toFixed(0)} MB`,
    ratio: `${times(median(({ answer, duckdb }) => duckdb.cpuSeconds / answer.cpuSeconds))} ours`,
    target: "≥ 1.7×",
  },
  {
    work: "the same, DuckDB told to take this question's eight members alone: CPU time",
    figure: seconds(median(({ typed }) => typed.cpuSeconds)),
    ratio: `${times(median(({ answer, typed }) => typed.cpuSeconds / answer.cpuSeconds))} ours`,
    target: "",
  },
];
const text = `Measured on ${today()}: ${machine}; load during the runs up to ${Math.max(...loadavg()).toFixed(1)} on 2 processors. ${values.runs} rounds of whole processes, one after another; ratios
are medians of the rounds' own. "Decompressing alone" is \`gunzipSync\` as it stands over the same files in the same two threads; "with room
made at once" is the same with a buffer of the size that the file tells, which the scanner makes too.

${tableOf(rows)}
`;
console.log(text);
if (values.page) writePart("trail", text);
