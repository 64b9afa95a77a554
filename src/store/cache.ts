/**
 * Opens a snapshot through the cache beside it, `<snapshot>.cache`.
 *
 * The cache is keyed by the SHA-256 of the snapshot file's bytes, not by size and time of change: a file that was
 * replaced within the clock's grain, or copied with its times, must not be answered from an old cache, and hashing the
 * compressed bytes costs about 10 ms for 15 MB. Whatever is stale or damaged is passed over without a word but to
 * `debug`, and the snapshot's own file is read. The cache can be deleted at any time.
 */
import { closeSync } from "node:fs";
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import { CacheFile, type NewSection, writeCacheFile } from "./cache-file.ts";
import { cachedSnapshot, ownPrefix, snapshotSections } from "./cached-snapshot.ts";
import type { SnapshotFileError } from "./format.ts";
import { decodeFile, decodeFileNow, hashFile, isSystemError, openFile, reasonOf } from "./read-snapshot.ts";

/** What a caller derives from the snapshot, under a name of its own such as `edges/from`. */
export type CacheSection = {
  readonly name: string;
  readonly data: Uint8Array | Uint32Array | Int32Array | Float64Array | { readonly json: unknown };
};

/** The sections that callers have added. They answer null for what is not there, stale or damaged: make it again then. */
export interface CacheHandle {
  /** A whole section, in memory of its own that any typed array may view. */
  bytes(name: string): Uint8Array<ArrayBuffer> | null;
  uint32(name: string): Uint32Array<ArrayBuffer> | null;
  float64(name: string): Float64Array<ArrayBuffer> | null;
  json(name: string): { readonly value: unknown } | null;
  /** The bytes [start, end) of a section, without reading the rest. */
  slice(name: string, start: number, end: number): Uint8Array<ArrayBuffer> | null;
  /**
   * Writes the snapshot's columns, if they are not there yet, and these sections beside those that are still valid.
   * An error is a sentence to warn with; nothing else depends on the outcome.
   */
  write(sections: readonly CacheSection[]): Promise<Result<void, string>>;
}

export type OpenOptions = {
  /** False: neither read nor written. */
  readonly cache: boolean;
  /** Version of the program: another one finds nothing in the cache. */
  readonly engineVersion: string;
  /** Hash of the configuration that the added sections depend on: with another one they are passed over. */
  readonly configHash: string;
  readonly debug?: (message: string) => void;
};

export type OpenedSnapshot = {
  readonly snapshot: Snapshot;
  /** SHA-256 of the snapshot file, in hexadecimal. */
  readonly contentHash: string;
  /** Whether the snapshot came out of the cache. */
  readonly fromCache: boolean;
  readonly cache: CacheHandle;
};

export async function openSnapshot(
  path: string,
  options: OpenOptions,
): Promise<Result<OpenedSnapshot, SnapshotFileError>> {
  const opened = openFile(path);
  if (!opened.ok) return opened;
  const file = opened.value;
  const hash = hashFile(path, file);
  if (!hash.ok) {
    closeSync(file);
    return hash;
  }
  const contentHash = hash.value;
  const cachePath = `${path}.cache`;
  const keys = { content: contentHash, engine: options.engineVersion, config: options.configHash };
  const debug = options.debug ?? (() => undefined);

  if (options.cache) {
    const cacheFile = openCache(cachePath, keys, debug);
    // The descriptor stays open, so that a damaged page is made up for from this very file, even if it was replaced since.
    const snapshot = cacheFile === null ? null : cachedSnapshot(cacheFile, () => reread(path, file, debug));
    if (snapshot !== null && cacheFile !== null) {
      const cache = new FileCache(cachePath, keys, snapshot, cacheFile);
      return ok({ snapshot, contentHash, fromCache: true, cache });
    }
    if (cacheFile !== null) {
      debug(`the cache ${cachePath} is damaged; it is made again`);
      cacheFile.close();
    }
  }
  const snapshot = await decodeFile(path, file);
  closeSync(file);
  if (!snapshot.ok) return snapshot;
  const cache = options.cache ? new FileCache(cachePath, keys, snapshot.value, null) : noCache;
  return ok({ snapshot: snapshot.value, contentHash, fromCache: false, cache });
}

type Keys = { readonly content: string; readonly engine: string; readonly config: string };

