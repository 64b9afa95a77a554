/** What is taken from bytes by the places of a record's members is what parsing the record tells. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changedRecord, recordsOfAllKinds } from "../../../../../test/support/trail/changed-records.ts";
import type { TrailEvent } from "../../../../model/index.ts";
import { trailEventOf } from "../../record/trail-event-of.ts";
import { BatchRooms } from "../batch-room.ts";
import { eventsOfBatch } from "../events-of-batch.ts";
import { RecordBatches, recordNumbers, untold } from "../record-batches.ts";
import { RecordScanner } from "../record-scanner.ts";
import { Form } from "./numbered-members.ts";

type Told = { readonly events: readonly TrailEvent[]; readonly faults: readonly string[] };

const reader = RecordScanner.reader();
const rooms = new BatchRooms();

/** As files are read: `parsed` counts the records that had to be parsed. */
function scanned(text: string, chunkBytes: number): Told & { readonly parsed: number } {
  const batches = new RecordBatches(1 << 24, rooms);
  const scanner = new RecordScanner(reader, batches.add);
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    scanner.push(bytes.subarray(from, from + chunkBytes));
  }
  assert.equal(scanner.end(), null);
  const faults: string[] = [];
  let parsed = 0;
  const events = batches.takeAll().flatMap((batch) => {
    const { numbers } = batch.room;
    for (let at = 0; at < batch.told; at += recordNumbers + Math.max(0, numbers[at + 2] ?? 0)) {
      if (numbers[at + 2] === untold) parsed++;
    }
    const found = eventsOfBatch(batch, (why) => faults.push(why));
    rooms.give(batch.room);
    return found;
  });
  return { events, faults, parsed };
}

/** As anyone would write it. */
function told(text: string): Told {
  const events: TrailEvent[] = [];
  const faults: string[] = [];
  for (const record of JSON.parse(text).Records) {
    const found = trailEventOf(record);
    if (found?.ok) events.push(found.value);
    else if (found !== null) faults.push(found.error.why);
  }
  return { events, faults };
}

/** Such that it is what CloudTrail's files hold: a value among the records that is no event is another test's. */
const isEvent = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "eventName" in value && "eventSource" in value;

const text = fc.constantFrom(
  "é\u202f",
  'a "quote" \\ and {"eventName":"AssumeRole"}',
  "\u{1f600}\ud800",
  "\n\t\u0000",
);

/** Texts that JSON writes with escapes, or that are not ASCII, in place of some others. */
function withTexts(value: unknown, texts: readonly string[]): unknown {
  let seen = 0;
  return JSON.parse(JSON.stringify(value), (key, inner) => {
    const isPlain = typeof inner !== "string" || key.startsWith("event") || texts.length === 0;
    if (isPlain || seen++ % 3 !== 0) return inner;
    return `${inner}${texts[seen % texts.length]}`;
  });
}

const other = {
  type: "Root",
  arn: "arn:aws:iam::123456789012:role/other",
  accessKeyId: "ASIAOTHER",
  sourceIdentity: "other",
  externalId: "other",
  serialNumber: "other",
  invokedBy: "other.amazonaws.com",
  expiration: "Nov 1, 2026, 1:00:00 PM",
};

/** Members written twice, letters of keys as escapes: in JSON's own text, as nothing else writes them. */
function rewritten(json: string, twice: number, escapes: number): string {
  let seen = 0;
  const twin = /"(arn|roleArn|userIdentity|requestParameters|responseElements|credentials|eventID)": ?/g;
  const doubled = json.replace(twin, (key) =>
    twice > 0 && ++seen % twice === 0 ? `${key}${JSON.stringify(other)},${key}` : key,
  );
  return doubled.replace(/"(?=(?:type|arn|accountId|sessionContext)":)(.)/g, (start, letter) =>
    escapes > 0 && ++seen % escapes === 0 ? `"\\u00${letter.charCodeAt(0).toString(16)}` : start,
  );
}

/** The end of a file is read by itself: this lies there. */
const last = { eventName: "Decrypt", eventSource: "kms.amazonaws.com", userAgent: "x".repeat(300) };

const file = fc
  .record({
    records: fc.array(
      fc.tuple(
        fc.oneof(changedRecord, fc.constantFrom(...recordsOfAllKinds)),
        fc.array(text, { maxLength: 3 }),
      ),
      { minLength: 1, maxLength: 5 },
    ),
    indent: fc.constantFrom("", " ", "\t"),
    twice: fc.constantFrom(0, 0, 1, 3),
    escapes: fc.constantFrom(0, 0, 1, 4),
  })
  .map(({ records, indent, twice, escapes }) => {
    const Records = [...records.map(([record, texts]) => withTexts(record, texts)).filter(isEvent), last];
    return rewritten(JSON.stringify({ Records }, null, indent), twice, escapes);
  });

test("what is told without parsing is what parsing tells, whatever records hold and however they come", () => {
  let events = 0;
  let parsed = 0;
  fc.assert(
    fc.property(file, fc.constantFrom(100, 4096, 1 << 20, 1 << 20), (json, chunkBytes) => {
      const found = scanned(json, chunkBytes);
      const expected = told(json);
      assert.deepEqual({ events: found.events, faults: found.faults }, expected);
      events += found.events.length;
      parsed += found.parsed;
    }),
    { seed: 11, numRuns: 1500 },
  );
  // The test is of nothing if everything is parsed, or if nothing is.
  assert.ok(parsed > 100 && events - parsed > 500, `${parsed} of ${events} were parsed`);
});

test("records as CloudTrail writes them are not parsed, but for those that lie across two windows", () => {
  const Records = Array.from(
    { length: 400 },
    (_, index) => recordsOfAllKinds[index % recordsOfAllKinds.length],
  );
  const json = JSON.stringify({ Records });
  const { events, parsed } = scanned(json, 1 << 24);
  assert.deepEqual(events, told(json).events);
  assert.equal(events.length, 400);
  assert.ok(parsed <= 1 + json.length / (1 << 16), `${parsed} were parsed`);
});

test("forms fit into the bits that tell them", () => {
  assert.ok(Object.values(Form).every((form) => form < 4));
});
