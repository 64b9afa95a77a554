/**
 * Puts records into files as CloudTrail does: by account and region, a file each so often; now and then a record comes in a later
 * file, or twice. What waits for a later file is all that is kept.
 */
import { base32, type Random } from "../random.ts";
import type { Copy } from "./record-text.ts";

/** One file of the tree, not compressed. */
export type TrailFile = {
  /** Relative, as CloudTrail's keys in a bucket: `AWSLogs/o-…/…json.gz`. */
  readonly path: string;
  readonly records: number;
  /** `{"Records":[…]}`, all of it ASCII. */
  readonly bytes: Buffer;
};

/** Records of so many at most in a file: CloudTrail's are of some megabytes at most. */
const mostRecords = 5000;
const lateShare = 0.004;
const twiceShare = 0.003;

export class TrailFiler {
  readonly #organization: string;
  readonly #random: Random;
  /** By slot; a slot's are dropped with it. */
  readonly #waiting = new Map<number, Copy[]>();
  /** What this slot's files will hold, by account and region. */
  #open = new Map<string, OpenFile>();
  #slot = 0;

  constructor(organization: string, random: Random) {
    this.#organization = organization;
    this.#random = random;
  }

  put(copy: Copy): void {
    const dice = this.#random.next() / 0x1_0000_0000;
    const isLate = dice < lateShare;
    if (!isLate) this.#append(copy);
    if (isLate || dice > 1 - twiceShare) this.#wait(copy);
  }

  /** The files of this slot, of the time at its end; the next slot begins. */
  *files(end: number): Generator<TrailFile> {
    for (const file of this.#open.values()) yield this.#file(file, end);
    this.#open = new Map();
    this.#slot += 1;
    const waited = this.#waiting.get(this.#slot) ?? [];
    this.#waiting.delete(this.#slot);
    for (const copy of waited) this.#append(copy);
  }

  /** What waits still, in files of the last moment. */
  *rest(end: number): Generator<TrailFile> {
    while (this.#waiting.size > 0 || this.#open.size > 0) yield* this.files(end);
  }

  #append(copy: Copy): void {
    const place = `${copy.account} ${copy.region}`;
    let file = this.#open.get(place);
    if (file === undefined || file.records === mostRecords) {
      if (file !== undefined) this.#open.set(`${place} ${this.#open.size}`, file);
      file = new OpenFile(copy.account, copy.region);
      this.#open.set(place, file);
    }
    file.add(copy.text);
  }

  #wait(copy: Copy): void {
    const slot = this.#slot + this.#random.between(1, 4);
    const copies = this.#waiting.get(slot);
    if (copies === undefined) this.#waiting.set(slot, [copy]);
    else copies.push(copy);
  }

  #file(file: OpenFile, end: number): TrailFile {
    const unique = this.#random.text(base32, 16);
    return {
      path: filePath(this.#organization, file.account, file.region, end, unique),
      records: file.records,
      bytes: file.close(),
    };
  }
}

/**
 * Takes records as bytes at once: as texts they would be kept in the pieces that they were put together from, which takes twenty
 * times as long (measured).
 */
class OpenFile {
  readonly account: string;
  readonly region: string;
  records = 0;
  #bytes = Buffer.allocUnsafe(16_384);
  #length: number;

  constructor(account: string, region: string) {
    this.account = account;
    this.region = region;
    this.#length = this.#bytes.write('{"Records":[', 0, "latin1");
  }

  add(text: string): void {
    // Records are ASCII; what stands around them takes three bytes at most.
    const most = this.#length + text.length + 3;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(most, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    if (this.records > 0) this.#length += this.#bytes.write(",", this.#length, "latin1");
    this.#length += this.#bytes.write(text, this.#length, "latin1");
    this.records += 1;
  }

  close(): Buffer {
    this.#length += this.#bytes.write("]}", this.#length, "latin1");
    return this.#bytes.subarray(0, this.#length);
  }
}

function filePath(
  organization: string,
  account: string,
  region: string,
  end: number,
  unique: string,
): string {
  const time = new Date(end * 1000).toISOString();
  const [year = "", month = "", day = ""] = time.slice(0, 10).split("-");
  const stamp = `${year}${month}${day}T${time.slice(11, 13)}${time.slice(14, 16)}Z`;
  return `AWSLogs/${organization}/${account}/CloudTrail/${region}/${year}/${month}/${day}/${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
}
