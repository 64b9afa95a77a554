/** CloudTrail's files as a source: each once, whatever else lies about. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { calls, changeRecord, messageTime } from "../../test/support/change-messages.ts";
import { parseChangeMessage } from "./change-events/parse-change-message.ts";
import type { ReceivedMessage } from "./event-source.ts";
import { openTrailFiles, type TrailFault, type TrailFiles } from "./trail-files.ts";

let directory: string;
let remembered: Set<string>;
let faults: TrailFault[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "accesslens-trail-"));
  remembered = new Set();
  faults = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

function opened(): TrailFiles {
  return openTrailFiles({
    directory,
    manifest: {
      has: async (key) => remembered.has(key),
      add: async (key) => {
        remembered.add(key);
      },
    },
    lookEveryMilliseconds: 5,
    onFault: (fault) => faults.push(fault),
  });
}

const trail = (...roles: readonly string[]): string =>
  JSON.stringify({ Records: roles.map((role) => changeRecord(calls.deleteRole(role))) });

function put(name: string, contents: string | Buffer): void {
  mkdirSync(join(directory, name, ".."), { recursive: true });
  writeFileSync(join(directory, name), contents);
}

const rolesOf = (messages: readonly ReceivedMessage[]): readonly unknown[] =>
  messages.map(({ body }) => {
    const parsed = parseChangeMessage(body, messageTime);
    return (
      parsed.kind === "event" &&
      parsed.event.subjects.map((subject) => "name" in subject && subject.name).join()
    );
  });

const never = new AbortController().signal;
const next = (files: TrailFiles, limit = 100) => files.receive(limit, 0, never);

test("Files are read in the order of their times, zipped or not, and each once", async () => {
  put("AWSLogs/123456789012/CloudTrail/us-east-1/a_20260504T1005Z_x.json.gz", gzipSync(trail("later")));
  put("AWSLogs/999988887777/CloudTrail/us-east-1/b_20260504T1000Z_x.json", trail("first", "second"));
  const files = opened();
  const one = await next(files);
  assert.deepEqual(rolesOf(one), ["first", "second"]);
  const two = await next(files);
  assert.deepEqual(rolesOf(two), ["later"]);
  assert.deepEqual(await next(files), []);
  await files.done([...one, ...two]);
  assert.deepEqual({ read: files.read, faults: files.faults }, { read: 2, faults: 0 });
  assert.deepEqual(await next(opened()), [], "the manifest knows them");
});

test("A file whose records are not all done is read again by the next process", async () => {
  put("a.json", trail("x", "y"));
  const files = opened();
  const [first] = await next(files, 1);
  assert.ok(first);
  await files.done([first]);
  assert.deepEqual(rolesOf(await next(opened())), ["x", "y"]);
});

test("What is given back comes again", async () => {
  put("a.json", trail("x"));
  const files = opened();
  const messages = await next(files);
  await files.giveBack(messages);
  const again = await next(files);
  assert.deepEqual(rolesOf(again), ["x"]);
  assert.equal(again[0]?.receivedCount, 2);
});

test("A new file is picked up while one waits", async () => {
  const files = opened();
  const waiting = files.receive(10, 10_000, never);
  put("new.json", trail("x"));
  assert.deepEqual(rolesOf(await waiting), ["x"]);
});

test("A wait that is aborted ends at once, with nothing", async () => {
  const abort = new AbortController();
  const waiting = opened().receive(10, 600_000, abort.signal);
  abort.abort();
  assert.deepEqual(await waiting, []);
});

test("What can't be read is named once, and stops nothing; once it is whole, it is read", async () => {
  const zipped = gzipSync(trail("whole"));
  put("cut.json.gz", zipped.subarray(0, zipped.length - 20));
  put("cut.json", trail("x").slice(0, -10));
  put("empty.json", "");
  put("other.json", '{"Records":7}');
  put("nothing.json", '{"Records":[]}');
  put("list.json", "[]");
  put("notes.txt", "not a trail");
  put("AWSLogs/1/CloudTrail-Digest/x.json", trail("digest"));
  put("z.json", trail("good"));
  symlinkSync("/etc", join(directory, "outside"));
  const files = opened();
  assert.deepEqual(rolesOf(await next(files)), ["good"]);
  assert.deepEqual(await next(files), []);
  assert.deepEqual(faults.map(({ file }) => file).sort(), [
    "cut.json",
    "cut.json.gz",
    "empty.json",
    "list.json",
    "other.json",
  ]);
  assert.equal(files.faults, 5);
  put("cut.json.gz", zipped);
  utimesSync(join(directory, "cut.json.gz"), 1, 2);
  assert.deepEqual(rolesOf(await next(files)), ["whole"]);
});

test("A directory that is not there is a fault, and may appear later", async () => {
  rmSync(directory, { recursive: true });
  const files = opened();
  assert.deepEqual(await next(files), []);
  assert.deepEqual(await next(files), []);
  assert.equal(faults.length, 1);
  put("a.json", trail("x"));
  assert.deepEqual(rolesOf(await next(files)), ["x"]);
});
