/**
 * `npm run bench:collect`: what a collection costs.
 * - How long 1,000 accounts take at AWS's limits, on a simulated clock.
 * - The memory of a process that journals and assembles 1,000 accounts of 300 roles.
 * - The built executable over the wire (moto), against the bare SDK making the same calls.
 * `--limits`, `--memory`, `--wire`: only that; `--accounts 200 --roles 50 --regions 17` say how much goes over the wire;
 * `--page` writes the part of docs/performance.md about collecting. Nothing here asserts a time.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureAtTheLimits } from "./collect-limits.ts";
import { measureOverTheWire } from "./collect-wire.ts";
import { measure } from "./measure.ts";
import { machine, type Row, seconds, tableOf, times, today, writePart } from "./page.ts";

const { values } = parseArgs({
  options: {
    limits: { type: "boolean", default: false },
    memory: { type: "boolean", default: false },
    wire: { type: "boolean", default: false },
    page: { type: "boolean", default: false },
    accounts: { type: "string", default: "40" },
    roles: { type: "string", default: "50" },
    regions: { type: "string", default: "6" },
  },
});
const everything = !values.limits && !values.memory && !values.wire;
const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
// The measured processes must not touch the user's own state.
process.env.XDG_STATE_HOME = folder;
const rows: Row[] = [];

function take(...more: readonly Row[]): void {
  rows.push(...more);
  for (const { work, figure, ratio } of more) console.error(`${work}: ${figure} (${ratio})`);
}

function measureMemory(accounts: number, roles: number): Row {
  const directory = join(folder, "answers");
  const out = join(folder, "memory.alens");
  const size = ["--accounts", String(accounts), "--roles", String(roles), "--seed", "1"];
  measure(["dist/accesslens.js", "synth", ...size, "--out", directory]);
  const run = measure(["bench/collect-memory.ts", directory, out]);
  const told: { readonly accounts: number; readonly roles: number } = JSON.parse(run.stdout);
  const imported = measure(["dist/accesslens.js", "import", directory, "--out", `${out}.imported`]);
  return {
    work: `${accounts} × ${roles} realistic, ${told.roles.toLocaleString("en")} roles, 17 regions: answers journalled, assembled and written, whole process`,
    figure: `${seconds(run.wallSeconds)}, peak ${run.peakMegabytes.toFixed(0)} MB, snapshot ${(statSync(out).size / 1e6).toFixed(1)} MB`,
    ratio: `${times(run.peakMegabytes / imported.peakMegabytes)} the memory of import (${imported.peakMegabytes.toFixed(0)} MB)`,
    target: "< 1 GB",
  };
}

if (everything || values.limits) {
  take(await measureAtTheLimits(1000, 4));
  take(await measureAtTheLimits(1000, 17));
}
if (everything || values.memory) take(measureMemory(1000, 300));
if (everything || values.wire) {
  const [accounts, roles, regions] = [values.accounts, values.roles, values.regions].map(Number);
  take(...(await measureOverTheWire(folder, accounts ?? 0, roles ?? 0, regions ?? 0)));
}
const table = tableOf(rows);
console.log(table);
if (values.page) {
  writePart(
    "collecting",
    `Measured on ${today()}: ${machine}. Over the wire it is the built executable with a collector of each of AWS's protocols (${values.accounts} accounts
here; nothing of the organization), against the same collectors' calls by the bare SDK, without gate, guard, journal and snapshot.
moto stands for AWS, and sets the time: no throttling, no distance, no TLS, and regions that hold next to nothing. The memory is of
answers made from files, without clients of the SDK. There is no figure of a real organization.

${table}
`,
  );
}
process.exit();
