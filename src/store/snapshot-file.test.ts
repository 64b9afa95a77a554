import assert from "node:assert/strict";
import { execFileSync, fork, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { exampleSnapshot, plain } from "./fixtures/example-snapshot.ts";
import { readSnapshot, type SnapshotFileError, writeSnapshot } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-store-"));
after(() => rmSync(folder, { recursive: true }));

async function written(name: string, snapshot = exampleSnapshot()): Promise<string> {
  const path = join(folder, name);
  const outcome = await writeSnapshot(path, snapshot);
  assert.deepEqual(outcome, { ok: true, value: undefined });
  return path;
}

async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  const text = zstdDecompressSync(readFileSync(path)).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function errorOf(content: string | Buffer): Promise<SnapshotFileError> {
  const path = join(folder, "wrong.alens");
  writeFileSync(path, content);
  const outcome = await readSnapshot(path);
  if (outcome.ok) assert.fail("a wrong file was read without an error");
  assert.equal(outcome.error.path, path);
  assert.ok(outcome.error.advice.length > 10);
  return outcome.error;
}

test("a snapshot that is written and read again is the same in every value", async () => {
  const snapshot = exampleSnapshot();
  const read = await readSnapshot(await written("same.alens", snapshot));
  assert.ok(read.ok);
  assert.deepEqual(plain(read.value), plain(snapshot));
});

test("an account with more roles than fit a line is spread over several, and read as one", async () => {
  const snapshot = exampleSnapshot({ extraRoles: 12_000 });
  const path = await written("many.alens", snapshot);
  const kinds = (await linesOf(path)).map((line) => line.kind);
  assert.equal(kinds.filter((kind) => kind === "roles").length, 2);
  const read = await readSnapshot(path);
  assert.ok(read.ok);
  assert.equal(read.value.roles.count, snapshot.roles.count);
  assert.deepEqual(read.value.roles.row(11_000), snapshot.roles.row(11_000));
});

test("gzip and plain files are read as well, told by their first bytes", async () => {
  const text = zstdDecompressSync(readFileSync(await written("kinds.alens")));
  for (const content of [gzipSync(text), text, zstdCompressSync(text)]) {
    const path = join(folder, "kind.alens");
    writeFileSync(path, content);
    const read = await readSnapshot(path);
    assert.ok(read.ok);
    assert.deepEqual(plain(read.value), plain(exampleSnapshot()));
  }
});

test("only its owner can read a snapshot file, and no temporary file stays behind", async () => {
  const path = await written("mode.alens");
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
});

test("a snapshot that can't be written is an error that names the path, not an exception", async () => {
  const outcome = await writeSnapshot(join(folder, "no", "such", "folder.alens"), exampleSnapshot());
  assert.ok(!outcome.ok);
  assert.equal(outcome.error.kind, "unwritable");
});

test("a write that is killed in the middle leaves the old file as it was", async () => {
  const path = await written("killed.alens");
  const before = readFileSync(path);
  for (const delayMs of [0, 5, 20]) {
    const child = fork(new URL("./fixtures/write-slowly.ts", import.meta.url), [path], { execArgv: [] });
    await new Promise((resolve) => child.once("message", resolve));
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
    child.kill("SIGKILL");
    assert.equal(await ended, "SIGKILL", "the write was over before it could be killed");
    assert.deepEqual(readFileSync(path), before);
  }
});

test("a disk that takes the last bytes only in part is an error, and the old file stays", async () => {
  const path = await written("short.alens", exampleSnapshot({ extraRoles: 3000 }));
  const before = readFileSync(path);
  // The limit on a file's size stands for the full disk; the shell counts blocks of 512 bytes.
  const blocks = Math.floor((before.length - 1) / 512);
  const script = join(import.meta.dirname, "fixtures/write-slowly.ts");
  const shell = `ulimit -f ${blocks}; exec "$0" "$@"`;
  const { status } = spawnSync("sh", ["-c", shell, process.execPath, script, path, "3000"]);
  assert.equal(status, 3);
  assert.deepEqual(readFileSync(path), before);
});

test("of two that write one file at once, one wins whole", async () => {
  const path = join(folder, "two.alens");
  const snapshots = [exampleSnapshot(), exampleSnapshot({ extraRoles: 500 })];
  for (let times = 0; times < 5; times += 1) {
    await Promise.all(snapshots.map((snapshot) => writeSnapshot(path, snapshot)));
    const read = await readSnapshot(path);
    assert.ok(read.ok);
    assert.ok(snapshots.some(({ roles }) => roles.count === read.value.roles.count));
  }
});

test("temporary files of writes that were killed long ago go with the next write, and younger ones stay", async () => {
  const [old, young, other] = [
    "abandoned.alens.7.0123456789ab",
    "abandoned.alens.8.0123456789ab",
    "x.alens.7.ab",
  ].map((name) => join(folder, `.${name}.tmp`));
  assert.ok(old !== undefined && young !== undefined && other !== undefined);
  const yesterday = Date.now() / 1000 - 86_400;
  for (const file of [old, young, other]) writeFileSync(file, "half");
  for (const file of [old, other]) utimesSync(file, yesterday, yesterday);
  await written("abandoned.alens");
  assert.deepEqual([old, young, other].map(existsSync), [false, true, true]);
  for (const file of [young, other]) rmSync(file);
});

test("what is no file is neither replaced nor waited for", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
  const link = join(folder, "link");
  symlinkSync(pipe, link);
  for (const path of [pipe, link]) {
    const refused = await writeSnapshot(path, exampleSnapshot());
    assert.ok(!refused.ok);
    assert.match(refused.error.message, /not a file/);
    const read = await readSnapshot(path);
    assert.ok(!read.ok);
    assert.match(read.error.message, /is not a file/);
  }
  assert.ok(lstatSync(pipe).isFIFO());
});

