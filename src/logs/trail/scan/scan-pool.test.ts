import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrailInput } from "./read-trail-file.ts";
import { ScanPool } from "./scan-pool.ts";

const file = (text: string): TrailInput => ({ kind: "bytes", bytes: Buffer.from(text) });
const call = { eventName: "AssumeRole", eventSource: "sts.amazonaws.com", eventID: "1" };

test("a thread that ends by itself ends all reading, and leaves nobody waiting", {
  timeout: 20_000,
}, async () => {
  const pool = new ScanPool(1);
  try {
    // Made of nothing, which only a bug could do.
    const broken: TrailInput = JSON.parse('{"kind":"bytes"}');
    const reads = [broken, ...Array.from({ length: 5 }, () => file('{"Records":[]}'))].map((input) =>
      pool.read(input, async () => {}),
    );
    for (const { status } of await Promise.allSettled(reads)) assert.equal(status, "rejected");
    await assert.rejects(pool.read(file('{"Records":[]}'), async () => {}));
  } finally {
    await pool.close();
  }
});

test("files given ahead are answered in their order, each with its own", { timeout: 20_000 }, async () => {
  const pool = new ScanPool(2);
  try {
    const reads = Array.from({ length: 40 }, (_, index) => {
      const Records = Array.from({ length: index }, () => call);
      return pool.read(file(JSON.stringify({ Records })), async () => {});
    });
    const readings = await Promise.all(reads);
    assert.deepEqual(
      readings.map(({ records }) => records),
      readings.map((_, index) => index),
    );
    for (const { batches } of readings) for (const batch of batches) pool.release(batch);
  } finally {
    await pool.close();
  }
});
