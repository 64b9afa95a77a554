import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { corruptedFiles, corruptionKinds } from "../../../../test/support/trail/corrupted-files.ts";
import { record, samlRecord, switchRecord, userIdentity } from "../../../../test/support/trail/records.ts";
import { trailEventOf } from "./trail-event-of.ts";

const good = [
  JSON.stringify({ Records: [samlRecord, switchRecord, record("AssumeRole", { userIdentity })] }),
  JSON.stringify({ Records: Array.from({ length: 40 }, () => samlRecord) }),
];

/** Read the plainest way: what that can't read whole must be named by any reader. */
function recordsOf(bytes: Buffer, name: string): readonly unknown[] | null {
  try {
    const text = name.endsWith(".gz")
      ? gunzipSync(bytes, { maxOutputLength: 2 ** 26 }).toString()
      : String(bytes);
    const { Records: records } = JSON.parse(text);
    return Array.isArray(records) ? records : null;
  } catch {
    return null;
  }
}

test("What is told of a corrupted file is so, the same seed makes the same bytes, and no record of one throws", () => {
  const made = [...corruptedFiles(good, 160, 7)];
  assert.deepEqual(made, [...corruptedFiles(good, 160, 7)]);
  assert.equal(new Set(made.map(({ kind }) => kind)).size, corruptionKinds.length);
  assert.equal(new Set(made.map(({ name }) => name)).size, made.length);
  for (const { name, bytes, expected, records } of made) {
    const read = recordsOf(bytes, name);
    if (expected === "skipped") assert.equal(read, null, name);
    if (expected === "read") assert.equal(read?.length, records, name);
    for (const one of read ?? []) trailEventOf(one);
  }
});
