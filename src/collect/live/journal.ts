/**
 * The journal of a collection: a folder beside the snapshot to be, with one file an account, to which each finished unit
 * is appended. A process that is killed loses the units that it was reading; the next one reads on.
 */
import { appendFile, mkdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AccountId } from "../../model/index.ts";
import type { UnitId, UnitRecord } from "./unit.ts";

/** What has to be the same when a collection is resumed: what is read, and as whom. */
export type RunFacts = Readonly<Record<string, unknown>>;

const version = 1;
const factsName = "collection.json";

export class Journal {
  readonly folder: string;
  readonly #appending = new Map<AccountId, Promise<void>>();
  /** Lines of each account that are not on their way to its file yet. */
  readonly #waiting = new Map<AccountId, { readonly lines: string[]; readonly written: Promise<void> }>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Null: there is no unfinished collection. */
  async facts(): Promise<RunFacts | null> {
    const text = await readFile(join(this.folder, factsName), "utf8").catch(() => null);
    if (text === null) return null;
    const value: unknown = parsed(text);
    return isRecord(value) && value.version === version && isRecord(value.facts) ? value.facts : null;
  }

  async begin(facts: RunFacts): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(join(this.folder, factsName), `${JSON.stringify({ version, facts })}\n`, { mode: 0o600 });
  }

  /**
   * Finished units of an account, the last record of each, in an order that does not depend on which came first. What a
   * kill tore off half-written is dropped.
   */
  async unitsOf(account: AccountId): Promise<readonly UnitRecord[]> {
    await this.#appending.get(account);
    const path = this.#path(account);
    const text = await readFile(path, "utf8").catch(() => "");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
    const units = new Map<string, UnitRecord>();
    for (const line of whole.split("\n")) {
      const value = parsed(line);
      if (isUnitRecord(value)) units.set(unitKey(value), value);
    }
    return [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, unit]) => unit);
  }

  /**
   * Resolves when the record is in the file. Appends are done one after the other for each account, so that lines stay whole;
   * what comes during one goes together in the next: accounts have hundreds of units, most of them with next to nothing.
   */
  add(record: UnitRecord): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    const waiting = this.#waiting.get(record.account);
    if (waiting === undefined) return this.#append(record.account, [line]);
    waiting.lines.push(line);
    return waiting.written;
  }

  #append(account: AccountId, lines: string[]): Promise<void> {
    const before = this.#appending.get(account) ?? Promise.resolve();
    const written = before.then(() => {
      this.#waiting.delete(account);
      return appendFile(this.#path(account), lines.join(""), { mode: 0o600 });
    });
    this.#waiting.set(account, { lines, written });
    this.#appending.set(
      account,
      written.catch(() => undefined),
    );
    return written;
  }

  /** The snapshot is written: nothing needs it any more. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  #path(account: AccountId): string {
    return join(this.folder, `${account}.ndjson`);
  }
}

export function unitKey({ collector, region }: Pick<UnitId, "collector" | "region">): string {
  return `${collector} ${region ?? ""}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The journal is the program's own writing: its shape is checked as far as a torn or foreign file could break it. */
function isUnitRecord(value: unknown): value is UnitRecord {
  return (
    isRecord(value) &&
    typeof value.collector === "string" &&
    typeof value.account === "string" &&
    (value.region === null || typeof value.region === "string") &&
    isRecord(value.parts) &&
    Object.values(value.parts).every(Array.isArray) &&
    Array.isArray(value.gaps) &&
    isRecord(value.counts)
  );
}
