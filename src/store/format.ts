/**
 * The snapshot file's format: NDJSON, compressed with zstd. A header, then documents, AWS's policies, accounts (with
 * their rows), Identity Center, coverage, and an end line that tells how many lines there are. `schemas/snapshot.schema.json`
 * describes each line for users.
 *
 * Documents stand once and are referred to by number; times are seconds since 1970; members with their default are left out.
 */

export const formatName = "accesslens-snapshot";
export const formatVersion = 1;

export type Line = Readonly<Record<string, unknown>>;

/** From the version that is its key to the next one, line by line. */
export type Migrations = Readonly<Record<number, (line: Line) => Line>>;

/** Version 1 is the first: nothing to migrate yet. */
export const migrations: Migrations = {};

export const defaultMaxSessionSeconds = 3600;
/** Roles beyond this many go to further lines of their account, so that no line grows without bound. */
export const rolesPerLine = 5000;
/** Longest line that is read, in bytes; V8's texts end at 512 MiB. */
export const maxLineBytes = 256 * 2 ** 20;

/** Why a snapshot file can't be read or written. */
export type SnapshotFileError = {
  readonly kind: "unreadable" | "not-a-snapshot" | "newer-version" | "truncated" | "malformed" | "unwritable";
  readonly path: string;
  /** From 1; null where the file as a whole is meant. */
  readonly line: number | null;
  /** Such as `roles[3].trust`. */
  readonly member: string | null;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
};
