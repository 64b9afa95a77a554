import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import type { TrailEvent } from "../../../model/index.ts";
import type { TrailReading, TrailReadOptions, TrailSink } from "../trail-reader.ts";
import { directoryPlace } from "./directory-place.ts";
import { scanningReader } from "./scanning-reader.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-scan-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const record = (id: string, more: object = {}): object => ({
  eventVersion: "1.11",
  userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" },
  eventTime: "2026-11-26T10:00:00Z",
  eventSource: "sts.amazonaws.com",
  eventName: "AssumeRole",
  awsRegion: "eu-west-1",
  recipientAccountId: "123456789012",
  eventID: id,
  requestParameters: { roleArn: "arn:aws:iam::123456789012:role/a", roleSessionName: "i" },
  ...more,
});
const other = { eventName: "Decrypt", eventSource: "kms.amazonaws.com", recipientAccountId: "210987654321" };
const records = (...all: readonly object[]): string => JSON.stringify({ Records: all });

class Taker implements TrailSink {
  readonly ids: string[] = [];
  kept = 0;
  async take(events: readonly TrailEvent[]): Promise<"more"> {
    this.ids.push(...events.map(({ id }) => id));
    return "more";
  }
  async keep(): Promise<"more"> {
    this.kept++;
    return "more";
  }
}

function directory(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(folder, name);
  for (const [file, contents] of Object.entries(files)) {
    mkdirSync(join(path, file, ".."), { recursive: true });
    writeFileSync(join(path, file), contents);
  }
  return path;
}

