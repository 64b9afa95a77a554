/**
 * The judges of trust policies, at length: the concrete and the symbolic evaluator on random policies and requests; then
 * of whole assumptions, with the caller's own policies over a snapshot (a tenth as many cases).
 *
 *   node test/judges/trust.ts [--cases 1000000] [--seed 1] [--seconds 420] [--workers 2]
 *
 * Prints counts, seeds, speed and each disagreement, made small. Exits 1 when there is one, and 1 when time ran out
 * before all cases were judged.
 */
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type CallerRun, checkCallers } from "../laws/caller/caller-agreement.ts";
import { checkAgreement, type Run } from "../laws/trust/check.ts";

type Share = { readonly seed: number; readonly cases: number; readonly seconds: number };

/** So far apart that the workers' seeds never meet. */
const seedsApart = 100_000_000;
const requestsPerPolicy = 40;

type Judged = { readonly trust: Run; readonly callers: CallerRun };

function judge(share: Share): Judged {
  const started = performance.now();
  const stopAfter = 10;
  const trust = checkAgreement({
    seed: share.seed,
    cases: share.cases,
    requestsPerPolicy,
    stopAfter,
    isTimeUp: () => performance.now() - started > share.seconds * 750,
  });
  const callers = checkCallers({
    seed: share.seed,
    cases: Math.ceil(share.cases / 10),
    requestsPerWorld: requestsPerPolicy,
    stopAfter,
    isTimeUp: () => performance.now() - started > share.seconds * 1000,
  });
  return { trust, callers };
}

function judgeInWorker(share: Share): Promise<Judged> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once("message", (judged: Judged) => resolve(judged));
    worker.once("error", reject);
  });
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${option} takes a whole number above 0, not "${text}"`);
}

/** Answers the number of disagreements. */
function tellCallers(runs: readonly CallerRun[]): number {
  const broken = runs.flatMap((run) => run.broken);
  const cases = runs.reduce((total, run) => total + run.cases, 0);
  const allowed = runs.reduce((total, run) => total + run.allowed, 0);
  console.log(`\nwhole assumptions ${cases.toLocaleString("en")}, allowed ${allowed.toLocaleString("en")}`);
  console.log(`disagreements    ${broken.length}`);
  for (const { law, seed, trust, policies, controls, request, because } of broken) {
    console.log(`\nseed ${seed}: ${law}`);
    console.log(`  trust    ${JSON.stringify(trust)}`);
    console.log(`  caller's ${JSON.stringify(policies)}`);
    console.log(`  controls ${JSON.stringify(controls)}`);
    console.log(`  request  ${JSON.stringify({ by: request.principal, context: request.context })}`);
    console.log(`  because  ${because}`);
  }
  return broken.length;
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
  const judgements = await Promise.all(
    Array.from({ length: workers }, (_, i) =>
      judgeInWorker({ seed: seed + i * seedsApart, cases: Math.ceil(cases / workers), seconds }),
    ),
  );
  const runs = judgements.map(({ trust }) => trust);
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
  const wrongCallers = tellCallers(judgements.map(({ callers }) => callers));
  return broken.length + wrongCallers > 0 || judged < cases ? 1 : 0;
}

if (isMainThread) process.exitCode = await main();
else parentPort?.postMessage(judge(workerData));
