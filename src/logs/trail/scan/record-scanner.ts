/**
 * Finds the records in a trail's file as it comes, by JSON's own structure: every token is read as the grammar says, so that
 * nothing that stands in a text or deeper than a record can pass for one. Records that can't be one of the calls are passed over
 * without being made into anything; the others are handed out as bytes, good JSON each.
 *
 * Taken as records: the elements of `Records` in CloudTrail's files (of `Events` in what `lookup-events` tells), of a list of
 * events, and events one after another (NDJSON, however it is laid out); in these two, an event under a wrapper's key too.
 */
import { endBefore, escapeFault, isScalar } from "./json-texts.ts";
import { findMembers } from "./members/find-members.ts";
import { type FoundMembers, MemberFinder } from "./members/member-finder.ts";
import { askedKeys, Key, type KeyKind, keyOf, RecordWatch } from "./record-watch.ts";
import { State } from "./tokens/layout.ts";
import { TokenReader, toldNumbers, windowBytes } from "./tokens/token-reader.ts";

export type ScanLimits = {
  /** A longer record is passed over and counted. CloudTrail's own are 1 MB at most. */
  readonly recordBytes: number;
  readonly depth: number;
};

export const scanLimits: ScanLimits = { recordBytes: 8 << 20, depth: 512 };

/**
 * A record that may be one of the calls: `bytes[start, end)`, to be copied or parsed before the call returns. `mayWrap`: the event
 * may lie in a wrapper. In CloudTrail's own files it never does. `members`: where in it those stand that are read, until the call
 * returns; null: it has to be parsed.
 */
export type RecordSink = (
  bytes: Uint8Array,
  start: number,
  end: number,
  mayWrap: boolean,
  members: FoundMembers | null,
) => void;

const [quote, backslash] = [0x22, 0x5c] as const;
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d] as const;
const none = -1;

/** So many bytes are left until more come: what is read behind a token is always at hand. */
const lag = 64;

export class RecordScanner {
  /** Records of any kind, those of them that are no events of CloudTrail's, and those too long to be looked at. */
  records = 0;
  strange = 0;
  oversized = 0;
  readonly #watch = new RecordWatch();
  readonly #reader: TokenReader;
  readonly #finder: MemberFinder;
  readonly #sink: RecordSink;
  readonly #limits: ScanLimits;

  /** Depth at which records open: 0 at the top, 1 in a list there, 2 in `Records`; none behind `Records`. */
  #listDepth = 0;
  #mayWrap = true;
  #hadList = false;
  #hadTwo = false;
  /** Depths of what is inside of the open record and of its wrapper; none: no such thing is open. */
  #recordDepth = none;
  #wrapperDepth = none;
  #key: KeyKind = Key.other;

  /** Where the bytes begin whose tokens the reader told last. */
  #base = 0;
  /** In the bytes at hand: where the open record begins; none: there is none, or it is too long. */
  #recordStart = none;
  /** A text that holds escapes, whose end is not known yet: where it begins. */
  #escapedStart = none;
  #escapedIsKey = false;
  /** The last token, if it begins before the bytes that are kept. */
  #lostByte = 0;
  /** What is needed of bytes that came before, and how many of them are read. */
  #kept = new Uint8Array(0);
  #read = 0;
  /** Bytes of the file before those at hand. */
  #before = 0;
  #fault: string | null = null;

  constructor(reader: TokenReader, sink: RecordSink, limits: ScanLimits = scanLimits) {
    this.#reader = reader;
    this.#finder = new MemberFinder(reader);
    reader.reset(limits.depth);
    this.#sink = sink;
    this.#limits = limits;
  }

  /** A reader that tells what a scanner needs; one scanner at a time. */
  static reader(): TokenReader {
    return new TokenReader(askedKeys, [findMembers]);
  }

  /** Accounts whose events these are, of any kind. */
  get accounts(): ReadonlySet<number> {
    return this.#watch.accounts;
  }

