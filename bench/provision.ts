/**
 * `npm run build && npm run bench:provision`: whether eight writers at the same time lose each other's statements, over moto, and what a
 * change costs beside the bare SDK's calls. `--rounds N`: rounds of writers that share a store (default 1000); `--apart N`: of writers
 * that share nothing, which wait for the settling time (default 20); `--calls N`: changes whose CPU is measured. Exits 1 when a statement
 * is lost. Nothing here asserts a time.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { queuePolicy } from "../src/aws/writes/index.ts";
import { addStatements, statementsOf } from "../src/provision/index.ts";
import { openStateStore } from "../src/store/state/index.ts";
import { applyPolicy } from "../src/work/provision/index.ts";
import { motoAccount, startMoto } from "../test/support/moto.ts";
import { writeAccess } from "../test/support/provision/aws-writes.ts";
import { statementNamed } from "../test/support/provision/writer.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1000" },
    apart: { type: "string", default: "20" },
    calls: { type: "string", default: "300" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
await startMoto();
const sqs = new SQSClient();
const program = fileURLToPath(new URL("provision-writer.ts", import.meta.url));

type Writer = { readonly child: ChildProcess; readonly lines: AsyncIterator<string> };

function start(store: string, me: string, window: number, writers: number): Writer {
  const child = spawn(process.execPath, [program, store, me, String(window), String(writers)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("no output");
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function textOf(url: string): Promise<string> {
  const asked = { QueueUrl: url, AttributeNames: ["Policy" as const] };
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand(asked));
  return Attributes?.Policy ?? '{"Statement":[]}';
}

/** Answers how many statements were lost. */
async function race(rounds: number, storeOf: (n: number) => string, window: number, settling: number) {
  const all = Array.from({ length: 8 }, (_, n) => start(storeOf(n), `w${n}`, window, settling));
  let [lost, writes] = [0, 0];
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const name = `q${window}-${settling}-${round}`;
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    for (const { child } of all) child.stdin?.write(`${name}\n`);
    for (const { lines } of all) {
      const [kind, count] = String((await lines.next()).value).split(" ");
      if (kind !== "applied") throw new Error(`round ${round}: ${kind}`);
      writes += Number(count);
    }
    const found = statementsOf(await textOf(QueueUrl));
    lost += 8 - (found.ok ? found.value.length : 0);
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  }
  for (const { child } of all) child.stdin?.end();
  await Promise.all(all.map(({ child }) => once(child, "close")));
  const seconds = (performance.now() - started) / 1000;
  return { lost, writes, seconds };
}

/** Milliseconds of this process's CPU for each call. */
async function cpuPerCall(count: number, callsEach: number, work: (n: number) => Promise<unknown>) {
  for (let n = 0; n < 20; n += 1) await work(-1 - n);
  const from = process.cpuUsage();
  for (let n = 0; n < count; n += 1) await work(n);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000 / (count * callsEach);
}

async function measureCpu(count: number) {
  const name = "cpu";
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const access = writeAccess();
  const opened = await openStateStore(`sqlite:${join(folder, "cpu.db")}`);
  if (!opened.ok) throw new Error(opened.error.message);
  const policy = await queuePolicy(name, `arn:aws:sqs:us-east-1:${motoAccount}:${name}`, access);
  const theirs = JSON.stringify({
    Version: "2012-10-17",
    Statement: [statementNamed("theirs", { target: "queue", name })],
  });
  // Read, look again, write, read back, last look: five calls, and one that puts it back as it was.
  const set = (Policy: string) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const bare = await cpuPerCall(count, 6, async (n) => {
    await set(theirs);
    for (let reads = 0; reads < 2; reads += 1) await textOf(QueueUrl);
    await set(theirs.replace("theirs", `n${n}`));
    for (let reads = 0; reads < 2; reads += 1) await textOf(QueueUrl);
  });
  const ours = await cpuPerCall(count, 6, async (n) => {
    await set(theirs);
    const statement = statementNamed(`s${n}`, { target: "queue", name });
    const end = await applyPolicy(
      policy,
      {
        ...{ id: `${n} ${Math.random()}`, by: "bench", kind: "resource-policy", title: "", undoes: null },
        merge: addStatements([statement], { bytes: 8_192, of: "a queue's policy has" }),
        sids: new Set([statement.Sid]),
        inverse: () => "{}",
      },
      {
        ...{ store: opened.value, holder: "cpu", now: Date.now, pause, random: Math.random },
        timing: { windowMilliseconds: 5_000, writers: 0, patienceMilliseconds: 1_000, attempts: 3 },
      },
    );
    if (end.kind !== "applied") throw new Error(JSON.stringify(end));
  });
  await opened.value.close();
  access.connection.close();
  return { bare, ours };
}

const told = (what: string, text: string) =>
  console.log(`${what}: ${text}; load ${(loadavg()[0] ?? 0).toFixed(1)}`);
const cpu = await measureCpu(Number(values.calls));
told(
  "CPU of a call",
  `${cpu.ours.toFixed(2)} ms, bare SDK ${cpu.bare.toFixed(2)} ms (${(cpu.ours / cpu.bare).toFixed(2)} times)`,
);
const shared = await race(Number(values.rounds), () => `sqlite:${join(folder, "shared.db")}`, 10_000, 0);
told(
  `8 writers that share a store, ${values.rounds} rounds`,
  `${shared.lost} lost, ${shared.writes} writes, ${shared.seconds.toFixed(0)} s`,
);
const apart = await race(Number(values.apart), (n) => `sqlite:${join(folder, `own-${n}.db`)}`, 300, 8);
told(
  `8 writers that share nothing, ${values.apart} rounds`,
  `${apart.lost} lost, ${apart.writes} writes, ${apart.seconds.toFixed(0)} s`,
);
process.exitCode = shared.lost + apart.lost === 0 ? 0 : 1;
process.exit();
