/**
 * Results that CloudTrail Lake saved to S3: CSV with the query's columns in its first row. A record is exact in the column `eventjson`
 * alone, which is what CloudTrail wrote. The others can't be read back: Lake's schema makes maps of requestParameters and responseElements
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-supported-event-schemas.html), and of maps and structures a CSV tells
 * texts without quotation marks, in which the caller's own words can't be told from what stands around them. A file without that column
 * is refused, with what to ask Lake for instead.
 */
import { CsvRows, type CsvValue, rowTexts, valueBytes } from "./csv-rows.ts";

/** What is told of JSON: a `RecordScanner`. Null, or why it is no file of events. */
export type JsonText = { push(bytes: Uint8Array): string | null; end(): string | null };

const exactColumn = "eventjson";

/** Of Lake's schema: one of them in the first row, and the file is Lake's. */
const lakeColumns: ReadonlySet<string> = new Set([
  "eventversion",
  "useridentity",
  "eventtime",
  "eventsource",
  "eventname",
  "awsregion",
  "sourceipaddress",
  "errorcode",
  "requestparameters",
  "responseelements",
  "eventid",
  "recipientaccountid",
  "sharedeventid",
]);

const refusal =
  "is a CSV of CloudTrail Lake's without the column eventjson, and no other tells a record as CloudTrail wrote it: save the result of SELECT eventjson FROM EVENT-DATA-STORE WHERE eventtime >= '…' instead, or name the event data store itself (--events lake:EVENT-DATA-STORE-ID)";

const outBytes = 1 << 20;
const [openList, closeList] = [Buffer.from("["), Buffer.from("]")];
const wrapperStart = Buffer.from('{"eventData":');
const wrapperEnd = Buffer.from("}");
/** What stands for a value that is no record, so that it is counted. */
const noRecord = Buffer.from("0");
const between = Buffer.from(",\n");

/** Where a CSV of Lake's has records, and whether its first row names columns or is one of them. */
type LakeColumn = { readonly column: number; readonly isNamed: boolean };

/** By the values of the first row; null: it is something else. */
export function lakeColumn(first: readonly string[]): LakeColumn | "refused" | null {
  const names = first.map((name) => name.trim().toLowerCase());
  const column = names.indexOf(exactColumn);
  if (column !== -1) return names.lastIndexOf(exactColumn) === column ? { column, isNamed: true } : "refused";
  if (names.some((name) => lakeColumns.has(name))) return "refused";
  // That each file of a result names its columns is not written down: one column without a name can be one thing alone.
  const values = first.filter((value) => isEvent(value));
  if (values.length === 0) return null;
  return first.length === 1 ? { column: 0, isNamed: false } : "refused";
}

function isEvent(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  const value = objectIn(Buffer.from(text));
  return value !== null && /"eventName"\s*:/.test(text) && /"eventSource"\s*:/.test(text);
}

/** Hands on each record as JSON, all of them as one list. */
export class LakeCsv implements JsonText {
  readonly #json: JsonText;
  readonly #rows: CsvRows;
  #columns: number | null = null;
  #column = 0;
  #row = 0;
  #records = 0;
  #out = Buffer.alloc(0);
  #used = 0;

  constructor(json: JsonText) {
    this.#json = json;
    this.#rows = new CsvRows((bytes, values) => this.#take(bytes, values));
  }

  push(chunk: Uint8Array): string | null {
    return this.#rows.push(chunk) ?? this.#flush();
  }

  end(): string | null {
    const why = this.#rows.end();
    if (why !== null) return why;
    this.#write(closeList);
    return this.#flush() ?? this.#json.end();
  }

  #take(bytes: Uint8Array, values: readonly CsvValue[]): string | null {
    this.#row++;
    if (this.#columns === null) return this.#begin(bytes, values);
    return values.length === this.#columns
      ? this.#record(bytes, values)
      : `has ${values.length} values in row ${this.#row}, and ${this.#columns} columns`;
  }

  #record(bytes: Uint8Array, values: readonly CsvValue[]): string | null {
    const value = values[this.#column];
    if (this.#records++ > 0) this.#write(between);
    const record = value === undefined ? null : objectIn(valueBytes(bytes, value));
    if (record === null) this.#write(noRecord);
    else {
      this.#write(wrapperStart);
      this.#write(record);
      this.#write(wrapperEnd);
    }
    return this.#used > outBytes ? this.#flush() : null;
  }

  #begin(bytes: Uint8Array, values: readonly CsvValue[]): string | null {
    const found = lakeColumn(rowTexts(bytes, values));
    if (found === null || found === "refused") return refusal;
    this.#columns = values.length;
    this.#column = found.column;
    this.#write(openList);
    return found.isNamed ? null : this.#record(bytes, values);
  }

  #write(bytes: Uint8Array): void {
    if (this.#out.length < this.#used + bytes.length) {
      const larger = Buffer.alloc(Math.max(2 * this.#out.length, this.#used + bytes.length, 1 << 16));
      larger.set(this.#out.subarray(0, this.#used));
      this.#out = larger;
    }
    this.#out.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #flush(): string | null {
    const text = this.#out.subarray(0, this.#used);
    this.#used = 0;
    // Copied, for whoever takes it may keep a part of it.
    return text.length === 0 ? null : this.#json.push(Uint8Array.from(text));
  }
}

/** One object, and nothing else: what a value holds can't reach beyond its row. Null: it is none. */
function objectIn(bytes: Uint8Array): Uint8Array | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? bytes : null;
  } catch {
    return null;
  }
}
