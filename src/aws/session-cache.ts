/**
 * Sessions that are kept between runs, for programs that ask again and again (`credential_process`): one file each, for its owner
 * alone. Files are written beside and renamed, so that whoever reads finds a whole session or none; a process that dies meanwhile
 * leaves a file that the next one sweeps away.
 */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "../model/index.ts";
import type { SessionCredentials } from "./assume-role.ts";

export type SessionCacheFault = { readonly message: string; readonly advice: string };

/** SDKs and the CLI ask for new ones up to 15 minutes before the end; ours are newer than that, where sessions last that long. */
const renewSeconds = 16 * 60;

/** Whether a session that lasts so long in all has to be renewed by now. */
export function isDue(expiration: number, lifetimeSeconds: number, now: number): boolean {
  const early = Math.min(renewSeconds, lifetimeSeconds / 3);
  return expiration - now <= early * 1000;
}

const staleLockMs = 60_000;
const waitMs = 50;
const leftOver = /^[0-9a-f]{64}\.[0-9a-f]{16}\.new$/;

export class SessionCache {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder. A fault: somebody else could read or change what is kept there. */
  static async open(folder: string): Promise<Result<SessionCache, SessionCacheFault>> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const found = await lstat(folder);
      const isOurs = process.getuid === undefined || found.uid === process.getuid();
      if (!found.isDirectory() || !isOurs || (found.mode & 0o077) !== 0) {
        return err({
          message: `${folder} is not for its owner alone`,
          advice: `Sessions are kept there: chmod 700 it, or remove it if it is not yours.`,
        });
      }
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      return err({
        message: `${folder} can't be used: ${cause.code}`,
        advice: "Sessions are kept there. Name another folder by XDG_CACHE_HOME.",
      });
    }
    return ok(new SessionCache(folder));
  }

  /**
   * The session that is kept by this name, or the one that `make` gives, which is kept. Of callers at the same time one makes it and
   * the others wait. `key`: 64 hexadecimal digits. `now`: milliseconds since 1970.
   */
  async get<E>(
    key: string,
    lifetimeSeconds: number,
    make: () => Promise<Result<SessionCredentials, E>>,
    now: () => number = Date.now,
  ): Promise<Result<SessionCredentials, E>> {
    const kept = await this.#read(key, lifetimeSeconds, now());
    if (kept !== null) return ok(kept);
    const leave = await this.#turn(key, lifetimeSeconds, now);
    try {
      const meanwhile = await this.#read(key, lifetimeSeconds, now());
      if (meanwhile !== null) return ok(meanwhile);
      const made = await make();
      if (made.ok) await this.#write(key, made.value);
      return made;
    } finally {
      await leave();
    }
  }

  /** Null: there is none, or none that can be used: too old, cut off, or not written by us. */
  async #read(key: string, lifetimeSeconds: number, now: number): Promise<SessionCredentials | null> {
    try {
      const file = await open(this.#fileOf(key), constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        const { mode, uid } = await file.stat();
        if ((mode & 0o077) !== 0 || (process.getuid !== undefined && uid !== process.getuid())) return null;
        const kept = parseKept(await file.readFile("utf8"));
        return kept === null || isDue(kept.expiration.getTime(), lifetimeSeconds, now) ? null : kept;
      } finally {
        await file.close();
      }
    } catch (cause) {
      if (isSystemError(cause)) return null;
      throw cause;
    }
  }

  /** What can't be kept is given all the same. */
  async #write(key: string, { expiration, ...secret }: SessionCredentials): Promise<void> {
    const beside = join(this.#folder, `${key}.${randomBytes(8).toString("hex")}.new`);
    try {
      const file = await open(beside, "wx", 0o600);
      try {
        await file.writeFile(JSON.stringify({ version: 1, ...secret, expiration: expiration.toISOString() }));
      } finally {
        await file.close();
      }
      await rename(beside, this.#fileOf(key));
      await this.#sweep();
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      await rm(beside, { force: true }).catch(() => undefined);
    }
  }

  /**
   * Ends when it is this caller's turn to make the session. It only saves calls: whoever waited long enough goes on without, and two
   * that make the same session are no harm.
   */
  async #turn(key: string, lifetimeSeconds: number, now: () => number): Promise<() => Promise<void>> {
    const lock = join(this.#folder, `${key}.lock`);
    const until = Date.now() + staleLockMs;
    while (Date.now() < until) {
      try {
        await mkdir(lock, { mode: 0o700 });
        // A second factor is typed slowly: whoever waits sees that somebody still does.
        const alive = setInterval(
          () => void utimes(lock, new Date(), new Date()).catch(() => undefined),
          1000,
        );
        alive.unref();
        return async () => {
          clearInterval(alive);
          await rm(lock, { recursive: true, force: true }).catch(() => undefined);
        };
      } catch (cause) {
        if (!isSystemError(cause)) throw cause;
        if (cause.code !== "EEXIST") break;
      }
      const touched = await stat(lock).then(
        ({ mtimeMs }) => mtimeMs,
        () => null,
      );
      if (touched !== null && Date.now() - touched > lostLockMs) {
        await rm(lock, { recursive: true, force: true }).catch(() => undefined);
        continue;
      }
      if ((await this.#read(key, lifetimeSeconds, now())) !== null) break;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    return async () => undefined;
  }

  /** Files of processes that died while they wrote. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (!leftOver.test(name)) continue;
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > staleLockMs) await rm(path, { force: true });
    }
  }

  #fileOf(key: string): string {
    return join(this.#folder, `${key}.json`);
  }
}

/** A lock is touched every second by whoever holds it. */
const lostLockMs = 10_000;

function parseKept(text: string): SessionCredentials | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const kept: Readonly<Record<string, unknown>> = { ...value };
  const { version, accessKeyId, secretAccessKey, sessionToken } = kept;
  const expiration = new Date(String(kept.expiration));
  return version === 1 &&
    typeof accessKeyId === "string" &&
    typeof secretAccessKey === "string" &&
    typeof sessionToken === "string" &&
    !Number.isNaN(expiration.getTime())
    ? { accessKeyId, secretAccessKey, sessionToken, expiration }
    : null;
}

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && "code" in cause && "syscall" in cause;
}