async function readAll(
  path: string,
  options: Partial<TrailReadOptions> = {},
): Promise<{ readonly ids: readonly string[]; readonly reading: TrailReading }> {
  const sink = new Taker();
  const read = await scanningReader(directoryPlace(path), { threads: 1 }).read(sink, {
    from: null,
    to: null,
    manifest: null,
    onProgress: () => {},
    signal: new AbortController().signal,
    ...options,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return { ids: sink.ids.sort(), reading: read.value };
}

const tree = "AWSLogs/o-a/123456789012/CloudTrail/eu-west-1/2026/11/26";

test("reads files however they are packed, and names each that it can't read whole", async () => {
  const whole = gzipSync(records(record("cut"), record("cut2")));
  const path = directory("mixed", {
    [`${tree}/a.json.gz`]: gzipSync(records(record("a"), other)),
    "zstd.json": zstdCompressSync(records(record("b"))),
    "plain.json": records(record("c")),
    "lines.ndjson": `${JSON.stringify(record("d"))}\n${JSON.stringify(other)}\n`,
    "two-pieces.gz": Buffer.concat([gzipSync(records(record("e"))), gzipSync(records(record("f")))]),
    "cut.json.gz": whole.subarray(0, whole.length - 20),
    "cut.json": records(record("g")).slice(0, -1),
    "damaged.json.gz": Buffer.from(whole).fill(7, 40, 60),
    "empty.json": "",
    "notes.txt": "dear reader",
    "config.json": '{"configurationItems":[]}',
    "part.json": records(record("h"), { a: 1 }, record("i", { eventTime: "noon" })),
    [`${tree.replace("CloudTrail", "CloudTrail-Digest")}/digest.json.gz`]: gzipSync("{}"),
  });
  symlinkSync(path, join(path, "loop"));
  const { ids, reading } = await readAll(path);
  assert.deepEqual(ids, ["a", "b", "c", "d", "e", "f", "h"]);
  assert.deepEqual(reading.accounts, ["123456789012", "210987654321"]);
  assert.deepEqual(
    reading.skipped.map(({ file, why }) => `${file} ${why.replace(/: .*/, "")}`),
    [
      "config.json holds no events of CloudTrail",
      "cut.json is cut off",
      "cut.json.gz is cut off",
      "damaged.json.gz is damaged",
      "empty.json is empty",
      "loop is a link, which is not followed",
      "notes.txt is no JSON at byte 0",
      "part.json 1 of its 3 records are no events of CloudTrail; 1 of its 3 records can't be told",
    ],
  );
  assert.equal(reading.files, 12);
});

test("reads only the days that can hold what is asked for", async () => {
  const day = (date: string): string => `AWSLogs/123456789012/CloudTrail/eu-west-1/${date}/f.json`;
  const files = ["2025/12/31", "2026/11/25", "2026/11/26", "2026/11/27", "2026/11/28", "2027/01/01"];
  const path = directory("days", Object.fromEntries(files.map((date) => [day(date), records(record(date))])));
  const { ids } = await readAll(path, { from: Date.UTC(2026, 10, 26), to: Date.UTC(2026, 10, 27) });
  assert.deepEqual(ids, ["2026/11/26", "2026/11/27"]);
});

test("reads each file once, by the manifest, and again when it was written on", async () => {
  const path = directory("once", {
    "a.json": records(record("a")),
    "b.json": records(record("b")),
    "c.json": "x",
  });
  const manifest = join(folder, "once.manifest");
  assert.deepEqual((await readAll(path, { manifest })).ids, ["a", "b"]);
  // As a crash leaves it.
  appendFileSync(manifest, '{"files":[["a');
  writeFileSync(join(path, "b.json"), records(record("b"), record("b2")));
  writeFileSync(join(path, "d.json"), records(record("d")));
  const { ids, reading } = await readAll(path, { manifest });
  assert.deepEqual(ids, ["b", "b2", "d"]);
  assert.equal(reading.filesBefore, 2);
  assert.deepEqual(
    reading.skipped.map(({ file }) => file),
    ["c.json"],
  );
  assert.deepEqual(reading.accounts, ["123456789012"]);
  assert.deepEqual((await readAll(path, { manifest })).ids, []);
  assert.equal(readFileSync(manifest, "utf8").split("\n").length, 4);
});

test("tells that the directory or the manifest can't be used, and keeps what stands there", async () => {
  const sink = new Taker();
  const options = {
    from: null,
    to: null,
    manifest: null,
    onProgress: () => {},
    signal: new AbortController().signal,
  };
  const absent = await scanningReader(directoryPlace(join(folder, "absent"))).read(sink, options);
  assert.match(JSON.stringify(absent), /there is no directory or file/);
  const notes = join(folder, "notes");
  writeFileSync(notes, "my notes\n");
  const foreign = await scanningReader(directoryPlace(folder)).read(sink, { ...options, manifest: notes });
  assert.match(JSON.stringify(foreign), /no list of files that were read/);
  assert.equal(readFileSync(notes, "utf8"), "my notes\n");
});

test("stops when it is told to, by the signal or by the sink", async () => {
  const path = directory("stopped", { "a.json": records(record("a")), "b.json": records(record("b")) });
  const stop = new AbortController();
  const options = { from: null, to: null, manifest: null, onProgress: () => {}, signal: stop.signal };
  const full: TrailSink = { take: async () => "stop", keep: async () => "more" };
  assert.deepEqual(await scanningReader(directoryPlace(path)).read(full, options), {
    ok: false,
    error: { kind: "stopped" },
  });
  stop.abort();
  const stopped = await scanningReader(directoryPlace(path)).read(new Taker(), options);
  assert.deepEqual(stopped, { ok: false, error: { kind: "stopped" } });
});

test("goes on past a thousand damaged files, and names each", async () => {
  const whole = gzipSync(records(record("x"), other));
  const damaged = (index: number): Uint8Array => {
    if (index % 4 === 0) return whole.subarray(0, 10 + (index % (whole.length - 12)));
    if (index % 4 === 1) return Buffer.from(records(record("x"))).subarray(0, 1 + (index % 300));
    const bytes = Buffer.from(whole);
    // Behind the header, whose time and system nobody checks; all bits, for the last of them may mean nothing.
    const at = 10 + (index % (whole.length - 10));
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    return bytes;
  };
  const files = Array.from(
    { length: 1000 },
    (_, index) => [`${tree}/f${index}.json.gz`, damaged(index)] as const,
  );
  const path = directory("thousand", { ...Object.fromEntries(files), "good.json": records(record("good")) });
  const { ids, reading } = await readAll(path);
  assert.deepEqual(ids, ["good"]);
  assert.equal(reading.skipped.length, 1000);
});

test("loses nothing and reads little twice when it is killed and begun again", async () => {
  const files = Array.from(
    { length: 300 },
    (_, index) => [`f${index}.json`, records(record(`id${index}`))] as const,
  );
  const path = directory("killed", Object.fromEntries(files));
  const manifest = join(folder, "killed.manifest");
  const taken = join(folder, "killed.taken");
  const program = `
    import { appendFileSync } from "node:fs";
    import { scanningReader } from ${JSON.stringify(new URL("./scanning-reader.ts", import.meta.url).href)};
    import { directoryPlace } from ${JSON.stringify(new URL("./directory-place.ts", import.meta.url).href)};
    await scanningReader(directoryPlace(process.argv[1]), { threads: 1, keepEveryFiles: 20 }).read(
      {
        take: async (events) => {
          appendFileSync(process.argv[3], events.map(({ id }) => id + "\\n").join(""));
          return "more";
        },
        keep: async () => "more",
      },
      { from: null, to: null, manifest: process.argv[2], onProgress: ({ files }) => console.log(files), signal: new AbortController().signal },
    );`;
  const args = ["--input-type=module", "--eval", program, path, manifest, taken];
  const killed = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  killed.stdout.once("data", () => killed.kill("SIGKILL"));
  await new Promise((resolve) => killed.once("exit", resolve));
  execFileSync(process.execPath, args);
  const ids = readFileSync(taken, "utf8").trim().split("\n");
  assert.equal(new Set(ids).size, 300);
  assert.ok(ids.length < 400, `${ids.length} events of 300`);
  assert.deepEqual((await readAll(path, { manifest })).ids, []);
});
