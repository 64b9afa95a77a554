import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { trailEventOf } from "../record/trail-event-of.ts";
import { eventOfValue } from "./event-of-value.ts";
import { RecordScanner, type ScanLimits, scanLimits } from "./record-scanner.ts";

const reader = RecordScanner.reader();

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type Scan = {
  readonly found: readonly unknown[];
  readonly fault: string | null;
  readonly scanner: RecordScanner;
};

/** The events of the calls, in chunks of so many bytes, as whoever parses what is handed out has them. */
function scanned(text: string | Uint8Array, chunkBytes: number, limits: ScanLimits = scanLimits): Scan {
  const found: unknown[] = [];
  const scanner = new RecordScanner(
    reader,
    {
      record: (bytes, start, end, mayWrap) => {
        const value = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString());
        const event = mayWrap ? eventOfValue(value) : value;
        if (isObject(event) && trailEventOf(event) !== null) found.push(event);
      },
      members: null,
    },
    limits,
  );
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    scanner.push(bytes.subarray(from, from + chunkBytes));
  }
  return { found, fault: scanner.end(), scanner };
}

/** What anyone would write: parse it all, then look. Null: no JSON that can hold an event. */
function naive(text: string): readonly unknown[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(value) && !isObject(value)) return null;
  const records: unknown = isObject(value) ? value.Records : null;
  const list: readonly unknown[] | null = Array.isArray(records) ? records : null;
  const items: readonly unknown[] = list ?? (Array.isArray(value) ? value : [value]);
  return items
    .map((item) => (list === null ? eventOfValue(item) : item))
    .filter((event) => isObject(event) && trailEventOf(event) !== null);
}

const name = fc.constantFrom("AssumeRole", "Decrypt", "CreateSession", "AssumeRoleX", "", 7, null, {});
const source = fc.constantFrom(
  "sts.amazonaws.com",
  "kms.amazonaws.com",
  "s3express.amazonaws.com",
  7,
  null,
  [],
);
const hostile = fc.constantFrom(
  '"}],"Records":[{"eventName":"AssumeRole","eventSource":"sts.amazonaws.com"}]}',
  '\\"eventName\\":\\"AssumeRole\\"',
  '{"eventName":"AssumeRole"}',
  "\\",
  '\\\\"',
  "\u2028é😀\u0000\n",
  "x".repeat(200),
);
const key = fc.constantFrom(
  "eventName",
  "eventSource",
  "Records",
  "event",
  "eventData",
  "a",
  '"',
  "\\",
  "requestParameters",
);
const nested = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    hostile,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    fc.record({ eventName: name, eventSource: source }),
  ),
})).value;
const record = fc.record(
  {
    eventName: name,
    eventSource: source,
    requestParameters: nested,
    recipientAccountId: fc.constantFrom("123456789012", 5),
    userAgent: hostile,
    other: nested,
  },
  { requiredKeys: [] },
);
const item = fc.oneof(
  { weight: 4, arbitrary: record },
  { weight: 1, arbitrary: fc.record({ eventData: record, eventMetadata: nested }) },
  { weight: 1, arbitrary: fc.record({ event: record.map((one) => JSON.stringify(one)) }) },
  { weight: 1, arbitrary: nested },
);
const items = fc.array(item, { maxLength: 6 });
const indent = fc.constantFrom("", " ", "\t", "          ");
/** Letters of keys and names as `\u…`, where it makes no difference to JSON. */
const withEscapes = (text: string, every: number): string => {
  let seen = 0;
  return text.replace(/(?<=(?:event|Assume|Record))[A-Za-z]/g, (letter) =>
    seen++ % every === 0 ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter,
  );
};
const document = fc
  .record({
    items,
    indent,
    shape: fc.constantFrom("records", "list", "records behind"),
    escapes: fc.constantFrom(0, 1, 3),
  })
  .map(({ items, indent, shape, escapes }) => {
    const value =
      shape === "records"
        ? { Records: items }
        : shape === "list"
          ? items
          : { a: items, Records: items, b: 1 };
    const text = JSON.stringify(value, null, indent);
    return escapes === 0 ? text : withEscapes(text, escapes);
  });

test("finds the records that parsing everything finds, however the bytes come", () => {
  fc.assert(
    fc.property(document, fc.constantFrom(1, 7, 64, 100_000), (text, chunkBytes) => {
      const { found, fault } = scanned(text, chunkBytes);
      const expected = naive(text);
      assert.notEqual(expected, null);
      if (fault === null) assert.deepEqual(found, expected);
      else {
        assert.match(fault, /no events of CloudTrail|is empty/);
        assert.deepEqual(expected, []);
      }
    }),
    { numRuns: 500 },
  );
});

