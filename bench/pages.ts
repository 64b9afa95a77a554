/**
 * `npm run build && npm run bench:pages`: measures what people see of a large organization in a real browser, in software rendering:
 * how soon the map is there, how fluid it is, how long answers take, and what has to be loaded. `--accounts N --roles N`: another size
 * than 1000 x 300; `--snapshot FILE`: one that is at hand; `--page` writes its part of docs/performance.md. Nothing here asserts a time.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "playwright-core";
import { measure } from "./measure.ts";
import { machine, type Row, seconds, tableOf, times, today, writePart } from "./page.ts";

const { values } = parseArgs({
  options: {
    accounts: { type: "string", default: "1000" },
    roles: { type: "string", default: "300" },
    snapshot: { type: "string" },
    page: { type: "boolean", default: false },
  },
});
const executable = "dist/accesslens.js";
const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.env.XDG_STATE_HOME = folder;
const snapshot = values.snapshot ?? join(folder, "org.alens");
const size = `${values.accounts} × ${values.roles}`;
const rows: Row[] = [];

function row(work: string, figure: string, ratio: string, target: string): void {
  rows.push({ work, figure, ratio, target });
  console.error(`${work}: ${figure}${ratio === "" ? "" : ` (${ratio})`}`);
}

type Served = { readonly process: ChildProcess; readonly url: string; readonly readyMs: number };

async function serve(): Promise<Served> {
  const started = performance.now();
  const args = [executable, "serve", "--snapshot", snapshot, "--no-open", "--format", "json"];
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(server.stdout), "line");
  return { process: server, url: JSON.parse(String(line)).url, readyMs: performance.now() - started };
}

const switches = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync) ?? "chromium";
const args = process.getuid?.() === 0 ? [...switches, "--no-sandbox"] : switches;

/** Milliseconds between frames while something moves, and while nothing does: the same browser's ceiling. */
async function frames(page: Page, move: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(`globalThis.frameTimes = []; globalThis.recording = true; (function next(before) {
    requestAnimationFrame((now) => { if (before) frameTimes.push(now - before); if (recording) next(now); });
  })(0)`);
  await move();
  return page.evaluate("recording = false, frameTimes");
}

