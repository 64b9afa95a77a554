/**
 * One question about a streamed trail, as a process of its own, so that its memory is the engine's: `node bench/trail-memory-run.ts
 * EVENTS [DAYS]`. Prints what it took. What is fed are events (TrailEvent), not files: scanning is measured elsewhere.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TrailReader } from "../src/logs/index.ts";
import { ok } from "../src/model/index.ts";
import { localEngine } from "../src/work/trail/local-engine.ts";
import { batchesOf, foundIn, type Storm, truthOf } from "./trail-storm.ts";

const events = Number(process.argv[2]);
const storm: Storm = {
  events,
  days: Number(process.argv[3] ?? 90),
  accounts: 1000,
  rolesPerAccount: 60,
  actors: 8000,
};
const folder = mkdtempSync(join(tmpdir(), "accesslens-bench-"));
process.env.TMPDIR = folder;
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** What making events takes by itself, each. */
function makingSeconds(): number {
  const few: Storm = { ...storm, events: Math.min(events, 1_000_000) };
  let made = 0;
  const before = cpuSeconds();
  for (const batch of batchesOf(few)) made += batch.length;
  return (cpuSeconds() - before) / made;
}

const making = makingSeconds();
const began = cpuSeconds();
let handed = 0;
let read = { cpuSeconds: 0, bytes: 0, megabytes: 0 };
const megabytes = (): number => process.resourceUsage().maxRSS / 1024;

const reader: TrailReader = {
  async read(sink) {
    for (const batch of batchesOf(storm)) {
      handed += batch.length;
      if ((await sink.take(batch)) === "stop") break;
    }
    const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
    read = { cpuSeconds: cpuSeconds(), bytes, megabytes: megabytes() };
    return ok({ records: handed, files: 0, bytes: 0, filesBefore: 0, skipped: [], accounts: [] });
  },
};

const facts = await localEngine({ reader, source: "a storm", resume: null }).ask(
  {
    from: null,
    to: null,
    longerThan: 3600,
    evidence: 5,
    detailed: new Set(),
    places: true,
    chains: true,
    days: true,
    sessions: { role: null, order: "latest", limit: 1000 },
  },
  { signal: new AbortController().signal, onProgress: () => undefined },
);
if (!facts.ok) throw new Error(JSON.stringify(facts.error));
const { value } = facts;
console.log(
  JSON.stringify({
    handed,
    isExact:
      JSON.stringify(foundIn(value)) === JSON.stringify(truthOf(storm)) &&
      value.limits.every(({ what }) => what === "days"),
    found: foundIn(value),
    events: value.events,
    assumptions: value.assumptions,
    uses: value.uses.length,
    places: value.places.length,
    chains: value.chains.length,
    deepest: value.uses.reduce((deepest, { depth }) => Math.max(deepest, depth ?? 0), 0),
    limits: value.limits,
    diskBytes: read.bytes,
    peakMegabytesReading: Math.round(read.megabytes),
    peakMegabytes: Math.round(megabytes()),
    makingMicroseconds: making * 1e6,
    spillMicroseconds: ((read.cpuSeconds - began) / handed - making) * 1e6,
    foldMicroseconds: ((cpuSeconds() - read.cpuSeconds) / handed) * 1e6,
  }),
);
