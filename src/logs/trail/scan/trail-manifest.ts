/**
 * Which files of a trail were read, so that each is read once, whoever stops meanwhile. A file of lines that is only added to; a
 * line is on disk before what comes after it is begun, and one that was cut off by a crash is as if it had not been written.
 */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { SkippedFile } from "../../../model/index.ts";

/** One file that is dealt with. `why`: it was skipped, or a part of it was; null: it was read whole. */
export type ManifestEntry = { readonly name: string; readonly version: string; readonly why: string | null };

export interface TrailManifest {
  has(name: string, version: string): boolean;
  /** Of runs before. */
  readonly skipped: readonly SkippedFile[];
  readonly accounts: ReadonlySet<string>;
  /** All of it, or nothing, also when the power fails. */
  add(entries: readonly ManifestEntry[], accounts: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** One that is forgotten with the run. */
export function passingManifest(): TrailManifest {
  return {
    has: () => false,
    skipped: [],
    accounts: new Set(),
    add: async () => {},
    close: async () => {},
  };
}

const heading = { format: "accesslens-trail-manifest", version: 1 };

/** A line of the file: what one `add` was told. */
type Line = {
  readonly files: readonly (readonly [string, string, string | null])[];
  readonly accounts: readonly string[];
};

/** Null: something else stands at the path. Rejects with what the file system says. */
export async function fileManifest(path: string): Promise<TrailManifest | null> {
  const file = await open(path, "a+", 0o600);
  try {
    const known = await linesOf(file);
    if (known === null) {
      await file.close();
      return null;
    }
    const manifest = new FileManifest(file);
    for (const line of known.lines) manifest.know(line);
    // What was cut off would swallow the next line.
    await file.truncate(known.end);
    if (known.end === 0) await file.appendFile(`${JSON.stringify(heading)}\n`);
    await file.sync();
    return manifest;
  } catch (cause) {
    await file.close().catch(() => {});
    throw cause;
  }
}

async function linesOf(file: FileHandle): Promise<{ lines: readonly Line[]; end: number } | null> {
  const lines: Line[] = [];
  const text = await file.readFile("utf8");
  const end = text.lastIndexOf("\n") + 1;
  const [first, ...others] = text.slice(0, end).split("\n").slice(0, -1);
  if (first === undefined)
    return text === "" || JSON.stringify(heading).startsWith(text) ? { lines, end: 0 } : null;
  if (first !== JSON.stringify(heading)) return null;
  for (const other of others) {
    const line = lineOf(other);
    if (line === null) return null;
    lines.push(line);
  }
  return { lines, end: Buffer.byteLength(text.slice(0, end)) };
}

function lineOf(text: string): Line | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("files" in value) || !("accounts" in value))
    return null;
  const { files, accounts } = value;
  return Array.isArray(files) && files.every(isEntry) && Array.isArray(accounts) ? { files, accounts } : null;
}

function isEntry(value: unknown): value is Line["files"][number] {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [name, version, why] = value;
  return typeof name === "string" && typeof version === "string" && (why === null || typeof why === "string");
}

class FileManifest implements TrailManifest {
  readonly skipped: SkippedFile[] = [];
  readonly accounts = new Set<string>();
  readonly #file: FileHandle;
  /** Hashes of names and versions: a trail has millions of files. */
  readonly #known = new Set<string>();

  constructor(file: FileHandle) {
    this.#file = file;
  }

  has(name: string, version: string): boolean {
    return this.#known.has(hashOf(name, version));
  }

  know({ files, accounts }: Line): void {
    for (const [name, version, why] of files) {
      this.#known.add(hashOf(name, version));
      if (why !== null) this.skipped.push({ file: name, why });
    }
    for (const account of accounts) this.accounts.add(account);
  }

  async add(entries: readonly ManifestEntry[], accounts: readonly string[]): Promise<void> {
    const line: Line = { files: entries.map(({ name, version, why }) => [name, version, why]), accounts };
    await this.#file.appendFile(`${JSON.stringify(line)}\n`);
    await this.#file.sync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function hashOf(name: string, version: string): string {
  return createHash("sha256").update(`${name}\0${version}`).digest("base64").slice(0, 16);
}
