import assert from "node:assert/strict";
import { execFileSync, fork } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { textColumn } from "../model/index.ts";
import { CacheFile, pageBytes, writeCacheFile } from "./cache-file.ts";
import { exampleSnapshot, plain } from "./fixtures/example-snapshot.ts";
import {
  type CacheHandle,
  type CacheSection,
  type OpenedSnapshot,
  openSnapshot,
  writeSnapshot,
} from "./index.ts";
import { textHeap, textSections } from "./text-heap.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-cache-"));
after(() => rmSync(folder, { recursive: true }));

const sections: readonly CacheSection[] = [
  { name: "edges/from", data: Uint32Array.of(1, 2, 3) },
  { name: "weights", data: Float64Array.of(0.5) },
  { name: "findings", data: { json: [{ id: "f" }] } },
];

async function opened(path: string, options: { engine?: string; config?: string; cache?: boolean } = {}) {
  const messages: string[] = [];
  const outcome = await openSnapshot(path, {
    cache: options.cache ?? true,
    engineVersion: options.engine ?? "1",
    configHash: options.config ?? "c",
    debug: (message) => messages.push(message),
  });
  if (!outcome.ok) assert.fail(outcome.error.message);
  return { ...outcome.value, messages };
}

async function withCache(name: string, snapshot = exampleSnapshot()): Promise<string> {
  const path = join(folder, name);
  await writeSnapshot(path, snapshot);
  const cold = await opened(path);
  assert.equal(cold.fromCache, false);
  assert.deepEqual(await cold.cache.write(sections), { ok: true, value: undefined });
  return path;
}

function addedSections({ cache }: OpenedSnapshot): unknown {
  return [cache.uint32("edges/from"), cache.float64("weights"), cache.json("findings")];
}

const allThere = [Uint32Array.of(1, 2, 3), Float64Array.of(0.5), { value: [{ id: "f" }] }];

test("a snapshot out of the cache is the same in every value, with the sections that were added", async () => {
  const path = await withCache("same.alens");
  const warm = await opened(path);
  assert.equal(warm.fromCache, true);
  assert.deepEqual(plain(warm.snapshot), plain(exampleSnapshot()));
  assert.deepEqual(addedSections(warm), allThere);
  assert.deepEqual(warm.cache.slice("edges/from", 4, 8), Uint8Array.from([2, 0, 0, 0]));
  assert.equal(warm.cache.slice("edges/from", 4, 80), null);
  assert.equal(warm.cache.bytes("missing"), null);
  assert.equal(statSync(`${path}.cache`).mode & 0o777, 0o600);
});

test("a section can be added later, and the others stay", async () => {
  const path = await withCache("later.alens");
  const warm = await opened(path);
  await warm.cache.write([{ name: "findings", data: { json: "new" } }]);
  assert.deepEqual(warm.cache.json("findings"), { value: "new" });
  const again = await opened(path);
  assert.equal(again.fromCache, true);
  assert.deepEqual(plain(again.snapshot), plain(exampleSnapshot()));
  assert.deepEqual(again.cache.json("findings"), { value: "new" });
  assert.deepEqual(again.cache.uint32("edges/from"), Uint32Array.of(1, 2, 3));
});

test("a snapshot that changed within the clock's grain and kept its size is never answered from the old cache", async () => {
  const path = await withCache("stale.alens");
  const { atime, mtime } = statSync(path);
  const bytes = readFileSync(path);
  const other = Buffer.from(bytes);
  await writeSnapshot(path, exampleSnapshot({ extraRoles: 1 }));
  const newer = readFileSync(path);
  utimesSync(path, atime, mtime);
  assert.equal((await opened(path)).fromCache, false);
  // The very same length: the old bytes with a change at the end, which is no snapshot and must not come out as one.
  other[other.length - 1] = (other[other.length - 1] ?? 0) ^ 1;
  writeFileSync(path, other);
  utimesSync(path, atime, mtime);
  assert.equal((await openSnapshot(path, { cache: true, engineVersion: "1", configHash: "c" })).ok, false);
  writeFileSync(path, newer);
  assert.equal((await opened(path)).snapshot.roles.count, exampleSnapshot().roles.count + 1);
});

test("another engine version finds nothing; another configuration finds the snapshot, but none of the added sections", async () => {
  const path = await withCache("keys.alens");
  assert.equal((await opened(path, { engine: "2" })).fromCache, false);
  const configured = await opened(path, { config: "d" });
  assert.equal(configured.fromCache, true);
  assert.deepEqual(addedSections(configured), [null, null, null]);
});

test("with the cache switched off nothing is read from it and nothing written", async () => {
  const path = await withCache("off.alens");
  const off = await opened(path, { cache: false });
  assert.equal(off.fromCache, false);
  assert.deepEqual(addedSections(off), [null, null, null]);
  rmSync(`${path}.cache`);
  await off.cache.write(sections);
  assert.equal(existsSync(`${path}.cache`), false);
});

test("a cache that can't be written is a sentence to warn with", async () => {
  const path = await withCache("locked.alens");
  const warm = await opened(path);
  rmSync(path);
  const elsewhere = join(folder, "gone");
  const outcome = await writeCacheFile(join(elsewhere, "x"), {}, []).then(
    () => "written",
    () => "refused",
  );
  assert.equal(outcome, "refused");
  chmodSync(folder, 0o500);
  try {
    const written = await warm.cache.write(sections);
    // The superuser may write everywhere.
    if (!written.ok) assert.match(written.error, /could not be written/);
  } finally {
    chmodSync(folder, 0o700);
  }
});