function openCache(path: string, keys: Keys, debug: (message: string) => void): CacheFile | null {
  const file = CacheFile.open(path);
  if (file === null) {
    debug(`there is no cache ${path}, or it is damaged`);
    return null;
  }
  if (file.keys.content === keys.content && file.keys.engine === keys.engine) return file;
  debug(`the cache ${path} is that of another snapshot or version`);
  file.close();
  return null;
}

function reread(path: string, file: number, debug: (message: string) => void): Snapshot {
  debug(`a page of ${path}.cache is damaged; the snapshot itself is read`);
  const read = decodeFileNow(path, file);
  // It was read and hashed to what the cache was made from, so this is a disk that fails under us.
  if (!read.ok) throw new Error(`${path} ${read.error.message}, after its cache turned out to be damaged`);
  return read.value;
}

class FileCache implements CacheHandle {
  readonly #path: string;
  readonly #keys: Keys;
  readonly #snapshot: Snapshot;
  /** Holds the snapshot's columns; its added sections are valid only if its configuration is ours. */
  #file: CacheFile | null;

  constructor(path: string, keys: Keys, snapshot: Snapshot, file: CacheFile | null) {
    this.#path = path;
    this.#keys = keys;
    this.#snapshot = snapshot;
    this.#file = file;
  }

  bytes(name: string): Uint8Array<ArrayBuffer> | null {
    return this.#valid()?.read(name) ?? null;
  }

  uint32(name: string): Uint32Array<ArrayBuffer> | null {
    const bytes = this.bytes(name);
    return bytes === null || bytes.length % 4 !== 0 ? null : new Uint32Array(bytes.buffer);
  }

  float64(name: string): Float64Array<ArrayBuffer> | null {
    const bytes = this.bytes(name);
    return bytes === null || bytes.length % 8 !== 0 ? null : new Float64Array(bytes.buffer);
  }

  json(name: string): { readonly value: unknown } | null {
    const bytes = this.bytes(name);
    if (bytes === null) return null;
    try {
      return { value: JSON.parse(Buffer.from(bytes.buffer).toString("utf8")) };
    } catch {
      return null;
    }
  }

  slice(name: string, start: number, end: number): Uint8Array<ArrayBuffer> | null {
    return this.#valid()?.slice(name, start, end) ?? null;
  }

  async write(sections: readonly CacheSection[]): Promise<Result<void, string>> {
    const own = this.#ownSections();
    if (own === null) return err(`the snapshot is too large for a cache; ${this.#path} was not written`);
    const added = new Map(this.#kept().map((section) => [section.name, section]));
    for (const { name, data } of sections) added.set(name, { name, data: () => bytesOf(data) });
    try {
      await writeCacheFile(this.#path, this.#keys, [...own, ...added.values()]);
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      return err(`the cache ${this.#path} could not be written: ${reasonOf(cause)}`);
    }
    // Columns that are read from the old file keep it open. Another process may have replaced the new one already.
    this.#file = openCache(this.#path, this.#keys, () => undefined);
    return ok(undefined);
  }

  /** Copied from the present file where it has them: making them anew would decode every account. */
  #ownSections(): readonly NewSection[] | null {
    const file = this.#file;
    if (file === null) return snapshotSections(this.#snapshot);
    const anew = (name: string) =>
      snapshotSections(this.#snapshot)
        ?.find((section) => section.name === name)
        ?.data() ?? new Uint8Array();
    return file.names
      .filter((name) => name.startsWith(ownPrefix))
      .map((name) => ({ name, data: () => file.read(name) ?? anew(name) }));
  }

  #valid(): CacheFile | null {
    return this.#file?.keys.config === this.#keys.config ? this.#file : null;
  }

  /** Added sections of the present file that stay valid. */
  #kept(): NewSection[] {
    const kept: NewSection[] = [];
    for (const name of this.#valid()?.names ?? []) {
      const bytes = name.startsWith(ownPrefix) ? null : this.bytes(name);
      if (bytes !== null) kept.push({ name, data: () => bytes });
    }
    return kept;
  }
}

const noCache: CacheHandle = {
  bytes: () => null,
  uint32: () => null,
  float64: () => null,
  json: () => null,
  slice: () => null,
  write: async () => ok(undefined),
};

function bytesOf(data: CacheSection["data"]): Uint8Array {
  if (!ArrayBuffer.isView(data)) return Buffer.from(JSON.stringify(data.json));
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
