/**
 * `npm run bench`: measures the product as its users run it (whole processes of the built executable) and prints each
 * figure with a ratio against a ceiling of the same run, because machines differ. Nothing here asserts a time.
 * `npm run bench -- --quick` leaves the largest organization out; `--page` writes docs/performance.md.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openActionCatalogue } from "../src/work/action-file.ts";
import { measureAdversarial, measureCompare, policyTexts } from "./compare.ts";
import { measureDiff } from "./diff.ts";
import { doubtsOf } from "./doubts.ts";
import { type Measurement, measure, medianRun } from "./measure.ts";
import { machine, type Row, seconds, tableOf, times, today, writePart } from "./page.ts";
import { measurePolicyParse } from "./policy-parse.ts";
import { measureReach, measureUpdates } from "./reach.ts";
import { measureCases, measureWarmRequests } from "./simulate.ts";
import { judgeAgainstTruth } from "./truth.ts";

const executable = "dist/accesslens.js";
const quick = process.argv.includes("--quick");
const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
// The measured processes must not touch the user's own state.
process.env.XDG_STATE_HOME = folder;

const rows: Row[] = [];

function row(work: string, figure: string, ratio: string, target: string): void {
  rows.push({ work, figure, ratio, target });
  console.error(`${work}: ${figure}${ratio === "" ? "" : ` (${ratio})`}`);
}

const run = (...args: readonly string[]): Measurement => measure([executable, ...args]);

type Organization = { readonly name: string; readonly snapshot: string; readonly truth: string };

function synthesized(accounts: number, roles: number, mix: "realistic" | "stamped"): Organization {
  const snapshot = join(folder, `${accounts}x${roles}-${mix}.alens`);
  const truth = `${snapshot}.truth.json`;
  const made = run(
    "synth",
    "--accounts",
    String(accounts),
    "--roles",
    String(roles),
    "--seed",
    "1",
    "--mix",
    mix,
    "--out",
    snapshot,
    "--truth",
    truth,
  );
  const name = `${accounts} × ${roles} ${mix}`;
  const megabytes = statSync(snapshot).size / 1e6;
  row(
    `${name}: snapshot`,
    `${megabytes.toFixed(1)} MB, made in ${seconds(made.wallSeconds)}`,
    "",
    accounts === 1000 ? "< 15 MB" : "",
  );
  return { name, snapshot, truth };
}

function measureLoad({ name, snapshot }: Organization): void {
  const ceiling = medianRun(3, () => measure(["bench/parse-only.ts", snapshot]));
  const cold = medianRun(3, () => measure(["bench/load-only.ts", snapshot]));
  const parse = Number(ceiling.stdout);
  const load = Number(cold.stdout);
  row(
    `${name}: load cold`,
    seconds(load),
    `${times(load / parse)} decompress + JSON.parse (${seconds(parse)})`,
    "≤ 1.5×",
  );
  measure(["bench/load-only.ts", snapshot, "cache"]);
  const warm = medianRun(3, () => measure(["bench/load-only.ts", snapshot, "cache"]));
  row(`${name}: load from cache`, seconds(Number(warm.stdout)), times(Number(warm.stdout) / parse), "< 1 s");
}

function measureScan({ name, snapshot }: Organization): Measurement {
  const cold = medianRun(3, () => run("scan", "--snapshot", snapshot, "--no-cache"));
  const parse = Number(measure(["bench/parse-only.ts", snapshot]).stdout);
  row(
    `${name}: scan, cold, whole process`,
    `${seconds(cold.wallSeconds)}, peak ${cold.peakMegabytes.toFixed(0)} MB`,
    `${times(cold.wallSeconds / parse)} decompress + JSON.parse`,
    "< 10 s, < 1.2 GB",
  );
  return cold;
}

function measureQuestion({ name, snapshot }: Organization): void {
  run("scan", "--snapshot", snapshot);
  const node = medianRun(5, () => measure(["--eval", "0"]));
  const warmScan = medianRun(3, () => run("scan", "--snapshot", snapshot));
  row(
    `${name}: scan, warm cache, whole process`,
    seconds(warmScan.wallSeconds),
    `${times(warmScan.wallSeconds / node.wallSeconds)} node -e 0`,
    "",
  );
  const overview = JSON.parse(
    run("scan", "--snapshot", snapshot, "--format", "json", "--severity", "high").stdout,
  );
  const role: string = overview.findings.find((finding: { subject: string }) =>
    finding.subject.includes(":role/"),
  ).subject;
  const question = medianRun(5, () =>
    run("who-can-assume", role, "--snapshot", snapshot, "--format", "json"),
  );
  row(
    `${name}: who-can-assume, warm cache, whole process`,
    seconds(question.wallSeconds),
    `${times(question.wallSeconds / node.wallSeconds)} node -e 0 (${seconds(node.wallSeconds)})`,
    "< 700 ms",
  );
  const other = medianRun(3, () => run("can-assume", role, "--snapshot", snapshot, "--format", "json"));
  row(
    `${name}: can-assume, warm cache, whole process`,
    seconds(other.wallSeconds),
    times(other.wallSeconds / node.wallSeconds),
    "",
  );
}

async function measureDifference({ name, snapshot }: Organization): Promise<void> {
  const { changes, cold, cached, chainsCold, chainsCached, subject } = await measureDiff(
    executable,
    snapshot,
  );
  const figure = (one: Measurement): string =>
    `${seconds(one.wallSeconds)}, peak ${one.peakMegabytes.toFixed(0)} MB`;
  const work = `${name}: diff of two snapshots, ${changes} changes`;
  row(`${work}, whole process without caches`, figure(cold), "", "< 8 s");
  row(`${work}, whole process with caches`, figure(cached), "", "");
  row(`${work}, with chains, without caches`, figure(chainsCold), "", "");
  row(`${work}, with chains and caches`, figure(chainsCached), "", "");
  row(
    `${name}: difference of one role's trust policy, median / p95 of ${subject.count}, in process`,
    `${subject.median.toFixed(1)} ms / ${subject.p95.toFixed(1)} ms`,
    "",
    "",
  );
}

function measureReachable({ name, snapshot }: Organization): void {
  const parse = Number(measure(["bench/parse-only.ts", snapshot]).stdout);
  const toAdministrators = ["paths", "--from", "external", "--to", "admin", "--k", "1", "--format", "json"];
  const whole = run(...toAdministrators, "--snapshot", snapshot, "--no-cache");
  const { figures } = measureReach(snapshot, "cache");
  row(
    `${name}: reach graph with techniques, ${figures.edges.toLocaleString("en")} edges, cold process that asks for one way`,
    `${seconds(whole.wallSeconds)}, peak ${whole.peakMegabytes.toFixed(0)} MB`,
    `${times(whole.wallSeconds / parse)} decompress + JSON.parse`,
    "< 30 s, < 2.5 GB",
  );
  const { figures: warm } = measureReach(snapshot, "cache");
  const { paths, blastRadius, exposure } = warm.p95;
  row(
    `${name}: paths / blast radius / exposure, p95 after load, in process`,
    [paths, blastRadius, exposure].map((value) => `${value.toFixed(1)} ms`).join(" / "),
    `loaded in ${warm.reachMilliseconds.toFixed(0)} ms`,
    "< 100 ms",
  );
  const updates = measureUpdates(snapshot);
  const rebuilt = updates.rebuilt.length === 0 ? "" : `, ${updates.rebuilt.length} more built anew`;
  row(
    `${name}: reach graph after one trust policy is changed, median / p95 of ${updates.updates}${rebuilt}`,
    `${updates.medianMilliseconds.toFixed(0)} ms / ${updates.p95Milliseconds.toFixed(0)} ms`,
    `prepared in ${updates.prepareMilliseconds.toFixed(0)} ms`,
    "< 100 ms",
  );
  const { withFindings } = updates;
  row(
    `${name}: reach graph and all findings after one trust policy is changed, median / p95`,
    `${withFindings.medianMilliseconds.toFixed(0)} ms / ${withFindings.p95Milliseconds.toFixed(0)} ms`,
    `${times(withFindings.medianMilliseconds / updates.medianMilliseconds)} the graph alone`,
    "< 100 ms",
  );
  const { paths: ways } = JSON.parse(whole.stdout);
  const role: string = ways[0]?.hops[0]?.to ?? "";
  const asked = [toAdministrators, ["blast-radius", role], ["exposure", role]].map((question) =>
    medianRun(3, () => run(...question, "--snapshot", snapshot)),
  );
  row(
    `${name}: paths / blast radius / exposure, warm cache, whole process`,
    asked.map(({ wallSeconds }) => seconds(wallSeconds)).join(" / "),
    "",
    "< 1.5 s",
  );
  if (warm.chokepoints !== null) {
    row(
      `${name}: chokepoints from outside to all administrators, ${warm.chokepoints.accesses} accesses`,
      `${warm.chokepoints.milliseconds.toFixed(0)} ms`,
      "",
      "< 5 s",
    );
  }
  if (warm.statements !== null) {
    const { statements, atLeast, milliseconds } = warm.statements;
    row(
      `${name}: chokepoints over statements, ${statements} of them, at least ${atLeast}`,
      `${milliseconds.toFixed(0)} ms`,
      "",
      "< 5 s",
    );
  }
}

function measureOneAccount(): void {
  const one = synthesized(1, 1000, "realistic");
  const { figures } = measureReach(one.snapshot, "cold");
  const parse = Number(measure(["bench/parse-only.ts", one.snapshot]).stdout);
  row(
    `${one.name}: all ${figures.edges.toLocaleString("en")} edges after load, in process`,
    `${figures.reachMilliseconds.toFixed(0)} ms`,
    `${times(figures.reachMilliseconds / 1000 / parse)} decompress + JSON.parse`,
    "< 100 ms",
  );
  row(
    `${one.name}: who can assume, for each of ${figures.whoCanAssume.roles.toLocaleString("en")} roles, in process`,
    `${figures.whoCanAssume.milliseconds.toFixed(0)} ms`,
    `${times(figures.whoCanAssume.milliseconds / 1000 / parse)} decompress + JSON.parse`,
    "< 200 ms",
  );
}

async function tellDoubts(organization: Organization): Promise<void> {
  const { edges, may, causes } = await doubtsOf(organization.snapshot);
  const told = [...causes].map(([cause, count]) => `${count} ${cause}`).join("; ");
  row(
    `${organization.name}: edges that are only *may*`,
    `${may} of ${edges}${told === "" ? "" : `: ${told}`}`,
    `${((100 * may) / Math.max(1, edges)).toFixed(3)} %`,
    "0 but for variables",
  );
}

async function measureTruth(organization: Organization): Promise<void> {
  const verdict = await judgeAgainstTruth(organization.snapshot, organization.truth);
  row(
    `${organization.name}: planted truth`,
    `${verdict.found} of ${verdict.planted} found; ${verdict.falseAlarms} of ${verdict.lookAlikes} look-alikes reported`,
    "",
    "all / none",
  );
  for (const line of verdict.details) console.error(`  ${line}`);
}

if (!existsSync(executable)) throw new Error("run npm run build first");
console.error(machine);

const help = medianRun(5, () => run("--help"));
const bare = medianRun(5, () => measure(["--eval", "0"]));
row(
  "accesslens --help, whole process",
  `${(help.wallSeconds * 1000).toFixed(0)} ms`,
  `${times(help.wallSeconds / bare.wallSeconds)} node -e 0`,
  "< 150 ms",
);

const parsing = measurePolicyParse();
row(
  `policy parse, ${parsing.documents} distinct documents of ${parsing.averageLength} characters`,
  `${parsing.microsecondsPerDocument.toFixed(1)} µs a document`,
  `${times(parsing.microsecondsPerDocument / parsing.ceilingMicroseconds)} JSON.parse`,
  "",
);

const perSecond = (value: number): string => `${Math.round(value).toLocaleString("en")} a second`;

const warm = measureWarmRequests();
row(
  "simulate: requests over policies that were read before, in process",
  perSecond(warm.perSecond),
  `${times(warm.ceilingPerSecond / warm.perSecond)} JSON.parse of the requests`,
  "≥ 200,000 a second",
);
for (const variants of [100, 100_000]) {
  const figure = measureCases(folder, executable, 100_000, variants);
  row(
    `simulate --cases: 100,000 distinct cases over ${variants.toLocaleString("en")} sets of policies, whole process`,
    `${perSecond(figure.perSecond)}, peak ${figure.peakMegabytes.toFixed(0)} MB`,
    `${times(figure.ceilingPerSecond / figure.perSecond)} JSON.parse of the same lines`,
    variants === 100 ? "≥ 20,000 a second" : "",
  );
}

const policiesAt = process.argv.indexOf("--policies");
const policies = join(folder, "policies");
run("synth", "--accounts", "40", "--roles", "100", "--seed", "1", "--out", policies);
const compared = policyTexts(policies, policiesAt < 0 ? null : (process.argv[policiesAt + 1] ?? null));
for (const knownActions of [null, openActionCatalogue()]) {
  const command = `policy compare${knownActions === null ? "" : " --known-actions"}`;
  const comparing = measureCompare(compared, knownActions);
  row(
    `${command}, ${comparing.pairs} pairs of a policy and its mutant, median`,
    `${comparing.medianMilliseconds.toFixed(3)} ms, exact: ${comparing.exact}`,
    `${times(comparing.medianMilliseconds / comparing.ceilingMilliseconds)} JSON.parse of both`,
    "< 1 ms, all exact",
  );
  row(
    `${command}, p99 of them`,
    `${comparing.p99Milliseconds.toFixed(2)} ms`,
    `${times(comparing.p99Milliseconds / comparing.ceilingMilliseconds)} JSON.parse of both`,
    "< 20 ms",
  );
  for (const { name, milliseconds, answer } of measureAdversarial(knownActions)) {
    const ratio = times(milliseconds / comparing.ceilingMilliseconds);
    row(`${command}: ${name}`, `${milliseconds.toFixed(0)} ms, ${answer}`, ratio, "< 1,000 ms, or refused");
  }
}

const small = synthesized(100, 300, "realistic");
const smallScan = measureScan(small);
measureQuestion(small);
await measureTruth(small);
await tellDoubts(small);
measureReachable(small);
measureOneAccount();

if (!quick) {
  const large = synthesized(1000, 300, "realistic");
  measureLoad(large);
  const largeScan = measureScan(large);
  row(
    "cost from 100 × 300 to 1,000 × 300 (10 times the roles)",
    `${times(largeScan.wallSeconds / smallScan.wallSeconds)} the time, ${times(largeScan.cpuSeconds / smallScan.cpuSeconds)} the CPU`,
    "",
    "≤ 10×",
  );
  measureQuestion(large);
  await measureTruth(large);
  await tellDoubts(large);
  measureReachable(large);
  await measureDifference(large);
  const stamped = synthesized(1000, 300, "stamped");
  measureLoad(stamped);
  measureScan(stamped);
  await tellDoubts(stamped);
}

const table = tableOf(rows);
console.log(table);
if (process.argv.includes("--page")) {
  writePart(
    "engine",
    `# Performance

<!-- Made by \`npm run bench -- --page\`, and the part about collecting by \`npm run bench:collect -- --page\`: run them again instead of
editing this page. -->

Whole processes of the built executable, as its users run it, unless the row says "in process". A ratio stands against a ceiling that
was measured in the same run, because machines differ; the targets are those of the project.

Measured on ${today()}: ${machine}. "Realistic" organizations have at least 30 % of roles with a document found nowhere
else, heavy-tailed account sizes, and service and resource control policies; "stamped" ones are made by the same templates everywhere.

${table}
`,
  );
}