test("whatever is flipped or cut off in a cache, every answer stays the same", async () => {
  const path = await withCache("damaged.alens");
  const cache = readFileSync(`${path}.cache`);
  const expected = plain(exampleSnapshot());
  const check = async (bytes: Buffer) => {
    writeFileSync(`${path}.cache`, bytes);
    const { snapshot, cache: handle } = await opened(path);
    assert.deepEqual(plain(snapshot), expected);
    const [edges, weights, findings] = [
      handle.uint32("edges/from"),
      handle.float64("weights"),
      handle.json("findings"),
    ];
    if (edges !== null) assert.deepEqual(edges, allThere[0]);
    if (weights !== null) assert.deepEqual(weights, allThere[1]);
    if (findings !== null) assert.deepEqual(findings, allThere[2]);
  };
  for (let at = 0; at < cache.length; at += 23) {
    const bytes = Buffer.from(cache);
    bytes[at] = (bytes[at] ?? 0) ^ 0x41;
    await check(bytes);
  }
  for (let share = 0; share < 10; share += 1)
    await check(cache.subarray(0, Math.floor((cache.length * share) / 10)));
  await check(Buffer.concat([cache, cache]));
});

test("a page that goes bad after the cache was opened is made up for from the snapshot that was opened", async () => {
  const path = await withCache("late.alens", exampleSnapshot({ extraRoles: 3000 }));
  const warm = await opened(path);
  const bytes = readFileSync(`${path}.cache`);
  // In place, so that the open file sees it; and the snapshot is replaced, which the open one must not.
  writeFileSync(`${path}.cache`, bytes.fill(0x55, 4096, bytes.length - 4096));
  await writeSnapshot(path, exampleSnapshot());
  assert.deepEqual(plain(warm.snapshot), plain(exampleSnapshot({ extraRoles: 3000 })));
  assert.ok(warm.messages.some((message) => message.includes("damaged")));
});

test("a cache that is a directory or a pipe is passed over, and can't be written", async () => {
  for (const [name, make] of [
    ["directory", (path: string) => mkdirSync(path)],
    ["pipe", (path: string) => execFileSync("sh", ["-c", 'mkfifo "$0"', path])],
  ] as const) {
    const path = join(folder, `${name}.alens`);
    await writeSnapshot(path, exampleSnapshot());
    make(`${path}.cache`);
    const { snapshot, cache, fromCache } = await opened(path);
    assert.equal(fromCache, false);
    assert.deepEqual(plain(snapshot), plain(exampleSnapshot()));
    const written = await cache.write(sections);
    assert.match(written.ok ? "" : written.error, /could not be written/);
    assert.equal(cache.json("findings"), null);
  }
});

test("a cache that another snapshot has replaced meanwhile is not taken for our own", async () => {
  const path = join(folder, "raced.alens");
  const handles: { readonly hash: string; readonly cache: CacheHandle }[] = [];
  for (const extraRoles of [0, 1]) {
    await writeSnapshot(path, exampleSnapshot({ extraRoles }));
    const { contentHash, cache } = await opened(path);
    handles.push({ hash: contentHash, cache });
  }
  for (let times = 0; times < 40; times += 1) {
    await Promise.all(
      handles.map(({ hash, cache }) => cache.write([{ name: "hash", data: { json: hash } }])),
    );
    for (const { hash, cache } of handles) {
      const kept = cache.json("hash");
      if (kept !== null) assert.equal(kept.value, hash);
    }
  }
});

test("processes that write one cache at once, while the snapshot changes, leave every answer right", async () => {
  const path = await withCache("processes.alens");
  const snapshots = [exampleSnapshot(), exampleSnapshot({ extraRoles: 200 })];
  const children = [0, 1].map(() =>
    fork(new URL("./fixtures/write-cache.ts", import.meta.url), [path], { execArgv: [] }),
  );
  const ended = Promise.all(
    children.map((child) => new Promise((resolve) => child.once("exit", (code) => resolve(code)))),
  );
  await Promise.all(children.map((child) => new Promise((resolve) => child.once("message", resolve))));
  for (let times = 0; times < 20; times += 1) {
    const snapshot = snapshots[times % 2] ?? exampleSnapshot();
    await writeSnapshot(path, snapshot);
    const found = await opened(path);
    assert.deepEqual(plain(found.snapshot), plain(snapshot));
    const kept = found.cache.json("hash");
    if (kept !== null) assert.equal(kept.value, found.contentHash);
  }
  assert.deepEqual(await ended, [0, 0]);
});

test("a heap gives back every text, also across pages and with halves of surrogate pairs", async () => {
  const path = join(folder, "heap");
  const longer = fc.integer({ min: 0, max: 2 }).map((pages) => "ä".repeat(pages * pageBytes));
  const text = fc.oneof(
    { weight: 9, arbitrary: fc.string({ unit: "binary" }) },
    { weight: 1, arbitrary: longer },
  );
  const property = fc.asyncProperty(fc.array(text), fc.boolean(), async (texts, halves) => {
    const values = halves ? [...texts, "\ud800"] : texts;
    await writeCacheFile(path, {}, textSections("t", textColumn(values)) ?? []);
    const file = CacheFile.open(path);
    assert.ok(file !== null);
    const heap = textHeap(file, "t", () => assert.fail("no page is damaged"));
    assert.ok(heap !== null);
    assert.deepEqual(
      values.map((_, index) => heap.at(index)),
      values,
    );
    assert.equal(heap.at(values.length), "");
    file.close();
  });
  await fc.assert(property, { seed: 7, numRuns: 200 });
});
