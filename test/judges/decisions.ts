/**
 * Judge three: Z3 on whole decisions and on comparisons of policies. Tier one has finite domains (WebAssembly, in this
 * process): single requests with all their policies, and pairs of policies. Tier two has all strings (the native `z3`).
 *
 *   node test/judges/decisions.ts [--cases 100000] [--strings 2000] [--seed 1] [--seconds 600] [--workers 2]
 *
 * Prints counts, seeds, speed and each disagreement, made small. Exits 1 when there is one, and 1 when time ran out
 * before all cases were judged. What Z3 does not decide, and what AWS's documents leave open, is counted apart.
 */
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { checkPairs, type PairRun, tellBrokenPair } from "./z3/check-pairs.ts";
import { checkRequests, type RequestRun, tellBroken } from "./z3/check-requests.ts";
import { checkStrings, type StringRun, tellBrokenSet } from "./z3/check-strings.ts";
import { hasNativeZ3 } from "./z3/native.ts";
import { startZ3 } from "./z3/wasm.ts";

type Share = {
  readonly seed: number;
  readonly cases: number;
  readonly strings: number;
  readonly seconds: number;
};
type Timed<T> = { readonly run: T; readonly seconds: number };
type Judged = {
  readonly requests: Timed<RequestRun>;
  readonly pairs: Timed<PairRun>;
  readonly strings: Timed<StringRun>;
};

/** So far apart that the workers' seeds never meet. */
const seedsApart = 100_000_000;
/** Of tier one's cases, the questions about pairs; the others are requests. */
const shareOfPairs = 0.1;
const stopAfter = 10;

async function judge(share: Share): Promise<Judged> {
  const started = performance.now();
  const z3 = await startZ3();
  const { seed } = share;
  const timed = <T>(run: () => T): Timed<T> => {
    const from = performance.now();
    return { run: run(), seconds: (performance.now() - from) / 1000 };
  };
  const until = (part: number) => (): boolean => performance.now() - started > share.seconds * 1000 * part;
  const ofPairs = Math.ceil(share.cases * shareOfPairs);
  const requests = timed(() =>
    checkRequests(z3, {
      seed,
      cases: share.cases - ofPairs,
      requestsPerQuestion: 40,
      stopAfter,
      isTimeUp: until(0.4),
    }),
  );
  const pairs = timed(() => checkPairs(z3, { seed, cases: ofPairs, stopAfter, isTimeUp: until(0.65) }));
  await z3.close();
  // Other seeds than the pairs of tier one, so that these are pairs of their own.
  const strings = timed(() =>
    checkStrings({ seed: seed + seedsApart / 2, cases: share.strings, stopAfter, isTimeUp: until(1) }),
  );
  return { requests, pairs, strings };
}

function judgeInWorker(share: Share): Promise<Judged> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once("message", (judged: Judged) => resolve(judged));
    worker.once("error", reject);
  });
}

function whole(text: string, option: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`--${option} takes a whole number, not "${text}"`);
}

const show = (number: number): string => number.toLocaleString("en");
function say(label: string, text: string): void {
  console.log(`${label.padEnd(16)} ${text}`);
}
function total<T>(runs: readonly Timed<T>[], of: (run: T) => number): number {
  return runs.reduce((sum, { run }) => sum + of(run), 0);
}
function slowest(runs: readonly Timed<unknown>[]): number {
  return Math.max(...runs.map(({ seconds }) => seconds));
}
function sayCounts(label: string, count: number, asked: number, runs: readonly Timed<unknown>[]): void {
  const seconds = slowest(runs);
  say(
    label,
    `${show(count)} of ${show(asked)} asked for, ${seconds.toFixed(1)} s, ${show(Math.round(count / seconds))}/s`,
  );
}

/** Each teller answers how many cases were judged, and whether it told of a disagreement. */
type Told = { readonly count: number; readonly isBroken: boolean };

