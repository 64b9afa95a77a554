/**
 * A binary file of named sections that are read one at a time, or in slices. Every page of 64 KiB has a checksum of its
 * own, so that a slice is verified without reading the rest.
 *
 * Layout: a header of 64 bytes (magic; place, length and checksum of the directory), the sections at multiples of 8
 * bytes, and the directory as JSON at the end.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { replaceFile } from "./atomic-file.ts";
import { isRecord } from "./shape.ts";

const magic = "ALCACHE1";
const headerBytes = 64;
export const pageBytes = 2 ** 16;
/** Typed arrays are stored as they stand in memory: a cache of the other byte order is another cache. */
const byteOrder = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? "little" : "big";

export type NewSection = { readonly name: string; readonly data: () => Uint8Array };

type Section = { readonly at: number; readonly bytes: number; readonly checksums: readonly number[] };

/** Throws what the file system refuses. */
export async function writeCacheFile(
  path: string,
  keys: Readonly<Record<string, string>>,
  sections: Iterable<NewSection>,
): Promise<void> {
  // Not flushed to disk: after a power cut the checksums tell, and the cache is made again.
  await replaceFile(path, (file) => writeSections(file, keys, sections), { durable: false });
}

async function writeSections(
  file: FileHandle,
  keys: Readonly<Record<string, string>>,
  sections: Iterable<NewSection>,
): Promise<void> {
  const directory: Record<string, Section> = {};
  let at = headerBytes;
  for (const { name, data } of sections) {
    const bytes = data();
    await writeAll(file, bytes, at);
    directory[name] = { at, bytes: bytes.byteLength, checksums: pageChecksums(bytes) };
    at += Math.ceil(bytes.byteLength / 8) * 8;
  }
  const text = Buffer.from(JSON.stringify({ keys, byteOrder, sections: Object.entries(directory) }));
  await writeAll(file, text, at);
  const header = Buffer.alloc(headerBytes);
  header.write(magic, "latin1");
  header.writeDoubleLE(at, 8);
  header.writeUInt32LE(text.length, 16);
  header.writeUInt32LE(crc32(text), 20);
  await writeAll(file, header, 0);
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const length = Math.min(2 ** 30, bytes.byteLength - done);
    done += (await file.write(bytes, done, length, at + done)).bytesWritten;
  }
}

function pageChecksums(bytes: Uint8Array): number[] {
  const checksums: number[] = [];
  for (let at = 0; at < bytes.byteLength; at += pageBytes)
    checksums.push(crc32(bytes.subarray(at, at + pageBytes)));
  return checksums;
}

export class CacheFile {
  /** What the content depends on, as it was given when the file was written. */
  readonly keys: Readonly<Record<string, unknown>>;
  readonly #file: number;
  readonly #sections: ReadonlyMap<string, Section>;

  private constructor(
    file: number,
    keys: Readonly<Record<string, unknown>>,
    sections: ReadonlyMap<string, Section>,
  ) {
    this.#file = file;
    this.keys = keys;
    this.#sections = sections;
  }

  /** Null: there is no such file, or it is damaged. The file stays open until {@link CacheFile.close}. */
  static open(path: string): CacheFile | null {
    let file: number;
    try {
      // A pipe in the cache's place must not be waited for.
      file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      return null;
    }
    const directory = readDirectory(file);
    if (directory !== null) return new CacheFile(file, directory.keys, directory.sections);
    closeSync(file);
    return null;
  }

  get names(): readonly string[] {
    return [...this.#sections.keys()];
  }

  /** The length of a section in bytes; null: there is no such section. */
  lengthOf(name: string): number | null {
    return this.#sections.get(name)?.bytes ?? null;
  }

  /** A whole section in memory of its own; null: there is no such section, or it is damaged. */
  read(name: string): Uint8Array<ArrayBuffer> | null {
    const section = this.#sections.get(name);
    if (section === undefined) return null;
    const bytes = new Uint8Array(section.bytes);
    if (!readAll(this.#file, bytes, section.at)) return null;
    const whole = section.checksums.every(
      (checksum, page) => crc32(bytes.subarray(page * pageBytes, (page + 1) * pageBytes)) === checksum,
    );
    return whole ? bytes : null;
  }

  /** One page of a section (the last one is shorter); null: there is none, or it is damaged. */
  page(name: string, page: number): Buffer | null {
    const section = this.#sections.get(name);
    const checksum = section?.checksums[page];
    if (section === undefined || checksum === undefined) return null;
    const bytes = Buffer.allocUnsafeSlow(Math.min(pageBytes, section.bytes - page * pageBytes));
    return readAll(this.#file, bytes, section.at + page * pageBytes) && crc32(bytes) === checksum
      ? bytes
      : null;
  }

  /** The bytes [start, end) of a section, verified; null: they are not there, or damaged. */
  slice(name: string, start: number, end: number): Uint8Array<ArrayBuffer> | null {
    if (start < 0 || end < start || end > (this.lengthOf(name) ?? -1)) return null;
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end; ) {
      const number = Math.floor(at / pageBytes);
      const page = this.page(name, number);
      if (page === null) return null;
      const from = at - number * pageBytes;
      const part = page.subarray(from, Math.min(page.length, from + end - at));
      bytes.set(part, at - start);
      at += part.length;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function readDirectory(file: number) {
  const header = Buffer.alloc(headerBytes);
  if (!readAll(file, header, 0) || header.toString("latin1", 0, 8) !== magic) return null;
  const at = header.readDoubleLE(8);
  const length = header.readUInt32LE(16);
  // The directory ends the file: one that is cut off or has grown is none of ours.
  if (at + length !== fstatSync(file).size) return null;
  const text = Buffer.alloc(length);
  if (!readAll(file, text, at) || crc32(text) !== header.readUInt32LE(20)) return null;
  const directory: unknown = JSON.parse(text.toString("utf8"));
  if (!isRecord(directory) || !isRecord(directory.keys) || directory.byteOrder !== byteOrder) return null;
  if (!Array.isArray(directory.sections)) return null;
  // The checksum says that this is what `writeSections` wrote.
  const sections = new Map(directory.sections as [string, Section][]);
  return { keys: directory.keys, sections };
}

function readAll(file: number, into: Uint8Array, at: number): boolean {
  try {
    for (let done = 0; done < into.byteLength; ) {
      const length = Math.min(2 ** 30, into.byteLength - done);
      const read = readSync(file, into, done, length, at + done);
      if (read === 0) return false;
      done += read;
    }
    return true;
  } catch {
    return false;
  }
}
