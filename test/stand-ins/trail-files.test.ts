/** A trail's files, a thousand of them damaged, and a reading that is killed. */
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { directoryPlace, scanningReader } from "../../src/logs/index.ts";
import { writeSnapshot } from "../../src/store/index.ts";
import { observedSnapshot } from "../support/observed.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-scan-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const event = (id: string): object => ({
  userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" },
  eventTime: "2026-11-26T10:00:00Z",
  eventSource: "sts.amazonaws.com",
  eventName: "AssumeRole",
  awsRegion: "eu-west-1",
  recipientAccountId: "123456789012",
  eventID: id,
});
const fileOf = (...all: readonly object[]): string => JSON.stringify({ Records: all });

function directory(name: string, files: readonly (readonly [string, string | Uint8Array])[]): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, contents] of files) writeFileSync(join(path, file), contents);
  return path;
}

async function readAll(path: string, manifest: string | null) {
  const ids: string[] = [];
  const read = await scanningReader(directoryPlace(path), { threads: 1 }).read(
    {
      take: async (events) => {
        ids.push(...events.map(({ id }) => id));
        return "more";
      },
      keep: async () => "more",
    },
    { from: null, to: null, manifest, onProgress: () => {}, signal: new AbortController().signal },
  );
  assert.ok(read.ok);
  return { ids, reading: read.value };
}

test("goes on past a thousand damaged files, and names each", async () => {
  const whole = gzipSync(fileOf(event("x"), event("y")));
  const plain = Buffer.from(fileOf(event("x")));
  const damaged = (index: number): Uint8Array => {
    if (index % 4 === 0) return whole.subarray(0, 10 + (index % (whole.length - 12)));
    if (index % 4 === 1) return plain.subarray(0, 1 + (index % (plain.length - 2)));
    const bytes = Buffer.from(whole);
    // Behind the header, whose time and system nobody checks; all bits, for the last of them may mean nothing.
    const at = 10 + (index % (whole.length - 10));
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    return bytes;
  };
  const files = Array.from({ length: 1000 }, (_, index) => [`f${index}.json.gz`, damaged(index)] as const);
  const path = directory("thousand", [...files, ["good.json", fileOf(event("good"))]]);
  const { ids, reading } = await readAll(path, null);
  assert.deepEqual(ids, ["good"]);
  assert.equal(reading.skipped.length, 1000);
});

test("loses nothing and reads little twice when it is killed and begun again", async () => {
  const files = Array.from(
    { length: 300 },
    (_, index) => [`f${index}.json`, fileOf(event(`id${index}`))] as const,
  );
  const path = directory("killed", files);
  const manifest = join(folder, "killed.manifest");
  const taken = join(folder, "killed.taken");
  const program = `
    import { appendFileSync } from "node:fs";
    import { directoryPlace, scanningReader } from ${JSON.stringify(new URL("../../src/logs/index.ts", import.meta.url).href)};
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
  assert.deepEqual((await readAll(path, manifest)).ids, []);
});

/** Files that whole lines of a manifest tell. */
function writtenDown(manifest: string): readonly string[] {
  const text = readFileSync(manifest, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n"));
  return [...whole.matchAll(/f\d+\.json(?=")/g)].map(([name]) => name);
}

test("the command goes on where it was killed, and leaves nothing behind", async () => {
  const at = { eventTime: "2026-05-26T10:00:00Z" };
  const files = Array.from(
    { length: 6000 },
    (_, index) => [`f${index}.json`, fileOf({ ...event(`id${index}`), ...at })] as const,
  );
  const path = directory("command", files);
  const snapshot = join(folder, "org.alens");
  await writeSnapshot(snapshot, observedSnapshot({ roles: [{ name: "app", trust: [] }] }));
  const kept = join(folder, "half-read");
  const common = ["dist/accesslens.js", "trail", "audit", "--events", path, "--snapshot", snapshot];
  const args = [...common, "--format", "json"];
  const killed = spawn(process.execPath, [...args, "--resume", kept], { stdio: "ignore" });
  const ended = new Promise((resolve) => killed.once("exit", (_, signal) => resolve(signal)));
  const isBegun = (): boolean =>
    (statSync(join(kept, "manifest"), { throwIfNoEntry: false })?.size ?? 0) > 1000;
  while (killed.exitCode === null && !isBegun()) await setTimeout(2);
  killed.kill("SIGSTOP");
  const second = spawnSync(process.execPath, [...args, "--resume", kept], { encoding: "utf8" });
  assert.equal(second.status, 3);
  assert.match(second.stderr, new RegExp(`half-read: process ${killed.pid} on .* reads a trail there`));
  killed.kill("SIGKILL");
  assert.equal(await ended, "SIGKILL");
  assert.ok(isBegun(), "nothing was written down before it was killed");
  const run = (...more: readonly string[]): string =>
    execFileSync(process.execPath, [...args, ...more], { encoding: "utf8" });
  assert.throws(() => run("--resume", kept, "--from", "2026-01-01"), /another trail, or of another time/);
  // What was written down isn't read again: whoever takes it away now is not noticed.
  const known = writtenDown(join(kept, "manifest"));
  assert.ok(known.length >= 512 && known.length < files.length, `${known.length} files`);
  for (const name of known) rmSync(join(path, name));
  const resumed = run("--resume", kept);
  assert.equal(JSON.parse(resumed).events, files.length);
  assert.ok(!existsSync(kept));
});
