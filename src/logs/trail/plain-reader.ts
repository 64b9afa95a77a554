/** A directory of CloudTrail's files, read in the plainest way: one after the other, each whole. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  type AccountId,
  err,
  isAccountId,
  ok,
  type Result,
  type SkippedFile,
  type TrailEvent,
} from "../../model/index.ts";
import { trailEventOf } from "./record/trail-event-of.ts";
import type { TrailFault, TrailReader, TrailReading, TrailReadOptions, TrailSink } from "./trail-reader.ts";

/** Remembers nothing: the manifest of its options stays unwritten. */
export function plainReader(directory: string): TrailReader {
  return { read: (sink, options) => readAll(directory, sink, options) };
}

async function readAll(
  directory: string,
  sink: TrailSink,
  { signal, onProgress }: TrailReadOptions,
): Promise<Result<TrailReading, TrailFault>> {
  const names = await namesIn(directory);
  if (names === null) {
    const message = `${directory}: no directory that can be read. Name the one that CloudTrail's files are in.`;
    return err({ kind: "unreadable", message });
  }
  const skipped: SkippedFile[] = [];
  const accounts = new Set<AccountId>();
  let [records, bytes] = [0, 0];
  for (const file of names) {
    if (signal.aborted) return err({ kind: "stopped" });
    const contents = await contentsOf(join(directory, file));
    if (!contents.ok) {
      skipped.push({ file, why: contents.error });
      continue;
    }
    const { events, faults, accounts: named } = eventsOf(contents.value.records);
    for (const why of faults) skipped.push({ file, why });
    for (const account of named) accounts.add(account);
    records += contents.value.records.length;
    bytes += contents.value.bytes;
    if ((await sink.take(events)) === "stop") return err({ kind: "stopped" });
    onProgress({ records, bytes, bytesInAll: null, files: names.length, skipped: skipped.length });
  }
  return ok({
    records,
    files: names.length,
    bytes,
    filesBefore: 0,
    skipped,
    accounts: [...accounts].sort(),
  });
}

/** CloudTrail's files of events alone: digests and insights have folders of their own. Null: there is no such directory. */
async function namesIn(directory: string): Promise<readonly string[] | null> {
  try {
    const names = await readdir(directory, { recursive: true });
    return names
      .filter((name) => /\.json(\.gz)?$/.test(name) && !/CloudTrail-(Digest|Insight)/.test(name))
      .sort();
  } catch {
    return null;
  }
}

type Contents = { readonly records: readonly unknown[]; readonly bytes: number };

async function contentsOf(path: string): Promise<Result<Contents, string>> {
  try {
    const file = await readFile(path);
    const text = path.endsWith(".gz") ? gunzipSync(file) : file;
    const parsed: unknown = JSON.parse(text.toString("utf8"));
    const records =
      typeof parsed === "object" && parsed !== null && "Records" in parsed ? parsed.Records : null;
    return Array.isArray(records)
      ? ok({ records, bytes: file.length })
      : err("not a file of CloudTrail's: no Records");
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function eventsOf(records: readonly unknown[]) {
  const events: TrailEvent[] = [];
  const faults: string[] = [];
  const accounts = new Set<AccountId>();
  for (const record of records) {
    const account =
      typeof record === "object" && record !== null && "recipientAccountId" in record
        ? record.recipientAccountId
        : null;
    if (typeof account === "string" && isAccountId(account)) accounts.add(account);
    const event = trailEventOf(record);
    if (event === null) continue;
    if (event.ok) events.push(event.value);
    else faults.push(event.error.why);
  }
  return { events, faults, accounts };
}