function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Pans and zooms as a hand does: small steps, one a frame or so. */
async function panAndZoom(page: Page): Promise<void> {
  const canvas = await page.getByRole("application").boundingBox();
  if (canvas === null) throw new Error("the map is not there");
  const [x, y] = [canvas.x + canvas.width / 2, canvas.y + canvas.height / 2];
  await page.mouse.move(x, y);
  for (let step = 0; step < 40; step++) {
    await page.mouse.wheel(0, -40);
    await page.waitForTimeout(12);
  }
  await page.mouse.down();
  for (let step = 0; step < 60; step++) {
    await page.mouse.move(x + Math.sin(step / 8) * 200, y + Math.cos(step / 8) * 120);
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
  for (let step = 0; step < 40; step++) {
    await page.mouse.wheel(0, 40);
    await page.waitForTimeout(12);
  }
}

async function answerTimes(origin: string, cookie: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const headers = { cookie };
  const get = async (path: string) => await (await fetch(new URL(path, origin), { headers })).text();
  const { findings } = JSON.parse(await get("/api/findings?summary=true&limit=40"));
  const map = JSON.parse(await get("/api/map"));
  const ids = (wanted: string) => findings.map((one: Record<string, string>) => one[wanted] ?? "");
  const roles = [...new Set<string>(ids("subject"))].filter((arn) => arn.includes(":role/"));
  const accounts: readonly string[] = map.accounts.map(({ id }: { readonly id: string }) => id);
  const asked = (path: string, each: readonly string[]) =>
    each.map((text) => `${path}${encodeURIComponent(text)}`);
  const questions: Readonly<Record<string, readonly string[]>> = {
    overview: Array(10).fill("/api/overview"),
    map: Array(10).fill("/api/map"),
    "one account of the map": asked("/api/map/account?account=", accounts.slice(0, 100)),
    "a page of findings": [0, 100, 200, 1000].map(
      (at) => `/api/findings?summary=true&limit=100&offset=${at}`,
    ),
    "one finding": asked("/api/findings/", ids("id")).map((url) => `${url}?fix=advised`),
    search: asked("/api/search?text=", ["audit", "datadog", "10", "prod-data", "externalid", "zzzz"]),
    "a role": asked("/api/role?arn=", roles),
    "who can assume a role": asked("/api/who-can-assume?own=false&role=", roles),
    "who comes to a role": asked("/api/exposure?to=", roles),
    "what a role reaches": asked("/api/blast-radius?from=", roles),
    "what a role can do": asked("/api/what-can?principal=", roles),
    "ways to administrators": asked("/api/paths?to=admin&from=", roles),
  };
  const found = new Map<string, readonly number[]>();
  for (const [name, urls] of Object.entries(questions)) {
    const took: number[] = [];
    for (const url of urls) {
      const started = performance.now();
      await get(url);
      took.push(performance.now() - started);
    }
    found.set(name, took);
  }
  return found;
}

/** What if a hop from outside to an administrator were gone, and what if a role trusted nobody any more. */
async function whatIfTimes(origin: string, cookie: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const asked = await fetch(new URL("/api/paths?from=external&to=admin&k=12", origin), {
    headers: { cookie },
  });
  const { paths } = JSON.parse(await asked.text());
  type Hop = { readonly from: string; readonly to: string; readonly kind: string };
  const hops: readonly Hop[] = paths.flatMap((path: { readonly hops: readonly Hop[] }) => path.hops);
  const roles = [...new Set(hops.map(({ to }) => to).filter((arn) => arn.includes(":role/")))];
  const nobody = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:*" }] };
  const kinds: Readonly<Record<string, readonly object[]>> = {
    "what if a hop were gone": hops.slice(0, 8).map(({ from, to }) => ({ kind: "step-gone", from, to })),
    "what if a trust policy were another": roles.slice(0, 8).map((role) => ({
      kind: "replace-policy",
      policy: `trust policy of ${role}`,
      text: JSON.stringify(nobody),
    })),
  };
  const found = new Map<string, readonly number[]>();
  for (const [name, changes] of Object.entries(kinds)) {
    const took: number[] = [];
    for (const change of changes) {
      const started = performance.now();
      const answer = await fetch(new URL("/api/ask/what-if", origin), {
        method: "POST",
        headers: { cookie, origin, "content-type": "application/json" },
        body: JSON.stringify({ from: "external", to: "admin", changes: [change] }),
      });
      await answer.text();
      if (answer.status === 200) took.push(performance.now() - started);
    }
    found.set(name, took);
  }
  return found;
}

if (values.snapshot === undefined) {
  measure([
    executable,
    "synth",
    "--accounts",
    values.accounts,
    "--roles",
    values.roles,
    "--seed",
    "7",
    "--out",
    snapshot,
  ]);
}
const before = await serve();
before.process.kill("SIGTERM");
await once(before.process, "exit");
const browser = await chromium.launch({ executablePath, args });
const started = performance.now();
const server = await serve();
const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
await page.goto(server.url);
await page.getByText(/\d+ boxes, \d+ arrows/).waitFor();
const shown = performance.now() - started;
row(
  `the map of ${size}, from the start of serve (warm cache)`,
  seconds(shown / 1000),
  times(shown / server.readyMs),
  "3 s; ratio: to the server's own start",
);

const pieces = readdirSync("dist/web").filter((name) => name.endsWith(".js") && name !== "report.js");
const loaded: readonly string[] = await page.evaluate(
  `performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname.slice(1)).filter((name) => name.endsWith(".js"))`,
);
const bytes = (names: readonly string[]) =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join("dist/web", name))).length, 0) / 1024;
row("JavaScript that the map loads, compressed", `${bytes(loaded).toFixed(0)} KB`, "", "250 KB");
row("all JavaScript, compressed", `${bytes(pieces).toFixed(0)} KB`, "", "");

const still = await frames(page, () => page.waitForTimeout(1500));
for (const [name, hash] of [
  ["the overview", "#/map"],
  ["the overview with AWS's services", "#/map?services=1"],
] as const) {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.waitForTimeout(1500);
  const moving = await frames(page, () => panAndZoom(page));
  const [p95, median, ceiling] = [percentile(moving, 0.95), percentile(moving, 0.5), percentile(still, 0.5)];
  const figure = `p95 ${p95.toFixed(1)} ms, median ${median.toFixed(1)} ms`;
  row(
    `frames of ${name} of ${size} while panned and zoomed`,
    figure,
    times(p95 / ceiling),
    "33 ms; ratio: to a still page's",
  );
}
const opened = await fetch(server.url, { redirect: "manual" });
const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
const all: number[] = [];
for (const [name, took] of await answerTimes(new URL(server.url).origin, cookie)) {
  all.push(...took);
  row(
    `API: ${name}`,
    `p95 ${percentile(took, 0.95).toFixed(0)} ms, median ${percentile(took, 0.5).toFixed(0)} ms`,
    "",
    "150 ms",
  );
}
row("API: any of these answers", `p95 ${percentile(all, 0.95).toFixed(0)} ms`, "", "150 ms");
for (const [name, [first = 0, ...took]] of await whatIfTimes(new URL(server.url).origin, cookie)) {
  const figure = `p95 ${percentile(took, 0.95).toFixed(0)} ms, median ${percentile(took, 0.5).toFixed(0)} ms, the first ${first.toFixed(0)} ms`;
  row(`API: ${name} (not among "any")`, figure, "", "150 ms");
}
await browser.close();
server.process.kill("SIGTERM");

const text = `Measured on ${today()} (${machine}; Chromium ${browser.version()}, software rendering) by \`npm run bench:pages\`, over a made-up organization of
${values.accounts} accounts with ${values.roles} roles each.

${tableOf(rows)}
`;
console.log(text);
if (values.page) writePart("pages", text);
