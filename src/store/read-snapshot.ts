/** Reads a snapshot file: zstd, gzip or plain, told by its first bytes. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import { SnapshotDecoder, truncated } from "./decode-snapshot.ts";
import {
  type Migrations,
  maxLineBytes,
  migrations as ownMigrations,
  type SnapshotFileError,
} from "./format.ts";
import { LineSplitter } from "./line-splitter.ts";

const chunkBytes = 2 ** 20;

/**
 * Reads and checks the whole file. Decompression runs beside the reading of lines, on a thread of its own, so that
 * neither waits for the other and only a few chunks are in memory at a time.
 */
export async function readSnapshot(
  path: string,
  options: { readonly migrations?: Migrations } = {},
): Promise<Result<Snapshot, SnapshotFileError>> {
  const opened = await openFile(path);
  if (!opened.ok) return opened;
  try {
    return await decodeFile(path, opened.value, options.migrations ?? ownMigrations);
  } finally {
    await opened.value.close();
  }
}

export async function openFile(path: string): Promise<Result<FileHandle, SnapshotFileError>> {
  try {
    const file = await open(path, "r");
    const facts = await file.stat();
    if (facts.isFile()) return ok(file);
    await file.close();
    return err(unreadable(path, "is not a file"));
  } catch (cause) {
    return err(unreadable(path, `can't be opened: ${reasonOf(cause)}`));
  }
}

/** The SHA-256 of the file's bytes, in hexadecimal. */
export async function hashFile(path: string, file: FileHandle): Promise<Result<string, SnapshotFileError>> {
  const hash = createHash("sha256");
  const chunk = Buffer.allocUnsafe(chunkBytes);
  try {
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) return ok(hash.digest("hex"));
      hash.update(chunk.subarray(0, bytesRead));
      at += bytesRead;
    }
  } catch (cause) {
    return err(unreadable(path, `can't be read: ${reasonOf(cause)}`));
  }
}

/** Leaves the file open. */
export async function decodeFile(
  path: string,
  file: FileHandle,
  migrations: Migrations = ownMigrations,
): Promise<Result<Snapshot, SnapshotFileError>> {
  const decoder = new SnapshotDecoder(migrations);
  const splitter = new LineSplitter();
  let lines = 0;
  try {
    for await (const chunk of await decompressed(path, file)) {
      for (const line of splitter.push(chunk)) {
        lines += 1;
        const fault = decoder.line(line);
        if (fault !== null) return err({ path, ...fault });
      }
      if (splitter.tooLong) return err(tooLong(path, lines + 1));
    }
    const rest = splitter.rest();
    if (rest !== null) {
      const fault = decoder.line(rest);
      if (fault !== null)
        return err(fault.kind === "malformed" ? { path, ...truncated(lines) } : { path, ...fault });
    }
    const snapshot = decoder.finish();
    return snapshot.ok ? snapshot : err({ path, ...snapshot.error });
  } catch (cause) {
    if (lines > 0 && reasonOf(cause).includes("unexpected end of file"))
      return err({ path, ...truncated(lines) });
    if (isSystemError(cause)) {
      return err({ ...unreadable(path, `can't be decompressed: ${reasonOf(cause)}`), line: lines + 1 });
    }
    throw cause;
  }
}

async function decompressed(path: string, file: FileHandle): Promise<Readable> {
  const magic = Buffer.alloc(4);
  await file.read(magic, 0, 4, 0);
  const source = createReadStream(path, { fd: file, start: 0, autoClose: false, highWaterMark: chunkBytes });
  const decoder =
    magic.readUInt32LE(0) === 0xfd2fb528
      ? createZstdDecompress({ chunkSize: chunkBytes })
      : magic.readUInt16BE(0) === 0x1f8b
        ? createGunzip({ chunkSize: chunkBytes })
        : null;
  if (decoder === null) return source;
  source.on("error", (cause) => decoder.destroy(cause));
  return source.pipe(decoder);
}

export function unreadable(path: string, message: string): SnapshotFileError {
  return {
    kind: "unreadable",
    path,
    line: null,
    member: null,
    message,
    advice: "Check the path and its permissions, or make the snapshot again with `accesslens import`.",
  };
}

function tooLong(path: string, line: number): SnapshotFileError {
  return {
    ...unreadable(path, `is longer than ${maxLineBytes / 2 ** 20} MiB`),
    kind: "malformed",
    line,
  };
}

export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** What the operating system or the decompressor refused, as opposed to a bug of ours. */
export function isSystemError(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string";
}
