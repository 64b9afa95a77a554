import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { err, ok } from "../model/index.ts";
import { isDue, SessionCache } from "./session-cache.ts";

const root = mkdtempSync(join(tmpdir(), "accesslens-session-cache-"));
after(() => rmSync(root, { recursive: true }));
const key = "a".repeat(64);
const hour = 3600;

let folders = 0;
async function opened() {
  folders += 1;
  const folder = join(root, String(folders), "sessions");
  const cache = await SessionCache.open(folder);
  assert.ok(cache.ok);
  return { folder, cache: cache.value };
}

let made = 0;
/** A session that ends in so many seconds. */
const session = (seconds: number) => async () => {
  made += 1;
  const expiration = new Date(Date.now() + seconds * 1000);
  return ok({ accessKeyId: `A${made}`, secretAccessKey: "secret", sessionToken: "token", expiration });
};
const nobody = async () => err("asked");

test("A session is kept for its owner alone, and given again", async () => {
  const { folder, cache } = await opened();
  const first = await cache.get(key, hour, session(hour));
  assert.deepEqual(await cache.get(key, hour, nobody), first);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(folder), [`${key}.json`]);
  assert.equal(statSync(join(folder, `${key}.json`)).mode & 0o777, 0o600);
  assert.deepEqual(await cache.get("b".repeat(64), hour, nobody), err("asked"));
});

test("A session is renewed before it ends: a quarter of an hour early, or in its last third", () => {
  const now = 0;
  assert.equal(isDue(961_000, hour, now), false);
  assert.equal(isDue(960_000, hour, now), true);
  assert.equal(isDue(301_000, 900, now), false);
  assert.equal(isDue(300_000, 900, now), true);
  assert.equal(isDue(-1, hour, now), true);
});

test("A session that is over, or nearly, is taken anew", async () => {
  const { cache } = await opened();
  const first = await cache.get(key, hour, session(60));
  const second = await cache.get(key, hour, session(hour));
  assert.notDeepEqual(second, first);
  assert.deepEqual(await cache.get(key, hour, nobody), second);
});

test("Callers at the same time get one session", async () => {
  const { cache } = await opened();
  const before = made;
  const slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 120));
    return session(hour)();
  };
  const all = await Promise.all(Array.from({ length: 8 }, () => cache.get(key, hour, slow)));
  assert.equal(made - before, 1);
  for (const one of all) assert.deepEqual(one, all[0]);
});

test("Of callers at the same time, each hears of a refusal", async () => {
  const { cache, folder } = await opened();
  const all = await Promise.all(Array.from({ length: 3 }, () => cache.get(key, hour, nobody)));
  assert.deepEqual(all, [err("asked"), err("asked"), err("asked")]);
  assert.deepEqual(readdirSync(folder), []);
});

for (const [what, spoil] of [
  ["cut off", (path: string) => writeFileSync(path, '{"version":1,"acc', { mode: 0o600 })],
  ["of no known form", (path: string) => writeFileSync(path, '{"version":2}', { mode: 0o600 })],
  ["readable to others", (path: string) => chmodSync(path, 0o644)],
] as const) {
  test(`What is kept and is ${what} is not used, and replaced`, async () => {
    const { folder, cache } = await opened();
    const path = join(folder, `${key}.json`);
    const first = await cache.get(key, hour, session(hour));
    spoil(path);
    const second = await cache.get(key, hour, session(hour));
    assert.notDeepEqual(second, first);
    assert.deepEqual(await cache.get(key, hour, nobody), second);
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });
}

test("A link in place of a session is not followed", async () => {
  const { folder, cache } = await opened();
  await cache.get("b".repeat(64), hour, session(hour));
  symlinkSync(join(folder, `${"b".repeat(64)}.json`), join(folder, `${key}.json`));
  assert.deepEqual(await cache.get(key, hour, nobody), err("asked"));
});

test("Who died while it wrote, or while others waited, holds nobody up, and its rest is swept away", async () => {
  const { folder, cache } = await opened();
  const long = new Date(Date.now() - 120_000);
  const rest = join(folder, `${key}.0123456789abcdef.new`);
  writeFileSync(rest, '{"version":1,"acc', { mode: 0o600 });
  utimesSync(rest, long, long);
  const lock = join(folder, `${key}.lock`);
  mkdirSync(lock);
  utimesSync(lock, long, long);
  assert.equal((await cache.get(key, hour, session(hour))).ok, true);
  assert.deepEqual(readdirSync(folder), [`${key}.json`]);
});

test("A folder that others can enter is not used", async () => {
  const folder = join(root, "open");
  mkdirSync(folder, { mode: 0o755 });
  const cache = await SessionCache.open(folder);
  assert.match(cache.ok ? "" : cache.error.message, /not for its owner alone/);
});
