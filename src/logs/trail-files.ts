/**
 * CloudTrail's files in a directory as the source of changes: `.json.gz` or `.json` with `{"Records": […]}`, however deep. New
 * ones are taken as they appear. A file is done when all of its records are, and the manifest remembers it.
 */
import { lstat, readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { EventSource, ReceivedMessage } from "./event-source.ts";

/** Which files were read, kept by the caller. A key names path, size and time: a file that was written on is read again. */
export type TrailManifest = {
  has(key: string): Promise<boolean>;
  add(key: string): Promise<void>;
};

export type TrailFault = { readonly file: string; readonly why: string };

export type TrailFilesOptions = {
  readonly directory: string;
  readonly manifest: TrailManifest;
  /** How often to look for new files while there is nothing to do. */
  readonly lookEveryMilliseconds: number;
  /** Told once for each state of a file that can't be read. */
  readonly onFault: (fault: TrailFault) => void;
};

export interface TrailFiles extends EventSource {
  /** Files read, and those that could not be. */
  readonly read: number;
  readonly faults: number;
}

export function openTrailFiles(options: TrailFilesOptions): TrailFiles {
  return new DirectoryOfTrails(options);
}

/** CloudTrail's own files are far smaller. */
const maxFileBytes = 2 ** 28;

type Contents =
  | { readonly kind: "records"; readonly records: readonly unknown[] }
  | { readonly kind: "fault"; readonly why: string };

class DirectoryOfTrails implements TrailFiles {
  read = 0;
  faults = 0;
  readonly #options: TrailFilesOptions;
  /** Messages that nobody has yet. */
  readonly #waiting: ReceivedMessage[] = [];
  /** Receipts of each open file that are not done, by the file's key. */
  readonly #left = new Map<string, Set<string>>();
  /** Paths of the last listing that were not looked at. */
  #listed: string[] = [];
  /** Paths with their keys: read, being read, or faulty. */
  readonly #known = new Map<string, string>();
  #closed = false;

  constructor(options: TrailFilesOptions) {
    this.#options = options;
  }

  async receive(
    limit: number,
    waitMilliseconds: number,
    signal: AbortSignal,
  ): Promise<readonly ReceivedMessage[]> {
    const end = performance.now() + waitMilliseconds;
    while (!signal.aborted && !this.#closed) {
      if (this.#waiting.length === 0) await this.#readNext();
      if (this.#waiting.length > 0) return this.#waiting.splice(0, Math.max(1, limit));
      const left = end - performance.now();
      if (left <= 0) return [];
      await pause(Math.min(left, this.#options.lookEveryMilliseconds), signal);
    }
    return [];
  }

  async done(messages: readonly ReceivedMessage[]): Promise<void> {
    for (const { receipt } of messages) {
      const key = receipt.slice(0, receipt.lastIndexOf("#"));
      const left = this.#left.get(key);
      if (left === undefined) continue;
      left.delete(receipt);
      if (left.size > 0) continue;
      await this.#options.manifest.add(key);
      this.#left.delete(key);
    }
  }

  async giveBack(messages: readonly ReceivedMessage[]): Promise<void> {
    const again = messages.map((message) => ({ ...message, receivedCount: message.receivedCount + 1 }));
    this.#waiting.unshift(...again);
  }

  async extend(): Promise<void> {
    // Nobody else reads them: they are held until they are given back.
  }

  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
  }

  /** Reads files, the oldest name first, until one has records. */
  async #readNext(): Promise<void> {
    if (this.#listed.length === 0) this.#listed = (await this.#candidates()).toReversed();
    for (let path = this.#listed.pop(); path !== undefined; path = this.#listed.pop()) {
      const key = await this.#keyOf(path);
      if (key === null || this.#known.get(path) === key) continue;
      this.#known.set(path, key);
      if (await this.#options.manifest.has(key)) continue;
      await this.#take(path, key);
      if (this.#waiting.length > 0) return;
    }
  }

  async #take(path: string, key: string): Promise<void> {
    const contents = await contentsOf(path);
    if (contents.kind === "fault") {
      this.#fault(relative(this.#options.directory, path), contents.why);
      return;
    }
    this.read += 1;
    const messages = contents.records.map((record, index) => ({
      receipt: `${key}#${index}`,
      body: JSON.stringify(record),
      receivedCount: 1,
      sentAt: null,
    }));
    if (messages.length === 0) return this.#options.manifest.add(key);
    this.#left.set(key, new Set(messages.map(({ receipt }) => receipt)));
    for (const message of messages) this.#waiting.push(message);
  }

  #fault(file: string, why: string): void {
    this.faults += 1;
    this.#options.onFault({ file, why });
  }

  /** CloudTrail's names begin with account, region and time; digests are no trails. */
  async #candidates(): Promise<readonly string[]> {
    const { directory } = this.#options;
    let entries: Awaited<ReturnType<typeof filesIn>>;
    try {
      entries = await filesIn(directory);
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause)) throw cause;
      const key = `can't be listed: ${String(cause.code)}`;
      if (this.#known.get(directory) !== key) {
        this.#known.set(directory, key);
        this.#fault(".", key);
      }
      return [];
    }
    return entries
      .filter((entry) => entry.isFile() && /\.json(?:\.gz)?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.split(sep).some((part) => /^CloudTrail-(?:Digest|Insight)$/.test(part)))
      .sort(byName);
  }

  /** Null: it is gone again, or is no file. */
  async #keyOf(path: string): Promise<string | null> {
    const facts = await lstat(path).catch(() => null);
    if (facts === null || !facts.isFile()) return null;
    return `${relative(this.#options.directory, path)} ${facts.size} ${Math.round(facts.mtimeMs)}`;
  }
}

function filesIn(directory: string) {
  return readdir(directory, { recursive: true, withFileTypes: true });
}

/** The time stands in the name, behind account and region: over all of them, the oldest first. */
function byName(a: string, b: string): number {
  const [first, second] = [timeIn(a), timeIn(b)];
  if (first !== second) return first < second ? -1 : 1;
  return a < b ? -1 : 1;
}

function timeIn(path: string): string {
  return /_(\d{8}T\d{4}Z)_/.exec(path)?.[1] ?? "";
}

const unzipped = promisify(gunzip);

async function contentsOf(path: string): Promise<Contents> {
  let text: string;
  try {
    const facts = await lstat(path);
    if (facts.size > maxFileBytes) return fault("is larger than any file of CloudTrail");
    const bytes = await readFile(path);
    const plain = path.endsWith(".gz") ? await unzipped(bytes, { maxOutputLength: maxFileBytes }) : bytes;
    text = plain.toString("utf8");
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return fault(`can't be read whole: ${"code" in cause ? String(cause.code) : cause.message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fault("is no JSON, or was cut off");
  }
  if (typeof value !== "object" || value === null || !("Records" in value)) return fault("holds no Records");
  const { Records: records } = value;
  return Array.isArray(records) ? { kind: "records", records } : fault("holds no list of Records");
}

function fault(why: string): Contents {
  return { kind: "fault", why };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