test("a link to a snapshot stays one, and what it leads to is replaced", async () => {
  const path = await written("target.alens");
  const link = join(folder, "link.alens");
  symlinkSync(path, link);
  await written("link.alens", exampleSnapshot({ extraRoles: 1 }));
  assert.ok(lstatSync(link).isSymbolicLink());
  const read = await readSnapshot(path);
  assert.ok(read.ok && read.value.roles.count === exampleSnapshot().roles.count + 1);
});

test("a file that is cut off anywhere is called truncated or unreadable, and is never taken for a smaller snapshot", async () => {
  const whole = readFileSync(await written("cut.alens"));
  const text = zstdDecompressSync(whole);
  for (const bytes of [whole, gzipSync(text), text]) {
    for (let share = 1; share < 20; share += 1) {
      const { kind } = await errorOf(bytes.subarray(0, Math.floor((bytes.length * share) / 20)));
      assert.ok(["truncated", "unreadable", "not-a-snapshot"].includes(kind), kind);
    }
  }
  const lines = text.toString("utf8").trimEnd().split("\n");
  assert.equal((await errorOf(lines.slice(0, -1).join("\n"))).kind, "truncated");
  assert.equal((await errorOf([...lines.slice(0, 3), ...lines.slice(4)].join("\n"))).kind, "malformed");
});

test("flipped bytes are noticed", async () => {
  const whole = readFileSync(await written("flipped.alens"));
  for (let at = 0; at < whole.length; at += 37) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    const path = join(folder, "flip.alens");
    writeFileSync(path, bytes);
    const read = await readSnapshot(path);
    // A bit of the frame's header may be without meaning; the content's checksum covers the rest.
    if (read.ok) assert.deepEqual(plain(read.value), plain(exampleSnapshot()));
  }
});

test("what is no snapshot is told from a snapshot of a newer version", async () => {
  for (const content of ["", "hello\n", "[]\n", '{"format":"other"}\n', Buffer.from([0, 1, 2, 3, 4])]) {
    const { kind } = await errorOf(content);
    assert.ok(kind === "not-a-snapshot" || kind === "truncated", `${kind} for ${String(content)}`);
  }
  const newer = await errorOf('{"format":"accesslens-snapshot","version":99}\n');
  assert.equal(newer.kind, "newer-version");
  assert.match(newer.advice, /Update AccessLens/);
  const missing = await readSnapshot(join(folder, "missing.alens"));
  assert.ok(!missing.ok && missing.error.kind === "unreadable");
  const directory = await readSnapshot(folder);
  assert.ok(!directory.ok && directory.error.kind === "unreadable");
});

