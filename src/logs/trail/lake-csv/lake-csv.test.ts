import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { randomRecords } from "../../../../test/support/trail/random-records.ts";
import { RecordScanner, type RecordSink } from "../scan/record-scanner.ts";
import { CsvOrJson } from "./csv-or-json.ts";
import { CsvRows, rowTexts } from "./csv-rows.ts";

const csvText = (rows: readonly (readonly string[])[], isBare = false, lineEnd = "\n"): string =>
  rows
    .map((row) =>
      row
        .map((value) =>
          isBare && value !== "" && !/[",\r\n]/.test(value) ? value : `"${value.replaceAll('"', '""')}"`,
        )
        .join(","),
    )
    .join(lineEnd);

function inChunks(text: string | Uint8Array, size: number): readonly Uint8Array[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, at * size + size),
  );
}

function rowsOf(text: string, size: number): { rows: readonly (readonly string[])[]; why: string | null } {
  const rows: (readonly string[])[] = [];
  const reader = new CsvRows((bytes, values) => {
    rows.push(rowTexts(bytes, values));
    return null;
  });
  for (const chunk of inChunks(text, size)) reader.push(chunk);
  return { rows, why: reader.end() };
}

const chunkBytes = fc.integer({ min: 1, max: 40 });

test("rows are read as they were written, in chunks of whatever size", () => {
  const value = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom('"', ',"', "\r\n", "", '""', "é"));
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 4 })
        .chain((columns) =>
          fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { minLength: 1 }),
        ),
      chunkBytes,
      fc.boolean(),
      fc.constantFrom("\n", "\r\n"),
      (rows, size, isBare, lineEnd) => {
        const wellFormed = rows.map((row) => row.map((one) => Buffer.from(one).toString()));
        const told = rowsOf(csvText(wellFormed, isBare, lineEnd), size);
        assert.deepEqual(told, { rows: wellFormed, why: null });
        assert.deepEqual(rowsOf(`${csvText(wellFormed, isBare, lineEnd)}${lineEnd}`, size).rows, wellFormed);
      },
    ),
  );
});

for (const [name, text, why] of [
  ["escapes quotation marks by backslashes", '"{\\"a\\":1}"\n', /at byte 4: .*behind a closing/],
  ["has quotation marks in a bare value", 'a,{"b":1}\n', /at byte 3: a quotation mark in a value without/],
  ["ends lines in half", "a\rb\n", /at byte 2: a line that ends in half/],
  ["ends inside of a value", '"a,b\n', /is cut off/],
] as const) {
  test(`what ${name} is no CSV`, () => {
    for (const size of [1, 3, 100]) assert.match(rowsOf(text, size).why ?? "", why);
  });
}

const reader = RecordScanner.reader();
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function scanned(text: string | Uint8Array, size: number) {
  const found: unknown[] = [];
  const record: RecordSink["record"] = (bytes, start, end, mayWrap) => {
    assert.ok(mayWrap);
    const value: unknown = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString());
    found.push(isObject(value) && Object.hasOwn(value, "eventData") ? value.eventData : value);
  };
  const scanner = new RecordScanner(reader, { record, members: null });
  const file = new CsvOrJson(scanner);
  for (const chunk of inChunks(text, size)) file.push(chunk);
  return { found, why: file.end(), scanner };
}

const records = randomRecords(11, 60);
const texts = records.map((record) => JSON.stringify(record));
const ofRecords = scanned(JSON.stringify(records), 1 << 20);
const hostile = ['"', "\n", ',"{""eventName"":""AssumeRole""}"', "{eventName=AssumeRole}", "é\u2028", ""];

for (const [name, text] of [
  ["of one column", csvText([["eventjson"], ...texts.map((one) => [one])])],
  ["of one column that is not named", csvText(texts.map((one) => [one]))],
  ["with a mark before it", `\ufeff${csvText([["eventJson"], ...texts.map((one) => [one])])}`],
  [
    "of several columns, and whatever stands in them",
    csvText(
      [
        ["eventtime", "eventJson", "requestparameters"],
        ...texts.map((one, at) => ["t", one, hostile[at % 6] ?? ""]),
      ],
      true,
      "\r\n",
    ),
  ],
] as const) {
  test(`a CSV ${name} tells the records and the accounts that JSON does`, () => {
    for (const size of [7, 64, 4096, 1 << 22]) {
      const { found, why, scanner } = scanned(text, size);
      assert.deepEqual([why, scanner.strange], [null, 0]);
      assert.equal(scanner.records, records.length);
      assert.deepEqual(found, ofRecords.found);
      assert.deepEqual(scanner.accounts, ofRecords.scanner.accounts);
    }
  });
}

test("a value that is no record is counted, and takes nothing with it", () => {
  const values = ["", "{", "[1]", '{"a":1}} {"b":{}', '{"a":"', texts[0] ?? "", "null"];
  const { why, scanner, found } = scanned(csvText([["eventjson"], ...values.map((one) => [one])]), 9);
  assert.deepEqual([why, scanner.records, scanner.strange], [null, 7, 6]);
  assert.ok(found.length <= 1);
});

test("a result without rows holds nothing, and that is no fault", () => {
  const { why, scanner } = scanned('"eventjson"\n', 5);
  assert.deepEqual([why, scanner.records], [null, 0]);
});

for (const [name, text, why] of [
  [
    "of other columns",
    csvText([
      ["eventID", "eventName", "userIdentity"],
      ["e", "AssumeRole", "{type=AssumedRole, arn=arn:aws:sts::111111111111:assumed-role/a/b, c}"],
    ]),
    /without the column eventjson.*SELECT eventjson FROM.*--events lake:/,
  ],
  ["that has it twice", '"eventjson","eventjson"\n', /without the column eventjson/],
  ["without names that has other columns, too", csvText([["t", texts[0] ?? ""]]), /without the column/],
  ["with a short row", '"eventjson","eventtime"\n"{}","t"\n"{}"\n', /^has 1 values in row 3, and 2 columns$/],
  ["that is cut off", '"eventjson"\n"{""a"":', /is cut off/],
  ["that escapes otherwise", '"eventjson"\n"{\\"a\\":1}"\n', /^is no CSV at byte 16/],
  ["with a row without end", `"eventjson"\n${"a,".repeat(3000)}`, /^has a row of more than 1000 values$/],
  ["of somebody else's", "name,age\nada,36\n", /is no JSON at byte 0/],
] as const) {
  test(`a CSV ${name} is refused, and says why`, () => {
    for (const size of [1, 64, 1 << 20]) assert.match(scanned(text, size).why ?? "", why);
  });
}

test("a text of nothing but commas is not looked at longer than it takes to see that it is nothing", () => {
  assert.match(scanned("a,".repeat(1 << 20), 1 << 22).why ?? "", /is no JSON at byte 0/);
});

test("JSON is read as it was", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), chunkBytes, (text, size) => {
      const scanner = new RecordScanner(reader, { record: () => {}, members: null });
      for (const chunk of inChunks(text, size)) scanner.push(chunk);
      const why = scanner.end();
      assert.equal(scanned(text, size).why, why);
    }),
  );
});
