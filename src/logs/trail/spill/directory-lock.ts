/**
 * One process at a time in a directory that is kept. The lock is SQLite's on a file in it, which the system takes away with its holder,
 * however that ends: there is none that was left behind, and nobody has to guess whether another process is still there. Beside it the
 * holder writes who it is, for those who are refused.
 */
import { readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { err, ok, type Result } from "../../../model/index.ts";
import type { SpillFault } from "./spill-fault.ts";

const [lockFile, holderFile] = ["lock", "lock-holder"] as const;

/** What a lock leaves in its directory while it is held. */
export const lockFiles: readonly string[] = [lockFile, holderFile];

export type DirectoryLock = {
  /** Others may have the directory. Once more does nothing. */
  release(): void;
};

/** Of this process: the system's lock keeps processes apart, and is lost when the file is closed a second time within one. */
const held = new Set<string>();

/** Throws what the file system refuses. */
export function lockDirectory(path: string): Result<DirectoryLock, SpillFault> {
  const directory = realpathSync(path);
  const file = join(directory, lockFile);
  if (held.has(directory)) return err(taken(directory, `process ${process.pid}, which is this one`));
  for (;;) {
    writeFileSync(file, "", { mode: 0o600, flag: "a" });
    const { ino } = statSync(file);
    const database = lockOn(file);
    if (database === "busy") return err(taken(directory, holderOf(directory)));
    if (typeof database === "string") return err(notLocked(directory, database));
    // Whoever held it before may have removed it meanwhile: then the lock is on a file that nobody else will find.
    if (statSync(file, { throwIfNoEntry: false })?.ino !== ino) {
      database.close();
      continue;
    }
    held.add(directory);
    try {
      writeFileSync(join(directory, holderFile), holderText(), { mode: 0o600 });
    } catch (cause) {
      release(directory, database);
      throw cause;
    }
    return ok({ release: () => release(directory, database) });
  }
}

function release(directory: string, database: DatabaseSync): void {
  if (!database.isOpen) return;
  // While it is held: what is removed later may be another's.
  for (const name of [holderFile, lockFile]) rmSync(join(directory, name), { force: true });
  database.close();
  held.delete(directory);
}

/** "busy": another process has it; any other text: why there is no lock to be had. */
function lockOn(file: string): DatabaseSync | string {
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // Nothing is ever written to it; a journal would be a second file.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return database;
  } catch (cause) {
    database.close();
    if (!(cause instanceof Error && "errcode" in cause)) throw cause;
    return cause.errcode === sqliteBusy ? "busy" : cause.message;
  }
}

/** https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

function holderText(): string {
  return `process ${process.pid} on ${hostname()}, since ${new Date().toISOString().slice(0, 19)}Z`;
}

/** What the holder wrote. */
function holderOf(directory: string): string {
  try {
    return readFileSync(join(directory, holderFile), "utf8").slice(0, 200);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    // It has only just got it, or is about to give it back.
    return "another process";
  }
}

function taken(directory: string, holder: string): SpillFault {
  const message = `${directory}: ${holder} reads a trail there. Wait until it is done, end it, or name another directory.`;
  return { kind: "unusable", message };
}

function notLocked(directory: string, why: string): SpillFault {
  return {
    kind: "unusable",
    message: `${directory} can't be locked (${why}): name one on a disk of this machine.`,
  };
}
