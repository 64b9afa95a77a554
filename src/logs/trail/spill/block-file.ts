/** Files of blocks: records in one piece, compressed, each block with its sizes before it. Written at the end alone. */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { Spoilt } from "./spill-fault.ts";

/** `ALB1`, compressed size, size. */
const headBytes = 12;
const mark = 0x31424c41;
/** More than any block that is written: a size beyond is none. */
const blockAtMost = 2 ** 30;

/** Room that is taken for what comes out of zstd: enough at once, mostly. */
const roomFor = (bytes: number): number => bytes + 64;

/** Events need little room and less time: the quickest level makes a half of them, random ids and keys as they mostly are. */
export function appendBlock(file: string, records: Buffer): void {
  const compressed = zstdCompressSync(records, {
    chunkSize: roomFor((records.length * 3) >> 2),
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
  });
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(mark, 0);
  head.writeUInt32LE(compressed.length, 4);
  head.writeUInt32LE(records.length, 8);
  const handle = openSync(file, "a", 0o600);
  try {
    for (const bytes of [head, compressed])
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
  } finally {
    closeSync(handle);
  }
}

/** The blocks' records, one block after the other. */
export function* blocksOf(file: string): Generator<Buffer> {
  const handle = openSync(file, "r");
  try {
    const { size } = fstatSync(handle);
    let room = Buffer.alloc(0);
    for (let at = 0; at < size; ) {
      const head = headAt(handle, at, size);
      if (head === null) throw new Spoilt("a file of it is cut off");
      if (room.length < head.compressed) room = Buffer.allocUnsafeSlow(head.compressed);
      const compressed = room.subarray(0, head.compressed);
      readInto(compressed, handle, at + headBytes);
      yield decompressed(compressed, head.size);
      at += headBytes + head.compressed;
    }
  } finally {
    closeSync(handle);
  }
}

/** Cuts off a last block that was not written whole, as its process was killed. */
export function mendBlocks(file: string): void {
  const handle = openSync(file, "r+");
  try {
    const { size } = fstatSync(handle);
    let at = 0;
    for (let head = headAt(handle, at, size); head !== null; head = headAt(handle, at, size))
      at += headBytes + head.compressed;
    if (at + headBytes <= size && !isHead(handle, at)) throw new Spoilt("a file of it is damaged");
    if (at < size) ftruncateSync(handle, at);
  } finally {
    closeSync(handle);
  }
}

type Head = { readonly compressed: number; readonly size: number };

/** Null: there is no whole block. */
function headAt(handle: number, at: number, size: number): Head | null {
  if (at + headBytes > size) return null;
  const bytes = Buffer.alloc(headBytes);
  readInto(bytes, handle, at);
  const head: Head = { compressed: bytes.readUInt32LE(4), size: bytes.readUInt32LE(8) };
  if (bytes.readUInt32LE(0) !== mark || head.size > blockAtMost) return null;
  return at + headBytes + head.compressed > size ? null : head;
}

function isHead(handle: number, at: number): boolean {
  const bytes = Buffer.alloc(4);
  readInto(bytes, handle, at);
  return bytes.readUInt32LE(0) === mark;
}

function readInto(bytes: Buffer, handle: number, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    const some = readSync(handle, bytes, done, bytes.length - done, at + done);
    if (some === 0) throw new Spoilt("a file of it is cut off");
    done += some;
  }
}

function decompressed(bytes: Buffer, size: number): Buffer {
  try {
    const room = roomFor(size);
    const records = zstdDecompressSync(bytes, { maxOutputLength: room, chunkSize: room });
    if (records.length === size) return records;
  } catch {}
  throw new Spoilt("a file of it can't be decompressed");
}
