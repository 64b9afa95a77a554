/** Rows of a CSV as it comes, exactly as RFC 4180 has them: what it does not know is a fault, and is not guessed. */

/** In the bytes that it is told with, quotation marks around it left out. `isDoubled`: two of them in it stand for one. */
export type CsvValue = { readonly start: number; readonly end: number; readonly isDoubled: boolean };

/** Null, or why the file is none that can be read; the values hold until it returns. */
export type TakeRow = (bytes: Uint8Array, values: readonly CsvValue[]) => string | null;

const [quote, comma, lineFeed, carriageReturn] = [0x22, 0x2c, 0x0a, 0x0d] as const;
const State = { begin: 0, bare: 1, quoted: 2, quoteInQuoted: 3, behindReturn: 4 } as const;

/** A longer row is none of an event: CloudTrail's are 1 MB at most. */
const rowBytes = 1 << 24;
/** So is one of more values: Lake's schema has some thirty columns. */
const rowValues = 1000;

export class CsvRows {
  readonly #take: TakeRow;
  #state: (typeof State)[keyof typeof State] = State.begin;
  #values: CsvValue[] = [];
  #start = 0;
  #isDoubled = false;
  /** The open row, and how much of it was looked at. */
  #kept = new Uint8Array(0);
  #read = 0;
  /** Bytes of the file before those that are kept. */
  #before = 0;
  #fault: string | null = null;

  constructor(take: TakeRow) {
    this.#take = take;
  }

  push(chunk: Uint8Array): string | null {
    if (this.#fault !== null) return this.#fault;
    const bytes = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
    const rowStart = this.#look(bytes);
    if (this.#fault === null && bytes.length - rowStart > rowBytes)
      this.#fault = `has a row of more than ${rowBytes} bytes`;
    if (this.#fault !== null) return this.#fault;
    this.#kept = bytes.slice(rowStart);
    this.#before += rowStart;
    this.#read = bytes.length - rowStart;
    this.#start -= rowStart;
    this.#values = this.#values.map(({ start, end, isDoubled }) => ({
      start: start - rowStart,
      end: end - rowStart,
      isDoubled,
    }));
    return null;
  }

  /** The file is at its end; its last row may lack a line's end. */
  end(): string | null {
    if (this.#fault !== null) return this.#fault;
    if (this.#state === State.quoted) return "is cut off: it ends inside of a quoted value";
    const isOpen = this.#kept.length > 0;
    return isOpen ? this.push(Uint8Array.of(lineFeed)) : null;
  }

  /** Where the row begins that is still open. */
  #look(bytes: Uint8Array): number {
    let rowStart = 0;
    let index = this.#read;
    while (index < bytes.length) {
      const byte = bytes[index];
      // In a quoted value the byte is passed over with those behind it.
      const isLineEnd = byte === lineFeed && this.#state !== State.quoted;
      switch (this.#state) {
        case State.begin:
          this.#isDoubled = false;
          this.#start = index;
          if (byte === quote) {
            this.#start = index + 1;
            this.#state = State.quoted;
            break;
          }
          this.#state = State.bare;
          continue;
        case State.quoted: {
          const next = bytes.indexOf(quote, index);
          if (next === -1) return rowStart;
          index = next;
          this.#state = State.quoteInQuoted;
          break;
        }
        case State.quoteInQuoted:
          if (byte === quote) {
            this.#isDoubled = true;
            this.#state = State.quoted;
            break;
          }
          if (!this.#endValue(byte, index, index - 1))
            return this.#wrong(index, "something stands behind a closing quotation mark", rowStart);
          break;
        case State.bare:
          if (byte === quote) return this.#wrong(index, "a quotation mark in a value without any", rowStart);
          this.#endValue(byte, index, index);
          break;
        case State.behindReturn:
          if (byte !== lineFeed) return this.#wrong(index, "a line that ends in half", rowStart);
      }
      index++;
      if (this.#values.length > rowValues) {
        this.#fault = `has a row of more than ${rowValues} values`;
        return rowStart;
      }
      if (isLineEnd) {
        this.#fault = this.#take(bytes, this.#values);
        if (this.#fault !== null) return rowStart;
        this.#values = [];
        this.#state = State.begin;
        rowStart = index;
      }
    }
    return rowStart;
  }

  /** Whether the byte ends a value, which ends before `end`. */
  #endValue(byte: number | undefined, index: number, end: number): boolean {
    if (byte !== comma && byte !== lineFeed && byte !== carriageReturn) return false;
    this.#values.push({ start: this.#start, end: Math.min(end, index), isDoubled: this.#isDoubled });
    this.#state = byte === carriageReturn ? State.behindReturn : State.begin;
    return true;
  }

  #wrong(index: number, what: string, rowStart: number): number {
    this.#fault = `is no CSV at byte ${this.#before + index}: ${what}`;
    return rowStart;
  }
}

export function rowTexts(bytes: Uint8Array, values: readonly CsvValue[]): readonly string[] {
  return values.map((value) => Buffer.from(valueBytes(bytes, value)).toString());
}

/** The value's own bytes. */
export function valueBytes(bytes: Uint8Array, { start, end, isDoubled }: CsvValue): Uint8Array {
  if (!isDoubled) return bytes.subarray(start, end);
  const value = new Uint8Array(end - start);
  let length = 0;
  for (let from = start; from < end; ) {
    const next = bytes.indexOf(quote, from);
    const to = next === -1 || next >= end ? end : next + 1;
    value.set(bytes.subarray(from, to), length);
    length += to - from;
    // The first of two was taken.
    from = to === end ? end : to + 1;
  }
  return value.subarray(0, length);
}
