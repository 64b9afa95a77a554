/** From files to facts: whatever order and repetition, whatever is stopped in between. */
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { randomQuestion, randomTrail } from "../../../test/support/trail/random-trail.ts";
import { samlRecord, switchRecord, webIdentityRecord } from "../../../test/support/trail/records.ts";
import { spillBounds, type TrailReader } from "../../logs/index.ts";
import { err, ok, type TrailEvent, type TrailQuestion } from "../../model/index.ts";
import { foldBounds } from "../../trail/fold/index.ts";
import { type LocalEngineOptions, localEngine } from "./local-engine.ts";
import { openTrail, trailPlace } from "./open-trail.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "accesslens-engine-"));
});
afterEach(() => rmSync(place, { recursive: true }));

const asked = { signal: new AbortController().signal, onProgress: () => undefined };
const question: TrailQuestion = {
  from: null,
  to: null,
  longerThan: 3600,
  evidence: 5,
  detailed: new Set(),
  places: true,
  chains: true,
  days: true,
  sessions: { role: null, order: "latest", limit: 10 },
};

type Files = readonly (readonly TrailEvent[])[];

/** Files in memory; those that the manifest names are not read again. `killedAfter`: how many are taken before the end of the process. */
function readerOf(files: Files, killedAfter = Number.POSITIVE_INFINITY): TrailReader {
  return {
    async read(sink, { manifest }) {
      const known =
        manifest !== null && existsSync(manifest) ? readFileSync(manifest, "utf8").split("\n") : [];
      for (const [at, events] of files.entries()) {
        if (known.includes(String(at))) continue;
        if (at >= killedAfter) return err({ kind: "stopped" });
        if ((await sink.take(events)) === "stop") return err({ kind: "stopped" });
        // Every other file is told as read; the one after was taken, and is taken again.
        if (manifest === null || at % 2 === 1) continue;
        assert.equal(await sink.keep(), "more");
        known.push(String(at));
        writeFileSync(manifest, known.join("\n"));
      }
      return ok({ records: 0, files: files.length, bytes: 0, filesBefore: 0, skipped: [], accounts: [] });
    },
  };
}

async function told(
  files: Files,
  asks: TrailQuestion,
  options: Partial<LocalEngineOptions> = {},
): Promise<string> {
  const engine = localEngine({ reader: readerOf(files), source: "files", resume: null, ...options });
  const facts = await engine.ask(asks, asked);
  assert(facts.ok, JSON.stringify(facts));
  return JSON.stringify(facts.value);
}

const filesOf = (events: readonly TrailEvent[], size: number): Files =>
  Array.from({ length: Math.ceil(events.length / size) }, (_, at) =>
    events.slice(at * size, (at + 1) * size),
  );

const handed = randomTrail.chain((events) =>
  fc.record({
    events: fc.constant(events),
    twice: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
    size: fc.integer({ min: 1, max: 40 }),
    part: fc.constantFrom(2 ** 25, 2_000),
  }),
);

test("Facts are the same to the byte, however the events lie in files and how often", async () => {
  await fc.assert(
    fc.asyncProperty(handed, randomQuestion, async ({ events, twice, size, part }, asks) => {
      const bounds = { spill: { ...spillBounds, part }, fold: foldBounds };
      assert.equal(await told(filesOf(twice, size), asks, { bounds }), await told([events], asks));
    }),
    { numRuns: 20 },
  );
});

test("A run that goes on after a kill loses nothing and counts nothing twice", async () => {
  await fc.assert(
    fc.asyncProperty(handed, fc.integer({ min: 0, max: 9 }), async ({ events, twice, size }, killedAfter) => {
      const [files, resume] = [filesOf(twice, size), join(place, "kept")];
      const killed = localEngine({ reader: readerOf(files, killedAfter), source: "files", resume });
      await killed.ask(question, asked);
      assert.equal(await told(files, question, { resume }), await told([events], question));
      assert(!existsSync(resume));
    }),
    { numRuns: 20 },
  );
});

test("What a disk refuses is a fault, and so is a stop; nothing is left behind", async () => {
  const [events = []] = fc.sample(randomTrail, { numRuns: 1, seed: 7 });
  const temporary = process.env.TMPDIR;
  process.env.TMPDIR = place;
  try {
    const ask = (reader: TrailReader, signal = asked.signal) =>
      localEngine({ reader, source: "files", resume: null }).ask(question, { ...asked, signal });
    assert.deepEqual(await ask(readerOf([events], 0)), err({ kind: "stopped" }));
    const refused = await ask({
      async read(sink, options) {
        for (const name of readdirSync(place)) rmSync(join(place, name), { recursive: true });
        const reading = await readerOf([events]).read(sink, options);
        assert.equal(await sink.keep(), "stop");
        return reading;
      },
    });
    assert(!refused.ok && refused.error.kind === "unreadable");
    assert.match(refused.error.message, /ENOENT.*TMPDIR/);
    assert.deepEqual(readdirSync(place), []);
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  }
});

test("A directory of CloudTrail's files, zipped or not, with one that is none", async () => {
  const trail = (...records: readonly object[]): string =>
    JSON.stringify({
      Records: records.map((one) => ({ ...one, eventID: String(JSON.stringify(one).length) })),
    });
  mkdirSync(join(place, "AWSLogs"));
  writeFileSync(join(place, "AWSLogs/a.json.gz"), gzipSync(trail(samlRecord, switchRecord)));
  writeFileSync(join(place, "b.json"), trail(webIdentityRecord, samlRecord, { eventName: "PutObject" }));
  writeFileSync(join(place, "c.json.gz"), "no gzip");
  const named = trailPlace(place);
  assert(named.ok);
  const engine = await openTrail(named.value, { resume: null, access: async () => err("not in AWS") });
  assert(engine.ok);
  const facts = await engine.value.ask(question, asked);
  assert(facts.ok);
  assert.equal(facts.value.events, 3);
  assert.deepEqual(
    facts.value.skipped.map(({ file }) => file),
    ["c.json.gz"],
  );
});

for (const [text, expected] of [
  ["logs/2026", ok({ kind: "directory", directory: "logs/2026" })],
  ["s3://trail-of-all/AWSLogs/o-1/", ok({ kind: "s3", bucket: "trail-of-all", prefix: "AWSLogs/o-1/" })],
  ["s3://trail-of-all", ok({ kind: "s3", bucket: "trail-of-all", prefix: "" })],
  ["s3:trail", err("s3:trail: no address of a bucket, which is written as s3://BUCKET/PREFIX")],
] as const) {
  test(`--events ${text}`, () => assert.deepEqual(trailPlace(text), expected));
}

test("What lies in AWS is opened when AWS can be reached, and DuckDB's files without", async () => {
  for (const [text, isOpened] of [
    ["athena:logs.trail", false],
    ["lake:01234567-89ab-cdef-0123-456789abcdef", false],
    ["s3://trail-of-all/AWSLogs", false],
    ["duckdb:*.json", true],
  ] as const) {
    const named = trailPlace(text);
    assert(named.ok, text);
    const engine = await openTrail(named.value, { resume: null, access: async () => err("not in AWS") });
    assert.equal(engine.ok, isOpened, text);
  }
  assert(!trailPlace("athena:trail").ok);
});
