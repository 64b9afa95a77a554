/** One process at a time in a directory, whoever dies in it. */
import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, test } from "node:test";
import { type DirectoryLock, lockDirectory } from "./directory-lock.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "accesslens-lock-"));
});
afterEach(() => rmSync(place, { recursive: true }));

const program = `
  import { lockDirectory } from ${JSON.stringify(new URL("./directory-lock.ts", import.meta.url).href)};
  console.log(lockDirectory(process.argv[1]).ok);
  setInterval(() => {}, 1000);`;

/** Has the lock when this is fulfilled. */
async function holder(): Promise<ChildProcessByStdio<null, Readable, null>> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program, place], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  assert.equal(String(line), "true\n");
  return child;
}

function locked(): DirectoryLock {
  const lock = lockDirectory(place);
  assert(lock.ok, JSON.stringify(lock));
  return lock.value;
}

function refusal(): string {
  const lock = lockDirectory(place);
  assert(!lock.ok && lock.error.kind === "unusable");
  return lock.error.message;
}

test("another process is named, and its lock is taken over when it is killed", async () => {
  const child = await holder();
  assert.ok(
    refusal().startsWith(`${place}: process ${child.pid} on ${hostname()}, since 2`),
    `${refusal()} of ${child.pid}`,
  );
  assert.match(refusal(), /Wait until it is done, end it, or name another directory\.$/);
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.deepEqual(readdirSync(place).sort(), ["lock", "lock-holder"]);
  const lock = locked();
  lock.release();
  assert.deepEqual(readdirSync(place), []);
});

test("a second reading in this process is refused as well, and harms the first one's lock in nothing", async () => {
  const lock = locked();
  assert.match(refusal(), new RegExp(`process ${process.pid}, which is this one`));
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program, place], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  assert.equal(String(line), "false\n");
  lock.release();
  lock.release();
  locked().release();
});

test("what an earlier holder left behind is nobody's lock", () => {
  writeFileSync(join(place, "lock"), "");
  writeFileSync(join(place, "lock-holder"), "process 1 on elsewhere");
  locked().release();
  assert.deepEqual(readdirSync(place), []);
});

test("a file that can't be locked is told, and is no bug", () => {
  writeFileSync(join(place, "lock"), "no database, and of some length: ".repeat(40));
  assert.match(refusal(), /can't be locked \(.*\): name one on a disk of this machine/);
});
