/**
 * What the difference of two snapshots says of policies: rewrites that mean the same are silence, and edits of one character
 * that Z3 shows to mean something else (in finite domains) are not.
 *
 *   node test/judges/drift.ts [--rewrites 10000] [--edits 10000] [--seed 1] [--seconds 420] [--workers 2]
 *
 * Exits 1 when a rewrite is told or an edit missed, and when time ran out before all were judged.
 */
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { checkRewrites, type RewriteRun } from "../laws/drift/check-rewrites.ts";
import { checkEdits, type EditRun } from "./z3/check-edits.ts";
import { startZ3 } from "./z3/wasm.ts";

type Share = {
  readonly seed: number;
  readonly rewrites: number;
  readonly edits: number;
  readonly seconds: number;
};
type Judged = { readonly rewrites: RewriteRun; readonly edits: EditRun };

/** So far apart that the workers' seeds never meet. */
const seedsApart = 100_000_000;

async function judge({ seed, rewrites, edits, seconds }: Share): Promise<Judged> {
  const started = performance.now();
  const isTimeUp = (): boolean => performance.now() - started > seconds * 1000;
  const rewritten = checkRewrites({ seed, cases: rewrites, isTimeUp });
  const z3 = await startZ3();
  const edited = checkEdits(z3, { seed: seed + seedsApart / 2, cases: edits, isTimeUp });
  await z3.close();
  return { rewrites: rewritten, edits: edited };
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

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rewrites: { type: "string", default: "10000" },
      edits: { type: "string", default: "10000" },
      seed: { type: "string", default: "1" },
      seconds: { type: "string", default: "420" },
      workers: { type: "string", default: "2" },
    },
  });
  const [seed, seconds, workers] = [
    whole(values.seed, "seed"),
    whole(values.seconds, "seconds"),
    whole(values.workers, "workers"),
  ];
  const [rewrites, edits] = [whole(values.rewrites, "rewrites"), whole(values.edits, "edits")];
  const started = performance.now();
  const judged = await Promise.all(
    Array.from({ length: workers }, (_, i) =>
      judgeInWorker({
        seed: seed + i * seedsApart,
        rewrites: Math.ceil(rewrites / workers),
        edits: Math.ceil(edits / workers),
        seconds,
      }),
    ),
  );
  const sum = (of: (one: Judged) => number): number => judged.reduce((all, one) => all + of(one), 0);
  const show = (number: number): string => number.toLocaleString("en");
  const rewritten = sum((one) => one.rewrites.rewrites);
  const differing = sum((one) => one.edits.differing);
  const told = judged.flatMap((one) => one.rewrites.told);
  const missed = judged.flatMap((one) => one.edits.missed);
  console.log(`seeds            from ${judged.map((_, i) => seed + i * seedsApart).join(", ")}`);
  console.log(
    `rewrites         ${show(rewritten)} of ${show(rewrites)} asked for; told as drift: ${told.length}`,
  );
  console.log(
    `edits            ${show(differing)} of ${show(edits)} asked for that mean something else; missed: ${missed.length}`,
  );
  console.log(
    `                 of ${show(sum((one) => one.edits.edits))} edits; ${show(sum((one) => one.edits.toldBesides))} told of which Z3's domains show nothing; ${show(sum((one) => one.edits.invalid))} invalid, ${show(sum((one) => one.edits.notJudged))} not encoded`,
  );
  console.log(`                 ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const text of [...told, ...missed].slice(0, 10)) console.log(`\n${text}`);
  const isWhole = rewritten >= rewrites && differing >= edits;
  if (!isWhole) console.error("time ran out before all were judged");
  return isWhole && told.length + missed.length === 0 ? 0 : 1;
}

if (isMainThread) process.exitCode = await main();
else {
  // Only ever started by this file, with a share of its own.
  const share: Share = workerData;
  parentPort?.postMessage(await judge(share));
}