test("takes nothing for JSON that is none, and nothing that is JSON for something else", () => {
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat(2),
    put: fc.constantFrom(
      "",
      '"',
      "\\",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      " ",
      "0",
      "-",
      "e",
      "t",
      "\u0001",
      "é",
      "\\u00",
      "nul",
    ),
  });
  let judged = 0;
  fc.assert(
    fc.property(document, edit, fc.constantFrom(3, 64, 100_000), (text, { at, remove, put }, chunkBytes) => {
      const place = at % (text.length + 1);
      const edited = text.slice(0, place) + put + text.slice(place + remove);
      const expected = naive(edited);
      const { found, fault } = scanned(edited, chunkBytes);
      // A value behind the value is good for us: events one after another.
      if (expected === null) assert.notEqual(fault, null, edited);
      else if (fault === null) assert.deepEqual(found, expected);
      else assert.doesNotMatch(fault, /is no JSON at|is cut off/);
      judged++;
    }),
    { numRuns: 700 },
  );
  assert.equal(judged, 700);
});

const sts = { eventName: "AssumeRole", eventSource: "sts.amazonaws.com", recipientAccountId: "123456789012" };
const text = JSON.stringify(sts);

const shapes: readonly (readonly [name: string, text: string, found: number])[] = [
  ["CloudTrail's file", `{"Records":[${text},${text}]}`, 2],
  ["one whose list has an escaped name", `{"\\u0052ecords":[${text}]}`, 1],
  ["one with a byte order mark", `\uFEFF{"Records":[${text}]}`, 1],
  ["a list of events", `[${text}]`, 1],
  ["events a line", `${text}\n${text}\n`, 2],
  [
    "events one after another, laid out",
    `${JSON.stringify(sts, null, 2)}\n${JSON.stringify(sts, null, 2)}`,
    2,
  ],
  ["an event alone", text, 1],
  ["Lake's wrapper", `{"eventMetadata":{"ruleVersion":"1"},"eventData":${text}}`, 1],
  ["EventBridge's wrapper", `{"detail-type":"AWS API Call via CloudTrail","detail":${text}}`, 1],
  ["an event as a text", `[{"event":${JSON.stringify(text)}}]`, 1],
  [
    "what lookup-events tells",
    `{"Events":[{"EventName":"AssumeRole","CloudTrailEvent":${JSON.stringify(text)}}]}`,
    1,
  ],
  ["files one after another", `{"Records":[${text}]}{"Records":[${text}]}`, 2],
  ["no events at all", '{"Records":[]}', 0],
  [
    "the same key twice: the last counts",
    `{"Records":[{"eventName":"AssumeRole","eventSource":"sts.amazonaws.com","eventName":"X"}]}`,
    0,
  ],
];
for (const [name, text, found] of shapes) {
  test(`reads ${name}`, () => {
    for (const chunkBytes of [1, 64, 1000]) {
      const scan = scanned(text, chunkBytes);
      assert.equal(scan.fault, null);
      assert.equal(scan.found.length, found);
    }
  });
}

const faults: readonly (readonly [name: string, text: string, fault: RegExp])[] = [
  ["nothing", "", /is empty/],
  ["white space alone", " \n", /is empty/],
  ["text", "Dear reader", /is no JSON at byte 0/],
  ["a file that is cut off in a text", `{"Records":[${text},{"eventName":"Ass`, /is cut off/],
  ["a file that is cut off behind a record", `{"Records":[${text}`, /is cut off/],
  ["a text without an end behind the file", `{"Records":[${text}]}"abc`, /is no JSON|is cut off/],
  ["other JSON", '{"configurationItems":[{"resourceType":"AWS::IAM::Role"}]}', /no events of CloudTrail/],
  ["two lists of records", `{"Records":[${text}],"Records":[]}`, /two lists/],
  ["a backslash outside of texts", `{"Records":[]\\n}`, /is no JSON/],
];
for (const [name, text, fault] of faults) {
  test(`tells ${name} apart`, () => {
    for (const chunkBytes of [1, 64, 1000]) assert.match(scanned(text, chunkBytes).fault ?? "", fault);
  });
}

test("passes over a record that is too long, and over texts without end, in little memory", () => {
  const limits = { recordBytes: 1000, depth: 64 };
  const long = JSON.stringify({ ...sts, userAgent: "\\x".repeat(5000) });
  const other = JSON.stringify({
    eventName: "Decrypt",
    eventSource: "kms.amazonaws.com",
    a: "y".repeat(5000),
  });
  for (const chunkBytes of [64, 700, 100_000]) {
    const { found, fault, scanner } = scanned(`{"Records":[${long},${text},${other}]}`, chunkBytes, limits);
    assert.equal(fault, null);
    assert.deepEqual([found.length, scanner.records, scanner.oversized, scanner.strange], [1, 3, 1, 0]);
  }
});

test("refuses what is nested too deep, and reads what is just not", () => {
  const nest = (depth: number): string =>
    `{"Records":[{"eventName":"X","a":${"[".repeat(depth)}${"]".repeat(depth)}}]}`;
  const limits = { recordBytes: 1 << 20, depth: 64 };
  assert.equal(scanned(nest(61), 100, limits).fault, null);
  assert.match(scanned(nest(62), 100, limits).fault ?? "", /is no JSON/);
});

test("knows the accounts of all events", () => {
  const other = JSON.stringify({
    eventName: "Decrypt",
    eventSource: "kms.amazonaws.com",
    recipientAccountId: "000000000007",
  });
  assert.deepEqual([...scanned(`[${text},${other}]`, 50).scanner.accounts], [123456789012, 7]);
});
