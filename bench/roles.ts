/**
 * `npm run bench:roles`: what spoke roles cost.
 * - A plan for 1,000 accounts, with the proof of each trust.
 * - A role applied to 500 accounts over the wire (moto), against the bare SDK making the same calls.
 * `--plan`, `--apply`: only that. Nothing here asserts a time.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startFaultProxy } from "../test/support/fault-proxy.ts";
import { startMoto } from "../test/support/moto.ts";
import { measure, medianRun } from "./measure.ts";
import { type Row, seconds, tableOf, times } from "./page.ts";

const { values } = parseArgs({
  options: { plan: { type: "boolean", default: false }, apply: { type: "boolean", default: false } },
});
const everything = !values.plan && !values.apply;
const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.env.XDG_STATE_HOME = folder;
const rows: Row[] = [];

if (everything || values.plan) {
  const snapshot = join(folder, "large.alens");
  measure([
    "dist/accesslens.js",
    "synth",
    "--accounts",
    "1000",
    "--roles",
    "300",
    "--seed",
    "1",
    "--out",
    snapshot,
  ]);
  measure(["bench/roles-plan.ts", snapshot]);
  const run = medianRun(3, () => measure(["bench/roles-plan.ts", snapshot]));
  const told: {
    readonly milliseconds: number;
    readonly cpuMilliseconds: number;
    readonly states: object;
    readonly roles: number;
  } = JSON.parse(run.stdout);
  rows.push({
    work: `plan for ${JSON.stringify(told.states)} of 1,000 accounts, ${told.roles.toLocaleString("en")} roles, each trust proven`,
    figure: `${seconds(told.milliseconds / 1000)} (CPU ${seconds(told.cpuMilliseconds / 1000)})`,
    ratio: `whole process, snapshot out of the cache: ${seconds(run.wallSeconds)}`,
    target: "< 2 s",
  });
}
if (everything || values.apply) {
  await startMoto();
  const accounts = 500;
  const bare = measure(["bench/roles-bare.ts", String(accounts)]);
  const ours = measure(["bench/roles-apply.ts", String(accounts), `sqlite:${join(folder, "changes.db")}`]);
  const told: { readonly made: number; readonly why?: string } = JSON.parse(ours.stdout);
  // Counted by a proxy in a run of its own, so that it costs nothing in the one that is measured.
  const proxy = await startFaultProxy(process.env.AWS_ENDPOINT_URL ?? "");
  process.env.AWS_ENDPOINT_URL = proxy.url;
  const ourCalls = await countedCalls(proxy.counts);
  proxy.close();
  const bareCalls = Number(bare.stdout);
  const each = (cpu: number, calls: number): number => (cpu * 1000) / calls;
  const [ourEach, bareEach] = [each(ours.cpuSeconds, ourCalls * accounts), each(bare.cpuSeconds, bareCalls)];
  rows.push({
    work: `a role applied to ${told.made} accounts of moto, proof and journal included: CPU a call (${ourCalls} calls an account)`,
    figure: `${ourEach.toFixed(2)} ms; ${seconds(ours.wallSeconds)} in all`,
    ratio: `${times(ourEach / bareEach)} the bare SDK (${bareEach.toFixed(2)} ms, ${bareCalls / accounts} calls an account, ${seconds(bare.wallSeconds)})`,
    target: "< 1.5×",
  });
}
console.log(tableOf(rows));
process.exit();

/** Of one account: an account that the measured run did not have. */
async function countedCalls(counts: ReadonlyMap<string, number>): Promise<number> {
  await fetch(`${process.env.AWS_ENDPOINT_URL}/moto-api/reset`, { method: "POST" });
  const before = [...counts.values()].reduce((sum, one) => sum + one, 0);
  const arguments_ = ["bench/roles-apply.ts", "1", `sqlite:${join(folder, "count.db")}`];
  await once(spawn(process.execPath, arguments_, { stdio: "ignore" }), "exit");
  // The caller's own account is the other one, and who we are is asked once.
  const all = [...counts.values()].reduce((sum, one) => sum + one, 0) - before;
  return Math.round((all - 1) / 2);
}
