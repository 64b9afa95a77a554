import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { eventsOfBatch } from "./events-of-batch.ts";
import { type FileLimits, fileLimits, fileTools, readTrailFile } from "./read-trail-file.ts";
import type { RecordBatch } from "./record-batches.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-file-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const tools = fileTools();

const records = Array.from({ length: 3000 }, (_, index) => ({
  eventName: index % 3 === 0 ? "AssumeRole" : "Decrypt",
  eventSource: index % 3 === 0 ? "sts.amazonaws.com" : "kms.amazonaws.com",
  eventTime: "2026-11-26T10:00:00Z",
  eventID: `id${index}`,
  userAgent: "é".repeat(index % 50),
}));
const text = JSON.stringify({ Records: records });
const lakeCsv = ["eventjson", ...records.map((one) => JSON.stringify(one).replaceAll('"', '""'))]
  .map((value) => `"${value}"\n`)
  .join("");

async function read(name: string, contents: Uint8Array, limits: Partial<FileLimits>) {
  const path = join(folder, name);
  writeFileSync(path, contents);
  const ids: string[] = [];
  let streamed = 0;
  const add = (batch: RecordBatch): void => {
    ids.push(...eventsOfBatch(batch, assert.fail).map(({ id }) => id));
  };
  const reading = await readTrailFile(
    { kind: "path", path },
    tools,
    async (batch) => {
      streamed++;
      add(batch);
    },
    { ...fileLimits, ...limits },
  );
  for (const batch of reading.batches) add(batch);
  return { reading, ids, streamed };
}

const expected = records.filter(({ eventName }) => eventName === "AssumeRole").map(({ eventID }) => eventID);
for (const [name, contents] of [
  ["gzip", gzipSync(text)],
  ["zstd", zstdCompressSync(text)],
  ["plain", Buffer.from(text)],
  ["Lake's CSV", gzipSync(lakeCsv)],
] as const) {
  test(`reads a ${name} file the same in one go, in pieces, and twice`, async () => {
    const oneGo = await read(name, contents, {});
    assert.deepEqual([oneGo.ids, oneGo.streamed, oneGo.reading.records], [expected, 0, 3000]);
    const inPieces = await read(name, contents, { inOneGo: 4000 });
    assert.deepEqual([inPieces.ids, inPieces.streamed], [expected, 0]);
    const twice = await read(name, contents, { inOneGo: 4000, heldBytes: 10_000 });
    assert.deepEqual([twice.ids, twice.reading.records], [expected, 3000]);
  });
}

test("hands on nothing of a large file that turns out to be cut off", async () => {
  const whole = gzipSync(text);
  const { reading, ids } = await read("cut", whole.subarray(0, whole.length - 9), {
    inOneGo: 4000,
    heldBytes: 10_000,
  });
  assert.deepEqual(ids, []);
  assert.match(reading.fault?.why ?? "", /is cut off/);
});

test("stops decompressing where a file grows beyond what any trail's does", async () => {
  const bomb = gzipSync(Buffer.alloc(1 << 22, 0x20));
  const { reading } = await read("bomb", bomb, { inOneGo: 4000, fileBytes: 1 << 20 });
  assert.match(reading.fault?.why ?? "", /is larger than 1048576 bytes/);
});

test("takes a beginning of a gzip file for one that is cut off, however short", async () => {
  const whole = gzipSync(text);
  for (const length of [2, 3, 4, 17, 18, 19]) {
    const bytes = Uint8Array.from(whole.subarray(0, length));
    const { fault } = await readTrailFile({ kind: "bytes", bytes }, tools, async () => {});
    assert.match(fault?.why ?? "", /is cut off|is damaged/, `${length} bytes`);
  }
});

test("reads bytes that are too large for one go in pieces", async () => {
  const taken: string[] = [];
  const limits = { ...fileLimits, inOneGo: 4000, heldBytes: 10_000 };
  const take = async (batch: RecordBatch): Promise<void> => {
    taken.push(...eventsOfBatch(batch, assert.fail).map(({ id }) => id));
  };
  const bytes = Uint8Array.from(gzipSync(text));
  const reading = await readTrailFile({ kind: "bytes", bytes }, tools, take, limits);
  for (const batch of reading.batches) await take(batch);
  assert.deepEqual([reading.fault, taken], [null, expected]);
});

test("hands on what a file in one go holds beyond what may be held back", async () => {
  const { reading, ids, streamed } = await read("held", gzipSync(text.padEnd(3 << 20)), {
    heldBytes: 10_000,
  });
  assert.deepEqual([reading.fault, ids], [null, expected]);
  assert.ok(streamed > 0);
});
