/**
 * The judges of trust policies, at length: the concrete and the symbolic evaluator on random policies and requests.
 *
 *   node test/judges/trust.ts [--cases 1000000] [--seed 1] [--seconds 420] [--workers 2]
 *
 * Prints counts, seeds, speed and each disagreement, made small. Exits 1 when there is one, and 1 when time ran out
 * before all cases were judged.
 */
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { checkAgreement, type Run } from "../laws/trust/check.ts";

type Share = { readonly seed: number; readonly cases: number; readonly seconds: number };

/** So far apart that the workers' seeds never meet. */
const seedsApart = 100_000_000;
const requestsPerPolicy = 40;

function judge(share: Share): Run {
  const until = performance.now() + share.seconds * 1000;
  return checkAgreement({
    seed: share.seed,
    cases: share.cases,
    requestsPerPolicy,
    stopAfter: 10,
    isTimeUp: () => performance.now() > until,
  });
}

function judgeInWorker(share: Share): Promise<Run> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once("message", (run: Run) => resolve(run));
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
      cases: { type: "string", default: process.env.ACCESSLENS_CASES ?? "1000000" },
      seed: { type: "string", default: "1" },
      seconds: { type: "string", default: "420" },
      workers: { type: "string", default: "2" },
    },
  });
  const cases = positive(values.cases, "cases");
  const seed = positive(values.seed, "seed");
  const seconds = positive(values.seconds, "seconds");
  const workers = positive(values.workers, "workers");
  const started = performance.now();
  const runs = await Promise.all(
    Array.from({ length: workers }, (_, i) =>
      judgeInWorker({ seed: seed + i * seedsApart, cases: Math.ceil(cases / workers), seconds }),
    ),
  );
  const elapsed = (performance.now() - started) / 1000;
  const sum = (of: (run: Run) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const judged = sum((run) => run.cases);
  const broken = runs.flatMap((run) => run.broken);
  console.log(`cases judged     ${judged.toLocaleString("en")} of ${cases.toLocaleString("en")} asked for`);
  console.log(`random policies  ${sum((run) => run.policies).toLocaleString("en")}`);
  console.log(
    `grants           ${sum((run) => run.grants).toLocaleString("en")}, proven ${sum((run) => run.provenGrants).toLocaleString("en")}`,
  );
  console.log(
    `examples         ${sum((run) => run.examples).toLocaleString("en")} replayed; ${sum((run) => run.provenWithoutExample).toLocaleString("en")} proven grants have none`,
  );
  console.log(
    `allowed requests ${sum((run) => run.allowed).toLocaleString("en")}, unknown ${sum((run) => run.unknown).toLocaleString("en")}`,
  );
  console.log(
    `needless doubts  ${sum((run) => run.needlessDoubts).toLocaleString("en")} (surely allowed, and only a *may* grant)`,
  );
  console.log(
    `seeds            ${runs.map((run, i) => `${seed + i * seedsApart}…${seed + i * seedsApart + run.policies - 1}`).join(", ")}`,
  );
  console.log(
    `speed            ${Math.round(judged / elapsed).toLocaleString("en")} cases/s, ${elapsed.toFixed(1)} s`,
  );
  console.log(`disagreements    ${broken.length}`);
  for (const { seed: at, policy, request, disagreement } of broken) {
    console.log(`\nseed ${at}: ${disagreement.law}`);
    console.log(`  policy  ${JSON.stringify(policy)}`);
    console.log(
      `  request ${JSON.stringify({ by: request.principal, action: request.action, context: request.context })}`,
    );
    console.log(`  because ${disagreement.because}`);
  }
  return broken.length > 0 || judged < cases ? 1 : 0;
}

if (isMainThread) process.exitCode = await main();
else parentPort?.postMessage(judge(workerData));