  /** Reads on. Null, or why this is no file of events; it stays so. */
  push(chunk: Uint8Array): string | null {
    if (this.#fault !== null) return this.#fault;
    let bytes = chunk;
    if (this.#kept.length > 0) {
      bytes = new Uint8Array(this.#kept.length + chunk.length);
      bytes.set(this.#kept);
      bytes.set(chunk, this.#kept.length);
    }
    if (
      this.#before === 0 &&
      this.#read === 0 &&
      bytes[0] === 0xef &&
      bytes[1] === 0xbb &&
      bytes[2] === 0xbf
    ) {
      bytes = bytes.subarray(3);
      this.#before = 3;
    }
    const whole = bytes.length - lag - ((bytes.length - lag - this.#read) % 64);
    while (this.#read < whole) {
      const from = this.#read;
      this.#read = Math.min(from + windowBytes, whole);
      const count = this.#reader.read(bytes, from, this.#read);
      const wrong = this.#reader.fault;
      this.#fault =
        wrong === null
          ? this.#look(bytes, from, count)
          : this.#wrong(from + wrong, "JSON has no such thing there");
      if (this.#fault !== null) return this.#fault;
    }
    this.#keep(bytes);
    return this.#fault;
  }

  /** The file is at its end. Null, or why it isn't whole or no file of events. */
  end(): string | null {
    // A last token, so that the one before it is read; inside of an open text it is none.
    const tail = new Uint8Array(3 * lag).fill(0x20);
    tail[0] = openList;
    const place = this.#before + this.#kept.length;
    this.push(tail);
    if (this.#fault !== null) return this.#fault;
    const isOver = this.#before + this.#read + this.#reader.lastPlace === place;
    if (!isOver || !this.#reader.isAtTop) return "is cut off: it ends inside of its JSON";
    if (this.#hadTwo) return "holds two lists of records in one object";
    if (this.records === 0 && !this.#hadList) return "is empty";
    if (this.records > 0 && this.strange === this.records) return "holds no events of CloudTrail";
    return null;
  }

  /** Keeps what is needed when more comes: what is not read, the last token, the open record. */
  #keep(bytes: Uint8Array): void {
    const isLong = (start: number): boolean => this.#read - start > this.#limits.recordBytes;
    if (isLong(this.#recordStart)) this.#recordStart = none;
    if (isLong(this.#escapedStart)) this.#escapedStart = none;
    const last = this.#read + this.#reader.lastPlace;
    let start = this.#read;
    if (last >= 0 && isLong(last)) this.#fault = this.#lose(bytes, last);
    else if (last >= 0) start = Math.min(start, last);
    if (this.#recordStart !== none) start = Math.min(start, this.#recordStart);
    if (this.#escapedStart !== none) start = Math.min(start, this.#escapedStart);
    this.#kept = bytes.slice(start);
    this.#before += start;
    this.#read -= start;
    if (this.#recordStart !== none) this.#recordStart -= start;
    if (this.#escapedStart !== none) this.#escapedStart -= start;
  }

  /** A text (or white space) without end: what began it is all that is kept of it. */
  #lose(bytes: Uint8Array, last: number): string | null {
    this.#lostByte = bytes[last] ?? 0;
    switch (this.#lostByte) {
      case backslash:
        return escapeFault(bytes, last) ? this.#wrong(last, "JSON has no such escape") : null;
      case quote:
      case openObject:
      case closeObject:
      case openList:
      case closeList:
      case 0x2c:
      case 0x3a:
        return null;
      default:
        return this.#wrong(last, "a number without end");
    }
  }

  /** Looks at what the reader told: some twenty tokens for each record of a trail. */
  #look(bytes: Uint8Array, base: number, count: number): string | null {
    const told = this.#reader.told;
    this.#base = base;
    for (let index = 0; index < count * toldNumbers; index += toldNumbers) {
      const place = base + (told[index] ?? 0);
      const behind = base + (told[index + 1] ?? 0);
      const where = told[index + 2] ?? 0;
      const depth = where >> 4;
      const byte = place < 0 ? this.#lostByte : bytes[place];
      switch (byte) {
        case quote: {
          const state = where & 15;
          const isKey = state === State.key || state === State.firstKey;
          if (bytes[behind] === backslash) {
            this.#escapedStart = place < 0 ? none : place + 1;
            this.#escapedIsKey = isKey;
          } else if (place < 0) this.#endText(bytes, 0, 0, isKey, depth, false);
          else this.#endText(bytes, place + 1, endBefore(bytes, behind) - 1, isKey, depth, false);
          break;
        }
        case backslash:
          if (place >= 0 && escapeFault(bytes, place)) return this.#wrong(place, "JSON has no such escape");
          if (this.#escapedStart !== none && bytes[behind] !== backslash) {
            const start = this.#escapedStart;
            this.#escapedStart = none;
            this.#endText(bytes, start, endBefore(bytes, behind) - 1, this.#escapedIsKey, depth, true);
          }
          break;
        case openObject:
        case openList:
          this.#open(byte === openObject, place, depth);
          break;
        case closeObject:
        case closeList:
          this.#close(bytes, place + 1, depth);
          break;
        default:
          if (place < 0 || !isScalar(bytes, place, behind))
            return this.#wrong(place, "JSON has no such value");
          if (depth === this.#listDepth) this.#strangeItem();
      }
    }
    return null;
  }

  #endText(
    bytes: Uint8Array,
    start: number,
    end: number,
    isKey: boolean,
    depth: number,
    escaped: boolean,
  ): void {
    const isOfRecord = depth === this.#recordDepth || depth === this.#wrapperDepth;
    if (!isKey) {
      if (isOfRecord && (this.#key !== Key.wrapper || this.#mayWrap)) {
        this.#watch.text(this.#key, bytes, start, end, escaped);
      }
      if (depth === this.#listDepth) this.#strangeItem();
      this.#key = Key.other;
      return;
    }
    this.#key = isOfRecord || depth === 1 ? keyOf(bytes, start, end, escaped) : Key.other;
    if (this.#key !== Key.records && this.#key !== Key.events) return;
    if (this.#listDepth === none) this.#hadTwo = true;
    // A list of records is asked for at the top alone.
    if (depth !== 1) this.#key = Key.other;
  }

  /** At `depth` something opens; what lies in it is a level deeper. */
  #open(isObject: boolean, index: number, depth: number): void {
    const key = this.#key;
    this.#key = Key.other;
    if (depth === this.#listDepth) {
      if (isObject) {
        this.#recordStart = index;
        this.#recordDepth = depth + 1;
        this.#watch.begin();
      } else if (depth === 0) {
        this.#listDepth = 1;
        this.#hadList = true;
      } else this.#strangeItem();
    } else if (depth === this.#recordDepth) {
      const isList = key === Key.records || key === Key.events;
      if (isList && !isObject && this.#listDepth === 0) {
        // It was no record that opened, but what holds them.
        this.#recordStart = none;
        this.#recordDepth = none;
        this.#listDepth = 2;
        this.#mayWrap = key === Key.events;
        this.#hadList = true;
      } else if (key === Key.wrapper && isObject && this.#mayWrap) this.#wrapperDepth = depth + 1;
    }
  }

  /** Something closes that had opened at `depth`. */
  #close(bytes: Uint8Array, end: number, depth: number): void {
    this.#key = Key.other;
    if (depth === this.#recordDepth) this.#wrapperDepth = none;
    else if (depth === this.#listDepth) {
      if (this.#recordDepth !== none) this.#endRecord(bytes, end);
    } else if (depth === 0) this.#listDepth = 0;
    else if (this.#listDepth === 2) {
      this.#listDepth = none;
      this.#mayWrap = true;
    }
  }

  #endRecord(bytes: Uint8Array, end: number): void {
    const start = this.#recordStart;
    this.#recordStart = none;
    this.#recordDepth = none;
    this.records++;
    if (!this.#watch.isEvent) this.strange++;
    else if (this.#watch.mayMatch) {
      if (start === none || end - start > this.#limits.recordBytes) this.oversized++;
      else this.#sink(bytes, start, end, this.#mayWrap, this.#membersFrom(start));
    }
  }

  /** Of a record whose beginning the reader doesn't tell any more, and of wrappers, none. */
  #membersFrom(start: number): FoundMembers | null {
    const canTell = !this.#mayWrap && start >= this.#base;
    return canTell && this.#finder.find(start - this.#base) ? this.#finder : null;
  }

  #strangeItem(): void {
    this.records++;
    this.strange++;
  }

  #wrong(index: number, what: string): string {
    return `is no JSON at byte ${this.#before + index}: ${what}`;
  }
}
