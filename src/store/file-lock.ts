/** One writer of a file at a time: a lock file beside it, which every AccessLens that writes the file makes first. */
import { randomBytes } from "node:crypto";
import { open, readFile, rm, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { err, ok, type Result } from "../model/index.ts";

export type FileLock = {
  /** Whether it is still ours: a lock that was held for too long may have been taken over. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
};

export type LockFault = { readonly kind: "busy"; readonly lockPath: string };

/** A write takes milliseconds: a lock so old was left behind by a process that was ended. */
const abandonedAfterMs = 30_000;

/**
 * Waits until nobody else holds the lock of `path`, at most `patienceMs`. Throws what the file system refuses.
 * Who is suspended while it holds the lock may lose it: hence `isHeld`, to be asked right before the file is replaced.
 */
export async function lockFile(
  path: string,
  { patienceMs }: { readonly patienceMs: number },
): Promise<Result<FileLock, LockFault>> {
  const lockPath = `${path}.lock`;
  const token = randomBytes(16).toString("hex");
  const until = performance.now() + patienceMs;
  for (;;) {
    if (await isMade(lockPath, token)) return ok(lockOf(lockPath, token));
    await removeAbandoned(lockPath);
    if (performance.now() >= until) return err({ kind: "busy", lockPath });
    // Not in step with others who wait.
    await pause(5 + Math.random() * 20);
  }
}

function lockOf(lockPath: string, token: string): FileLock {
  const isHeld = async (): Promise<boolean> => (await readFile(lockPath, "utf8").catch(() => null)) === token;
  return {
    isHeld,
    async release() {
      if (await isHeld()) await rm(lockPath, { force: true });
    },
  };
}

/** False: somebody else's is there. */
async function isMade(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(token);
    } catch (cause) {
      // The disk is full: others must not wait for it.
      await rm(path, { force: true });
      throw cause;
    } finally {
      await file.close();
    }
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
    throw cause;
  }
}

/**
 * INVARIANT: a lock that is not its holder's to release is removed only by who made the `.takeover` file, and after looking at it
 * again: two who wait can't each take the same old lock for abandoned, one of them removing what the other has just made.
 */
async function removeAbandoned(lockPath: string): Promise<void> {
  if (!(await isAbandoned(lockPath))) return;
  const takeover = `${lockPath}.takeover`;
  if (!(await isMade(takeover, ""))) {
    // Of a process that was ended within these few lines.
    if (await isAbandoned(takeover)) await rm(takeover, { force: true });
    return;
  }
  try {
    if (await isAbandoned(lockPath)) await rm(lockPath, { force: true });
  } finally {
    await rm(takeover, { force: true });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > abandonedAfterMs;
}
