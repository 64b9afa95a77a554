/**
 * One file of a trail: decompressed, whatever its name says, and scanned. What is found is held back until the file was read
 * whole, for of a damaged file nothing is believed: no record of it counts, and it can be read again when it is mended. A file
 * that holds more than can be held back is read twice, so that memory stays as it is however large a file is.
 */
import { createReadStream, readFileSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from "node:zlib";
import { CsvOrJson } from "../lake-csv/csv-or-json.ts";
import { BatchRooms } from "./batch-room.ts";
import { type RecordBatch, RecordBatches } from "./record-batches.ts";
import { RecordScanner } from "./record-scanner.ts";
import type { TokenReader } from "./tokens/token-reader.ts";

export type TrailInput =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

export type FileLimits = {
  /** Files up to this size, compressed and not, are read in one go. */
  readonly inOneGo: number;
  /** Of records held back until the file is known to be whole. */
  readonly heldBytes: number;
  /** Decompressed. */
  readonly fileBytes: number;
};

export const fileLimits: FileLimits = { inOneGo: 1 << 26, heldBytes: 1 << 23, fileBytes: 2 ** 34 };

const chunkBytes = 1 << 20;

export type FileReading = {
  readonly records: number;
  readonly strange: number;
  readonly oversized: number;
  readonly accounts: readonly number[];
  /** What was found, but for what was handed on before. */
  readonly batches: readonly RecordBatch[];
  /** Why it was not read whole, and none of it counts; null: it was. `isLasting`: it will be the same next time. */
  readonly fault: { readonly why: string; readonly isLasting: boolean } | null;
};

/** What a thread keeps from one file to the next. */
export type FileTools = { readonly reader: TokenReader; readonly rooms: BatchRooms };

export function fileTools(): FileTools {
  return { reader: RecordScanner.reader(), rooms: new BatchRooms() };
}

/** Takes a batch of a file that holds too much to be handed on at once; what comes next is found when this is fulfilled. */
type TakeBatch = (batch: RecordBatch) => Promise<void>;

export async function readTrailFile(
  input: TrailInput,
  { reader, rooms }: FileTools,
  take: TakeBatch,
  limits: FileLimits = fileLimits,
): Promise<FileReading> {
  const batches = new RecordBatches(limits.heldBytes, rooms);
  try {
    // A thread that does nothing else waits for its file at the least cost.
    const before = stateOf(input);
    const whole = inOneGo(input, limits);
    const scan = (scanner: RecordScanner, afterChunk: () => Promise<void>): Promise<string | null> =>
      scanned(input, whole, new CsvOrJson(scanner), limits, afterChunk);
    const scanner = new RecordScanner(reader, batches);
    const why = await scan(scanner, async () => {});
    if (why !== null) return { ...none, fault: { why, isLasting: true } };
    if (batches.isFull) {
      // Once more, now that it is known to be whole; what it holds is handed on as it is found.
      batches.restart();
      const changed = await scan(new RecordScanner(reader, batches), async () => {
        for (const batch of batches.takeAll()) await take(batch);
      });
      if (changed !== null || before !== stateOf(input)) {
        return { ...none, fault: { why: "changed while it was read", isLasting: false } };
      }
    }
    const { records, strange, oversized, accounts } = scanner;
    return { records, strange, oversized, accounts: [...accounts], batches: batches.takeAll(), fault: null };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return { ...none, fault: faultOf(cause) };
  } finally {
    batches.drop();
  }
}

const none = { records: 0, strange: 0, oversized: 0, accounts: [], batches: [] } as const;

function stateOf(input: TrailInput): string {
  if (input.kind === "bytes") return "";
  const facts = statSync(input.path, { throwIfNoEntry: false });
  return facts === undefined ? "gone" : `${facts.size} ${facts.mtimeMs}`;
}

/** Null: it is whole. `bytes`: all of it, decompressed; null: it is read in chunks. */
async function scanned(
  input: TrailInput,
  bytes: Uint8Array | null,
  scanner: CsvOrJson,
  limits: FileLimits,
  afterChunk: () => Promise<void>,
): Promise<string | null> {
  if (bytes === null) return (await scanStream(input, scanner, limits, afterChunk)) ?? scanner.end();
  // What holds more than may be held back is handed on as it is found.
  const step = bytes.length > limits.heldBytes ? chunkBytes : bytes.length;
  for (let at = 0; at < bytes.length; at += step) {
    const why = scanner.push(bytes.subarray(at, at + step));
    if (why !== null) return why;
    await afterChunk();
  }
  return scanner.end();
}

function faultOf(cause: Error & { readonly code?: unknown }): { why: string; isLasting: boolean } {
  const code = typeof cause.code === "string" ? cause.code : "";
  if (code === "Z_BUF_ERROR" || /unexpected end/i.test(cause.message)) {
    return { why: "is cut off: its compressed data end too early", isLasting: true };
  }
  if (/^Z_|^ZSTD_/i.test(code)) return { why: `is damaged: ${cause.message}`, isLasting: true };
  if (code === "") throw cause;
  return { why: `can't be read: ${code}`, isLasting: false };
}

/** Head, an empty block, checksum and size (RFC 1952). */
const gzipAtLeast = 20;

const packing = (bytes: Uint8Array): "gzip" | "zstd" | "none" => {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  if (bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd) return "zstd";
  return "none";
};

/** The whole file, decompressed; null: it is too large for that. */
function inOneGo(input: TrailInput, limits: FileLimits): Uint8Array | null {
  if (input.kind === "path") {
    const { size } = statSync(input.path);
    if (size > limits.inOneGo / 4) return null;
  }
  const bytes = input.kind === "bytes" ? input.bytes : readFileSync(input.path);
  const kind = packing(bytes);
  if (kind === "none") return bytes;
  // Gzip says its size at its end (of the last piece, if there are several): room for it is made at once.
  const told = bytes.length < gzipAtLeast ? 0 : Buffer.from(bytes.subarray(-4)).readUInt32LE();
  const chunkSize = Math.min(Math.max(told + 64, 1 << 16), bytes.length * 40, limits.inOneGo);
  try {
    const options = { chunkSize: Math.max(chunkSize, 1 << 12), maxOutputLength: limits.inOneGo };
    return kind === "gzip"
      ? gunzipSync(bytes, options)
      : zstdDecompressSync(bytes, { maxOutputLength: limits.inOneGo });
  } catch (cause) {
    const isLarge = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    if (isLarge) return null;
    throw cause;
  }
}

async function startOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  const start = new Uint8Array(4);
  try {
    await file.read(start, 0, 4, 0);
    return start;
  } finally {
    await file.close();
  }
}

/** Null: all of it was scanned. */
async function scanStream(
  input: TrailInput,
  scanner: CsvOrJson,
  limits: FileLimits,
  afterChunk: () => Promise<void>,
): Promise<string | null> {
  const start = input.kind === "bytes" ? input.bytes : await startOf(input.path);
  let bytes = 0;
  let why: string | null = null;
  const scan = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > limits.fileBytes) why = `is larger than ${limits.fileBytes} bytes when it is decompressed`;
      why ??= scanner.push(chunk);
      if (why !== null) return;
      await afterChunk();
    }
  };
  const source =
    input.kind === "bytes"
      ? Readable.from([input.bytes])
      : createReadStream(input.path, { highWaterMark: chunkBytes });
  const options = { chunkSize: chunkBytes };
  try {
    switch (packing(start)) {
      case "none":
        await pipeline(source, scan);
        break;
      case "gzip":
        await pipeline(source, createGunzip(options), scan);
        break;
      case "zstd":
        await pipeline(source, createZstdDecompress(options), scan);
    }
  } catch (cause) {
    // What is left unread is told as a failure of its own.
    if (why === null) throw cause;
  }
  return why;
}
