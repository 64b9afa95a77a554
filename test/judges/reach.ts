/**
 * The judge of what can be reached, at length: the graph and a plain search in random organizations.
 *
 *   node test/judges/reach.ts [--organizations 1500] [--seed 1] [--seconds 420] [--workers 2]
 *
 * Prints counts, seeds and each disagreement, made small. Exits 1 when there is one, and 1 when time ran out before all
 * organizations were judged.
 */
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type ReachRun, runReachLaws } from "../laws/reach/run.ts";

type Share = { readonly seed: number; readonly organizations: number; readonly seconds: number };

/** So far apart that the workers' seeds never meet. */
const seedsApart = 100_000_000;

function judge({ seed, organizations, seconds }: Share): ReachRun {
  const started = performance.now();
  const isTimeUp = (): boolean => performance.now() - started > seconds * 1000;
  return runReachLaws({ seed, organizations, stopAfter: 5, isTimeUp });
}

function judgeInWorker(share: Share): Promise<ReachRun> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once("message", (run: ReachRun) => resolve(run));
    worker.once("error", reject);
  });
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${option} takes a whole number above 0, not "${text}"`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      organizations: { type: "string", default: "1500" },
      seed: { type: "string", default: "1" },
      seconds: { type: "string", default: "420" },
      workers: { type: "string", default: "2" },
    },
  });
  const organizations = positive(values.organizations, "organizations");
  const seed = positive(values.seed, "seed");
  const seconds = positive(values.seconds, "seconds");
  const workers = positive(values.workers, "workers");
  const share = { organizations: Math.ceil(organizations / workers), seconds };
  const runs = await Promise.all(
    Array.from({ length: workers }, (_, at) => judgeInWorker({ ...share, seed: seed + at * seedsApart })),
  );
  const sum = (of: (run: ReachRun) => number): string =>
    runs.reduce((total, run) => total + of(run), 0).toLocaleString("en");
  const judged = runs.reduce((total, run) => total + run.organizations, 0);
  const broken = runs.flatMap((run) => run.broken);
  console.log(
    `organizations    ${judged.toLocaleString("en")} of ${organizations.toLocaleString("en")} asked for`,
  );
  console.log(`pairs            ${sum((run) => run.pairs)}, reached ${sum((run) => run.reached)}`);
  console.log(`requests         ${sum((run) => run.requests)} replayed`);
  console.log(
    `needless doubts  ${sum((run) => run.needlessDoubts)} (surely reached, and only told as *may*)`,
  );
  const seeds = runs.map(
    (run, at) => `${seed + at * seedsApart}…${seed + at * seedsApart + run.organizations - 1}`,
  );
  console.log(`seeds            ${seeds.join(", ")}`);
  console.log(`disagreements    ${broken.length}`);
  for (const { seed: at, law, from, told, plan } of broken) {
    console.log(`\nseed ${at}: ${law}`);
    console.log(`  from ${from}`);
    console.log(`  told ${told}`);
    console.log(`  plan ${JSON.stringify(plan)}`);
  }
  return broken.length > 0 || judged < organizations ? 1 : 0;
}

if (isMainThread) process.exitCode = await main();
else parentPort?.postMessage(judge(workerData));
