/** One process of `bench/trail.ts`: reads the trail in a directory, and answers who assumed which role, how often and when. */
import { directoryPlace } from "../src/logs/trail/scan/directory-place.ts";
import { scanningReader } from "../src/logs/trail/scan/scanning-reader.ts";
import type { TrailEvent } from "../src/model/index.ts";

const [directory = "", threads = "2", way = "answer"] = process.argv.slice(2);
type Use = {
  readonly call: string;
  readonly externalId: string | null;
  readonly mfa: boolean | null;
  readonly outcome: string;
  count: number;
  first: number;
  last: number;
};
/** By role, then by caller. */
const uses = new Map<string | null, Map<string | null, Use[]>>();
let events = 0;
let answers = 0;

/** Of its own, so that it doesn't keep the text that it is a part of. */
function copyOf(text: string | null): string | null {
  return text === null ? null : (copies.get(text) ?? newCopy(text));
}

const copies = new Map<string, string>();

function newCopy(text: string): string {
  const copy = Buffer.from(text).toString();
  copies.set(copy, copy);
  return copy;
}

function add({ call, caller, role, externalId, mfa, outcome, time }: TrailEvent): void {
  const by = "arn" in caller ? caller.arn : caller.kind;
  const ofRole = uses.get(role) ?? new Map<string | null, Use[]>();
  if (ofRole.size === 0) uses.set(copyOf(role), ofRole);
  const known = ofRole.get(by) ?? [];
  if (known.length === 0) ofRole.set(copyOf(by), known);
  const use = known.find(
    (one) =>
      one.call === call && one.externalId === externalId && one.mfa === mfa && one.outcome === outcome.kind,
  );
  if (use === undefined) {
    known.push({
      call,
      externalId: copyOf(externalId),
      mfa,
      outcome: outcome.kind,
      count: 1,
      first: time,
      last: time,
    });
    answers++;
    return;
  }
  use.count++;
  use.first = Math.min(use.first, time);
  use.last = Math.max(use.last, time);
}

const started = performance.now();
const read = await scanningReader(directoryPlace(directory), { threads: Number(threads) }).read(
  {
    take: async (batch) => {
      if (way === "answer") for (const event of batch) add(event);
      events += batch.length;
      return "more";
    },
    keep: async () => "more",
  },
  { from: null, to: null, manifest: null, onProgress: () => {}, signal: new AbortController().signal },
);
if (!read.ok || read.value.skipped.length > 0) throw new Error(JSON.stringify(read));
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, records: read.value.records, events, answers }));
