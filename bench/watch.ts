/**
 * `npm run build && npm run bench:watch`: how soon a watch over a large organization tells of a change, and how long it takes to settle
 * a storm. Whole processes over moto, which has to answer every read and has no speed of its own to speak of; alerts go to a receiver
 * on this machine. `--accounts N --roles N`: another size than 1000 x 300; `--snapshot FILE`: one that is at hand; `--changes N`,
 * `--storm-roles N`: fewer; `--only latency|storm` and `--way with|without`: a part; `--page` writes its part of docs/performance.md.
 * Nothing here asserts a time.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeSnapshot } from "../src/store/index.ts";
import { openEngine } from "../src/work/engine.ts";
import { startMoto } from "../test/support/moto.ts";
import { measure } from "./measure.ts";
import { machine, type Row, seconds, tableOf, today, writePart } from "./page.ts";
import { measureLatency } from "./watch-latency.ts";
import { measureStorm, setFinalTrusts } from "./watch-storm.ts";
import { asInMoto, rolesInMoto } from "./watched-roles.ts";

const { values } = parseArgs({
  options: {
    accounts: { type: "string", default: "1000" },
    roles: { type: "string", default: "300" },
    snapshot: { type: "string" },
    changes: { type: "string", default: "60" },
    "storm-roles": { type: "string", default: "500" },
    only: { type: "string" },
    way: { type: "string" },
    page: { type: "boolean", default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.env.XDG_STATE_HOME = folder;
const size = `${values.accounts} × ${values.roles}`;
const rows: Row[] = [];
const loads: number[] = [];

function row(work: string, figure: string, ratio: string, target: string): void {
  const load = loadavg()[0] ?? 0;
  loads.push(load);
  rows.push({ work: `${size}: ${work}`, figure, ratio, target });
  console.error(`${work}: ${figure} (${ratio}); load ${load.toFixed(1)}`);
}

async function madeUp(): Promise<string> {
  if (values.snapshot !== undefined) return values.snapshot;
  const out = join(folder, "made-up.alens");
  const shape = ["--accounts", values.accounts, "--roles", values.roles, "--seed", "7"];
  measure(["dist/accesslens.js", "synth", ...shape, "--out", out]);
  return out;
}

/** The snapshot in which `count` roles are as they are in moto. */
async function prepared(source: string, count: number) {
  const opened = await openEngine(source, { engineVersion: "bench", cache: false });
  if (!opened.ok) throw new Error(opened.error.message);
  const { snapshot } = opened.value;
  const roles = await rolesInMoto(snapshot, count);
  const file = join(folder, "org.alens");
  const written = await writeSnapshot(file, await asInMoto(snapshot, roles));
  if (!written.ok) throw new Error(written.error.message);
  return { file, roles };
}

await startMoto();
const [changes, stormRoles] = [Number(values.changes), Number(values["storm-roles"])];
const { file, roles } = await prepared(await madeUp(), Math.max(changes + 5, stormRoles));
// The first process writes the caches beside the snapshot; a watch is started once, and runs for weeks.
const allWays = [
  ["without chains", ["--no-chains"]],
  ["with chains", []],
] as const;
const ways = allWays.filter(([name]) => values.way === undefined || name === `${values.way} chains`);
if (values.way !== "without") {
  const ask = ["paths", "--from", "external", "--to", "admin", "--k", "1", "--snapshot", file];
  const first = measure(["dist/accesslens.js", ...ask], [0, 1]);
  console.error(
    `the reach graph was made in ${seconds(first.wallSeconds)}, peak ${first.peakMegabytes.toFixed(0)} MB`,
  );
}

if (values.only !== "storm") {
  for (const [name, args] of ways) {
    const own = join(folder, `latency ${name}`);
    mkdirSync(own);
    const told = await measureLatency({
      folder: own,
      snapshot: file,
      roles: roles.slice(0, changes + 5),
      args,
    });
    row(
      `change on the queue until its alert has arrived, ${name}, beyond the second of coalescing, p50 / p95 / max of ${told.count}`,
      `${told.p50.toFixed(0)} / ${told.p95.toFixed(0)} / ${told.max.toFixed(0)} ms`,
      `watching after ${seconds(told.readyMilliseconds / 1000)}, peak ${told.peakMegabytes.toFixed(0)} MB`,
      "p95 < 1 s",
    );
  }
}
if (values.only !== "latency") {
  const files = join(folder, "trail");
  const storm = await setFinalTrusts(files, roles.slice(0, stormRoles), 20);
  for (const [name, args] of ways) {
    const own = join(folder, `storm ${name}`);
    mkdirSync(own);
    const told = await measureStorm({ folder: own, files, snapshot: file, args });
    row(
      `storm of ${storm.records.toLocaleString("en")} records, ${storm.events.toLocaleString("en")} changes of ${storm.roles} roles, until all is settled and told, ${name}`,
      `${seconds(told.wallSeconds)}, peak ${told.peakMegabytes.toFixed(0)} MB`,
      `all alerts after ${seconds(told.toldSeconds)}, ${told.cpuSeconds.toFixed(1)} s of CPU; ${told.alerts} alerts, ${told.outsiders.toLocaleString("en")} outsiders told`,
      "< 60 s, < 1.5 GB",
    );
  }
}
const table = tableOf(rows);
console.log(table);
if (values.page) {
  writePart(
    "watching",
    `Measured on ${today()} (${machine}) by \`npm run bench:watch\`, over a made-up organization of ${size} of which ${roles.length} roles exist in moto, too,
which answers every read; alerts go to a webhook on the same machine. Processors are shared by the watch, moto and the receiver, and with
whoever else uses the machine: its load average stood at ${loads.map((load) => load.toFixed(0)).join(", ")} after each row. A change
is timed from before its message is sent until the receiver has the alert, one after the other; a storm from the start of the process,
out of files of CloudTrail in which records stand twice, out of order, and one in ten is none. "With chains" starts with the reach graph
in the cache; after a storm chains are looked at anew, once all of it is told, which makes the graph again.

${table}
`,
  );
}
process.exit();
