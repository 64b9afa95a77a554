/** Reads a snapshot file: zstd, gzip or plain, told by its first bytes. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from "node:zlib";
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import { type LineError, SnapshotDecoder, truncated } from "./decode-snapshot.ts";
import {
  type Migrations,
  maxLineBytes,
  migrations as ownMigrations,
  type SnapshotFileError,
} from "./format.ts";
import { LineSplitter } from "./line-splitter.ts";

const chunkBytes = 2 ** 20;

/** Reads and checks the whole file. */
export async function readSnapshot(
  path: string,
  options: { readonly migrations?: Migrations } = {},
): Promise<Result<Snapshot, SnapshotFileError>> {
  const opened = openFile(path);
  if (!opened.ok) return opened;
  try {
    return await decodeFile(path, opened.value, options.migrations ?? ownMigrations);
  } finally {
    closeSync(opened.value);
  }
}

/** The file's descriptor; the caller closes it. */
export function openFile(path: string): Result<number, SnapshotFileError> {
  try {
    // Without it, the opening of a pipe waits for somebody who writes into it.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (fstatSync(file).isFile()) return ok(file);
    closeSync(file);
    return err(unreadable(path, "is not a file"));
  } catch (cause) {
    return err(unreadable(path, `can't be opened: ${reasonOf(cause)}`));
  }
}

/** The SHA-256 of the file's bytes, in hexadecimal. */
export function hashFile(path: string, file: number): Result<string, SnapshotFileError> {
  const hash = createHash("sha256");
  try {
    for (const chunk of chunksOf(file)) hash.update(chunk);
    return ok(hash.digest("hex"));
  } catch (cause) {
    return err(unreadable(path, `can't be read: ${reasonOf(cause)}`));
  }
}

/**
 * Decompression runs beside the reading of lines, on a thread of its own, so that neither waits for the other and only
 * a few chunks are in memory at a time.
 */
export async function decodeFile(
  path: string,
  file: number,
  migrations: Migrations = ownMigrations,
): Promise<Result<Snapshot, SnapshotFileError>> {
  const content = new ContentDecoder(migrations);
  try {
    for await (const chunk of decompressed(file)) {
      const fault = content.push(chunk);
      if (fault !== null) return err({ ...fault, path });
    }
  } catch (cause) {
    return err({ ...content.interrupted(cause), path });
  }
  const snapshot = content.finish();
  return snapshot.ok ? snapshot : err({ ...snapshot.error, path });
}

/** The same in one go, for where nothing can be waited for; needs memory for the whole content. */
export function decodeFileNow(path: string, file: number): Result<Snapshot, SnapshotFileError> {
  const content = new ContentDecoder(ownMigrations);
  try {
    const bytes = Buffer.concat([...chunksOf(file)]);
    const kind = compressionOf(bytes);
    const text = kind === "zstd" ? zstdDecompressSync(bytes) : kind === "gzip" ? gunzipSync(bytes) : bytes;
    const fault = content.push(text);
    if (fault !== null) return err({ ...fault, path });
  } catch (cause) {
    return err({ ...content.interrupted(cause), path });
  }
  const snapshot = content.finish();
  return snapshot.ok ? snapshot : err({ ...snapshot.error, path });
}

/** From decompressed bytes to a snapshot. */
class ContentDecoder {
  readonly #decoder: SnapshotDecoder;
  readonly #splitter = new LineSplitter();
  #lines = 0;

  constructor(migrations: Migrations) {
    this.#decoder = new SnapshotDecoder(migrations);
  }

  push(chunk: Buffer): LineError | null {
    for (const line of this.#splitter.push(chunk)) {
      this.#lines += 1;
      const fault = this.#decoder.line(line);
      if (fault !== null) return fault;
    }
    return this.#splitter.tooLong ? tooLong(this.#lines + 1) : null;
  }

  finish(): Result<Snapshot, LineError> {
    const rest = this.#splitter.rest();
    if (rest !== null) {
      const fault = this.#decoder.line(rest);
      // A last line without its line break is most likely the half of one.
      if (fault !== null) return err(fault.kind === "malformed" ? truncated(this.#lines) : fault);
    }
    return this.#decoder.finish();
  }

  /** What an exception of decompressor or file system means; others are bugs and go on. */
  interrupted(cause: unknown): LineError {
    if (!isSystemError(cause)) throw cause;
    if (this.#lines > 0 && reasonOf(cause).includes("unexpected end of file")) return truncated(this.#lines);
    return { ...unreadable("", `can't be decompressed: ${reasonOf(cause)}`), line: this.#lines + 1 };
  }
}

function compressionOf(start: Buffer): "zstd" | "gzip" | "none" {
  if (start.length < 4) return "none";
  if (start.readUInt32LE(0) === 0xfd2fb528) return "zstd";
  return start.readUInt16BE(0) === 0x1f8b ? "gzip" : "none";
}

function decompressed(file: number): AsyncIterable<Buffer> {
  const source = Readable.from(chunksOf(file));
  const magic = Buffer.alloc(4);
  readSync(file, magic, 0, 4, 0);
  const kind = compressionOf(magic);
  if (kind === "none") return source;
  const decompressor =
    kind === "zstd"
      ? createZstdDecompress({ chunkSize: chunkBytes })
      : createGunzip({ chunkSize: chunkBytes });
  // An error of either reaches the one that is read, and whoever stops reading stops both.
  pipeline(source, decompressor, () => undefined);
  return decompressor;
}

/** Not a file stream: that would close the descriptor, which is the caller's. */
function* chunksOf(file: number): Generator<Buffer> {
  for (let at = 0; ; ) {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    const read = readSync(file, chunk, 0, chunk.length, at);
    if (read === 0) return;
    yield chunk.subarray(0, read);
    at += read;
  }
}

function unreadable(path: string, message: string): SnapshotFileError {
  return {
    kind: "unreadable",
    path,
    line: null,
    member: null,
    message,
    advice: "Check the path and its permissions, or make the snapshot again with `accesslens import`.",
  };
}

function tooLong(line: number): LineError {
  return { ...unreadable("", `is longer than ${maxLineBytes / 2 ** 20} MiB`), kind: "malformed", line };
}

export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** What the operating system or the decompressor refused, as opposed to a bug of ours. */
export function isSystemError(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string";
}
