/** A file's text, of which nobody says what it is: JSON, or a CSV of CloudTrail Lake's. What a file holds decides, not its name. */
import { CsvRows, rowTexts } from "./csv-rows.ts";
import { type JsonText, LakeCsv, lakeColumn } from "./lake-csv.ts";

/** The first row of a CSV with all of Lake's columns is some hundred bytes; one that names none is a record of 1 MB at most. */
const headBytes = 1 << 21;
const [quote, lineFeed, byteOrderMark] = [0x22, 0x0a, [0xef, 0xbb, 0xbf]] as const;

export class CsvOrJson implements JsonText {
  readonly #json: JsonText;
  /** Null: it is not known yet. */
  #text: JsonText | null = null;
  #head: Uint8Array = new Uint8Array(0);

  constructor(json: JsonText) {
    this.#json = json;
  }

  push(chunk: Uint8Array): string | null {
    if (this.#text !== null) return this.#text.push(chunk);
    const bytes = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const mayBe = bytes.length < 4 || mayBeCsv(bytes);
    if (mayBe && bytes.length < headBytes && !bytes.includes(lineFeed)) {
      this.#head = Uint8Array.from(bytes);
      return null;
    }
    return this.#begin(bytes);
  }

  end(): string | null {
    if (this.#text !== null) return this.#text.end();
    const why = this.#begin(this.#head);
    return why ?? (this.#text ?? this.#json).end();
  }

  #begin(bytes: Uint8Array): string | null {
    const text = withoutMark(bytes);
    const isCsv = mayBeCsv(bytes) && lakeColumn(firstRow(text.subarray(0, headBytes))) !== null;
    this.#text = isCsv ? new LakeCsv(this.#json) : this.#json;
    this.#head = new Uint8Array(0);
    return this.#text.push(isCsv ? text : bytes);
  }
}

const hasMark = (bytes: Uint8Array): boolean => byteOrderMark.every((byte, at) => bytes[at] === byte);
const withoutMark = (bytes: Uint8Array): Uint8Array => (hasMark(bytes) ? bytes.subarray(3) : bytes);

/** A name, or anything that is quoted: JSON's files of events begin otherwise. */
function mayBeCsv(bytes: Uint8Array): boolean {
  const first = withoutMark(bytes)[0] ?? 0;
  return first === quote || ((first | 0x20) >= 0x61 && (first | 0x20) <= 0x7a);
}

function firstRow(bytes: Uint8Array): readonly string[] {
  let found: readonly string[] = [];
  const rows = new CsvRows((row, values) => {
    found = rowTexts(row, values);
    return "is read as far as it is asked for";
  });
  rows.push(bytes);
  if (found.length === 0) rows.end();
  return found;
}
