/** What SQLite and the file system say, as faults. */
import type { StateStoreFault, StateStoreFaultKind } from "../fault.ts";
import { sentence } from "../fault.ts";
import { sqliteCode } from "./busy.ts";

type Meaning = { readonly kind: StateStoreFaultKind; readonly what: string; readonly advice: string };

const readOnly: Omit<Meaning, "what"> = {
  kind: "read-only",
  advice: "Give this user write permission on the file and on its directory, or name another path.",
};
const full: Meaning = {
  kind: "disk-full",
  what: "The disk is full: nothing more can be written to",
  advice: "Make room there and try again: what was written before is whole.",
};
const noFile: Omit<Meaning, "what"> = {
  kind: "failed",
  advice: "Name a file in a directory that can be made.",
};

/** By primary result code (https://www.sqlite.org/rescode.html). */
const bySqlite: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [3, { ...readOnly, what: "There is no permission to open" }],
  [
    5,
    {
      kind: "busy",
      what: "Somebody else has been writing for a minute to",
      advice: "Look for a process that hangs with the file open, end it, and try again.",
    },
  ],
  [8, { ...readOnly, what: "There is no permission to write" }],
  [
    10,
    {
      kind: "failed",
      what: "The disk failed on",
      advice: "Look at the disk; a network file system is no place for SQLite: use PostgreSQL there.",
    },
  ],
  [
    11,
    {
      kind: "damaged",
      what: "The database is damaged:",
      advice: "Put back a copy of it, or move it away: a new one is made.",
    },
  ],
  [13, full],
  [14, { ...readOnly, what: "SQLite can't open, or can't write beside," }],
  [
    26,
    {
      kind: "not-a-database",
      what: "This is not an SQLite database:",
      advice: "Name another path, or move the file away: it was not touched.",
    },
  ],
]);

const bySystem: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["EACCES", { ...readOnly, what: "There is no permission to write" }],
  ["EPERM", { ...readOnly, what: "There is no permission to write" }],
  ["EROFS", { ...readOnly, what: "The file system is read-only:" }],
  ["ENOSPC", full],
  ["EDQUOT", full],
  ["ENOENT", { ...noFile, what: "The directory can't be made for" }],
  ["EISDIR", { ...noFile, what: "This is a directory, not a file:" }],
  ["ENOTDIR", { ...noFile, what: "A part of this path is not a directory:" }],
  ["EEXIST", { ...noFile, what: "A part of this path is not a directory:" }],
  ["ENAMETOOLONG", { ...noFile, what: "This name is too long:" }],
]);

/** Null: the error is neither SQLite's nor the file system's. */
export function sqliteFault(cause: unknown, path: string): StateStoreFault | null {
  const code = sqliteCode(cause);
  const meaning = code === null ? systemMeaning(cause) : (bySqlite.get(code) ?? otherMeaning(cause));
  if (meaning === null) return null;
  return { kind: meaning.kind, message: sentence(`${meaning.what} ${path}`), advice: meaning.advice };
}

function systemMeaning(cause: unknown): Meaning | null {
  if (!(cause instanceof Error) || !("code" in cause) || typeof cause.code !== "string") return null;
  if (!("syscall" in cause)) return null;
  return bySystem.get(cause.code) ?? otherMeaning(cause);
}

function otherMeaning(cause: unknown): Meaning {
  const said = cause instanceof Error ? cause.message : String(cause);
  return {
    kind: "failed",
    what: `The database failed (${said}):`,
    advice: "Try again; if it goes on, keep a copy of the file and report it.",
  };
}