test("an older version's lines are migrated as they are read", async () => {
  const [header, ...rest] = await linesOf(await written("old.alens"));
  // As if version 0 had called the documents' texts "documents".
  const old = [{ ...header, version: 0 }, ...rest].map((line) =>
    line.kind === "documents" ? { kind: "documents", documents: line.texts } : line,
  );
  const path = join(folder, "version-0.alens");
  writeFileSync(path, old.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const read = await readSnapshot(path, {
    migrations: {
      0: ({ documents, ...line }) => (line.kind === "documents" ? { ...line, texts: documents } : line),
    },
  });
  assert.ok(read.ok);
  assert.deepEqual(plain(read.value), plain(exampleSnapshot()));
  const unknown = await readSnapshot(path);
  assert.ok(!unknown.ok);
  assert.equal(unknown.error.member, "version");
});

test("members and kinds of lines that we don't know are passed over", async () => {
  const lines = await linesOf(await written("known.alens"));
  const more = lines.map((line) => ({ ...line, extra: { a: [1] } }));
  const end = more.pop();
  const text = [...more, { kind: "weather", sunny: true }, { ...end, lines: lines.length + 1 }];
  const path = join(folder, "extra.alens");
  writeFileSync(path, text.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const read = await readSnapshot(path);
  assert.ok(read.ok);
  assert.deepEqual(plain(read.value), plain(exampleSnapshot()));
});

const wrong: readonly (readonly [
  kind: string,
  member: string,
  change: (line: Record<string, unknown>) => unknown,
])[] = [
  ["account", "id", (line) => ({ ...line, id: "12" })],
  ["account", "roles", (line) => ({ ...line, roles: {} })],
  ["account", "roles[0].", (line) => ({ ...line, roles: [7] })],
  ["account", "roles[0].name", (line) => ({ ...line, roles: [{ id: "AROAX" }] })],
  ["account", "roles[0].id", (line) => ({ ...line, roles: [{ name: "a" }] })],
  ["account", "roles[0].trust", (line) => ({ ...line, roles: [{ name: "a", id: "x", trust: 1000 }] })],
  ["account", "roles[0].trust", (line) => ({ ...line, roles: [{ name: "a", id: "x", trust: -1 }] })],
  ["account", "roles[0].trust", (line) => ({ ...line, roles: [{ name: "a", id: "x", trust: "0" }] })],
  ["account", "roles[0].path", (line) => ({ ...line, roles: [{ name: "a", id: "x", path: "p" }] })],
  ["account", "roles[0].inline", (line) => ({ ...line, roles: [{ name: "a", id: "x", inline: [["p"]] }] })],
  [
    "account",
    "roles[0].inline",
    (line) => ({ ...line, roles: [{ name: "a", id: "x", inline: [["p", 1e6]] }] }),
  ],
  ["account", "roles[0].attached", (line) => ({ ...line, roles: [{ name: "a", id: "x", attached: ["p"] }] })],
  ["account", "roles[0].used", (line) => ({ ...line, roles: [{ name: "a", id: "x", used: "often" }] })],
  ["account", "roles[0].session", (line) => ({ ...line, roles: [{ name: "a", id: "x", session: 1.5 }] })],
  ["account", "roles[0].tags", (line) => ({ ...line, roles: [{ name: "a", id: "x", tags: [["k", 1]] }] })],
  ["account", "users[0].name", (line) => ({ ...line, data: true, users: [{}] })],
  [
    "account",
    "resources[0].policy",
    (line) => ({
      ...line,
      data: true,
      resources: [{ arn: "arn:aws:s3:::b", type: "t", policy: null }],
    }),
  ],
  ["account", "awsPolicies", (line) => ({ ...line, data: true, awsPolicies: [99] })],
  ["account", "settings", (line) => ({ ...line, data: true, settings: [] })],
  ["account", "parent", (line) => ({ ...line, parent: "ou" })],
  ["documents", "texts", (line) => ({ ...line, texts: [1] })],
  ["organization", "organization.id", (line) => ({ ...line, id: "x" })],
  ["organization", "organization.units[0].id", (line) => ({ ...line, units: [{ id: "x", name: "y" }] })],
  ["coverage", "gaps[0].what", (line) => ({ ...line, gaps: [{ what: "x", reason: "y" }] })],
  ["end", "lines", (line) => ({ ...line, lines: 3 })],
];

test("a value of the wrong shape is an error that names line and member", async () => {
  const lines = await linesOf(await written("shape.alens"));
  for (const [kind, member, change] of wrong) {
    const at = lines.findIndex((line) => line.kind === kind);
    const text = lines.map((line, index) => `${JSON.stringify(index === at ? change(line) : line)}\n`);
    const error = await errorOf(text.join(""));
    assert.deepEqual([error.kind, error.line, error.member], ["malformed", at + 1, member]);
  }
});
