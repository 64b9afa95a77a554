/** Where digests and the files that they name lie. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, gunzipSync } from "node:zlib";
import { isResultFile, signFileName } from "./lake-sign-file.ts";

export type FoundDigest = {
  /** What people call it. */
  readonly name: string;
  /** Decompressed; null: it can't be read. */
  contents(): Promise<Uint8Array | null>;
  /** In hexadecimal. S3 keeps it with the object (`x-amz-meta-signature`); a copy on disk has lost it: null. */
  readonly signature: string | null;
};

/** "missing": there is no such file. "unreadable": it can't be decompressed. "refused": it was not read. Else SHA-256 of what is in it, in hexadecimal. */
export type FileHash =
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "hash"; readonly hash: string };

export interface DigestPlace {
  digests(signal: AbortSignal): Promise<readonly FoundDigest[]>;
  /** Sign files of CloudTrail Lake's results. */
  signFiles(signal: AbortSignal): Promise<readonly Omit<FoundDigest, "signature">[]>;
  /** The names of all files that may hold events: those that digests name, and those that sign files do. */
  logs(signal: AbortSignal): Promise<readonly string[]>;
  /** What a file of the bucket is called here, by the digest that names it: its own key, and what it is called. */
  nameOf(key: string, digest: { readonly key: string; readonly name: string }): string;
  /** Of what is in it. */
  hashOf(name: string, signal: AbortSignal): Promise<FileHash>;
  /** Of the file as it lies there. */
  packedHashOf(name: string, signal: AbortSignal): Promise<FileHash>;
}

/** What may hold events, by its name. */
export function isLogFile(path: string): boolean {
  return /(?:^|[/\\])CloudTrail[/\\].*\.gz$/.test(path) || isResultFile(path);
}

export function isSignFile(path: string): boolean {
  return path.split(/[/\\]/).at(-1) === signFileName;
}

/** A copy of the trail's bucket, or of a part of it, on disk. */
export function digestDirectory(path: string): DigestPlace {
  const all = async (): Promise<readonly string[]> => {
    const root = await realpath(path);
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && (entry.name.endsWith(".gz") || isSignFile(entry.name)))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .sort();
  };
  const bytesOf = (name: string): Promise<Uint8Array | null> => readFile(join(path, name)).catch(() => null);
  return {
    async digests() {
      const names = (await all()).filter((name) => /(?:^|[/\\])CloudTrail-Digest[/\\].*\.gz$/.test(name));
      return names.map((name) => ({
        name,
        signature: null,
        contents: async () => {
          const bytes = await bytesOf(name);
          return bytes === null ? null : unpacked(bytes);
        },
      }));
    },
    async signFiles() {
      return (await all()).filter(isSignFile).map((name) => ({ name, contents: () => bytesOf(name) }));
    },
    async logs() {
      return (await all()).filter(isLogFile);
    },
    nameOf(key, digest) {
      // The directory may lie anywhere on the way to the file.
      return digest.key.endsWith(digest.name) ? key.slice(digest.key.length - digest.name.length) : key;
    },
    async hashOf(name) {
      // Nobody has signed a digest yet that is just looked at: it may name files of somebody else.
      if (name.split(/[/\\]/).includes("..")) return { kind: "missing" };
      return hashOfFile(join(path, name), true);
    },
    packedHashOf: (name) => hashOfFile(join(path, name), false),
  };
}

/** CloudTrail's digests are some kilobytes. */
const digestBytes = 1 << 26;

export function unpacked(bytes: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: digestBytes });
  } catch {
    // Cut off, damaged, or no gzip: there is no digest.
    return null;
  }
}

export async function hashStream(source: Readable, hash: Hash, isUnpacked: boolean): Promise<void> {
  const update = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) hash.update(chunk);
  };
  await (isUnpacked ? pipeline(source, createGunzip(), update) : pipeline(source, update));
}

/** What zlib says is of the file; all else is of the way to it. */
export function unreadable(cause: unknown): FileHash {
  if (!(cause instanceof Error) || !("code" in cause)) throw cause;
  const code = String(cause.code);
  return code.startsWith("Z_") ? { kind: "unreadable" } : { kind: "refused", code };
}

async function hashOfFile(path: string, isUnpacked: boolean): Promise<FileHash> {
  const hash = createHash("sha256");
  try {
    await hashStream(createReadStream(path), hash, isUnpacked);
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "ENOENT"
      ? { kind: "missing" }
      : unreadable(cause);
  }
  return { kind: "hash", hash: hash.digest("hex") };
}