function tellRequests(runs: readonly Timed<RequestRun>[], asked: number): Told {
  const count = total(runs, (run) => run.cases);
  sayCounts("requests", count, asked, runs);
  say("", `about ${show(total(runs, (run) => run.questions))} sets of policies`);
  const decisions = ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied", "Unknown"] as const;
  say("decided", decisions.map((one) => `${one} ${show(total(runs, (run) => run.decided[one]))}`).join(", "));
  say(
    "symbolic",
    `${show(total(runs, (run) => run.symbolic))} decided as regions too, ${show(total(runs, (run) => run.symbolicUnknown))} of them Unknown; ${show(total(runs, (run) => run.setAside))} set aside for a known disagreement`,
  );
  say(
    "left open",
    `${show(total(runs, (run) => run.open))} by AWS's documents: no evidence; decided all the same ${show(total(runs, (run) => run.decidedOpen))}`,
  );
  say("not asked", `${show(total(runs, (run) => run.faulty))} sets with faults in their grammar`);
  const broken = runs.flatMap(({ run }) => run.broken);
  say("disagreements", String(broken.length));
  for (const item of broken) console.log(`\n${tellBroken(item)}`);
  return { count, isBroken: broken.length > 0 };
}

function tellPairs(runs: readonly Timed<PairRun>[], asked: number): Told {
  const within = total(runs, (run) => run.within);
  const examples = total(runs, (run) => run.examples);
  console.log("");
  sayCounts("comparisons", within + examples, asked, runs);
  say("", `of ${show(total(runs, (run) => run.pairs))} pairs: ${show(within)} within, ${show(examples)} not`);
  say("", `${show(total(runs, (run) => run.foundAlone))} of the differences found by Z3 alone`);
  say("in doubt", `${show(total(runs, (run) => run.doubtful))} not within, without an example`);
  const broken = runs.flatMap(({ run }) => run.broken);
  say("disagreements", String(broken.length));
  for (const item of broken) console.log(`\n${tellBrokenPair(item)}`);
  return { count: within + examples, isBroken: broken.length > 0 };
}

function tellStrings(runs: readonly Timed<StringRun>[], asked: number): Told {
  const count = total(runs, (run) => run.agreed);
  console.log("");
  sayCounts("all strings", count, asked, runs);
  say(
    "",
    `decided as the symbolic evaluator did, of ${show(total(runs, (run) => run.pairs))} pairs and ${show(total(runs, (run) => run.sets))} sets of policies`,
  );
  say("undecided", `${show(total(runs, (run) => run.undecided))} unknown or out of time: no evidence`);
  say(
    "not encoded",
    `${show(total(runs, (run) => run.notEncoded))} with a variable beside a wildcard and the like`,
  );
  const broken = [
    ...runs.flatMap(({ run }) => run.broken.map(tellBrokenPair)),
    ...runs.flatMap(({ run }) => run.brokenSets.map(tellBrokenSet)),
  ];
  say("disagreements", String(broken.length));
  for (const told of broken) console.log(`\n${told}`);
  return { count, isBroken: broken.length > 0 };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: "100000" },
      strings: { type: "string", default: "2000" },
      seed: { type: "string", default: "1" },
      seconds: { type: "string", default: "600" },
      workers: { type: "string", default: "2" },
    },
  });
  const cases = whole(values.cases, "cases");
  const strings = whole(values.strings, "strings");
  const seed = whole(values.seed, "seed");
  const seconds = whole(values.seconds, "seconds");
  const workers = whole(values.workers, "workers");
  if (strings > 0 && !hasNativeZ3()) {
    console.error(
      "There is no z3 on the path: install it (apt-get install z3), or leave tier two out by --strings 0.",
    );
    return 1;
  }
  const judged = await Promise.all(
    Array.from({ length: workers }, (_, i) =>
      judgeInWorker({
        seed: seed + i * seedsApart,
        cases: Math.ceil(cases / workers),
        strings: Math.ceil(strings / workers),
        seconds,
      }),
    ),
  );
  say("seeds", Array.from({ length: workers }, (_, i) => `from ${seed + i * seedsApart}`).join(", "));
  const ofPairs = workers * Math.ceil(Math.ceil(cases / workers) * shareOfPairs);
  const told = [
    tellRequests(
      judged.map(({ requests }) => requests),
      cases - ofPairs,
    ),
    tellPairs(
      judged.map(({ pairs }) => pairs),
      ofPairs,
    ),
    tellStrings(
      judged.map((one) => one.strings),
      strings,
    ),
  ];
  const [ofRequests = 0, ofComparisons = 0, ofStrings = 0] = told.map(({ count }) => count);
  const isShort = ofRequests + ofComparisons < cases || ofStrings < strings;
  return isShort || told.some(({ isBroken }) => isBroken) ? 1 : 0;
}

if (isMainThread) process.exitCode = await main();
else parentPort?.postMessage(await judge(workerData));
