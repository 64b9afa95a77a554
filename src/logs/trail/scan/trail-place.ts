/** Where a trail's files lie, and which of them can hold what is asked for: told by CloudTrail's own names of directories. */
import type { AccountId } from "../../../model/index.ts";
import type { TrailInput } from "./read-trail-file.ts";

/** A file that may hold events. */
export type TrailFile = {
  /** What people call it: a path within the directory, a bucket's key. Untrusted text. */
  readonly name: string;
  /** Changes when the file does. */
  readonly version: string;
  /** As it lies there, compressed. */
  readonly bytes: number;
  /** Makes it ready to be read. Rejects with what the system or the SDK says. */
  open(signal: AbortSignal): Promise<OpenedFile>;
};

export type OpenedFile = { readonly input: TrailInput; close(): Promise<void> };

/** Something that lies there and is not read, with the reason. */
export type PassedOver = { readonly name: string; readonly why: string };

export type TrailSelection = {
  /** Milliseconds since 1970, UTC, inclusive and exclusive; null: no bound. */
  readonly from: number | null;
  readonly to: number | null;
  /** Only of these; null: of all. Files whose path doesn't tell are read. */
  readonly accounts: ReadonlySet<AccountId> | null;
  readonly regions: ReadonlySet<string> | null;
};

export type Listed =
  | { readonly kind: "file"; readonly file: TrailFile }
  | { readonly kind: "passed-over"; readonly passedOver: PassedOver };

export interface TrailPlace {
  /** All files, one after another, always in the same order. Rejects when the place itself can't be read. */
  files(selection: TrailSelection, signal: AbortSignal): AsyncIterable<Listed>;
  /** A sentence for people why the place can't be read; null: it is no failure of the place, but a bug. */
  unreadable(cause: unknown): string | null;
  close(): void;
}

/** What CloudTrail delivers besides events: digests of its files, insights about rates, and what signs Lake's results. */
export function isOfNoEvents(path: string): boolean {
  if (/(?:^|[/\\])result_sign\.json$/.test(path)) return true;
  return /(?:^|[/_\\])CloudTrail-(?:Digest|Insight)(?:[/_\\]|$)/.test(path);
}

const dayMilliseconds = 86_400_000;

/** `…/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD`, as far as a path is known: what it tells of all that lies below. */
export function mayHold(path: string, selection: TrailSelection): boolean {
  const layout =
    /(?:^|\/)(\d{12})\/CloudTrail(?:\/([a-z0-9-]+))?(?:\/(\d{4}))?(?:\/(\d\d))?(?:\/(\d\d))?(?:\/|$)/;
  const [, account, region, year, month, day] = layout.exec(path) ?? [];
  if (account === undefined) return true;
  const { accounts, regions, from, to } = selection;
  if (accounts !== null && ![...accounts].some((one) => one === account)) return false;
  if (region !== undefined && regions !== null && !regions.has(region)) return false;
  if (year === undefined) return true;
  const begins = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const ends =
    day !== undefined
      ? begins + dayMilliseconds
      : month !== undefined
        ? Date.UTC(Number(year), Number(month), 1)
        : Date.UTC(Number(year) + 1, 0, 1);
  // The day is that of delivery: events come up to a day late, and clocks differ.
  return (from === null || ends > from) && (to === null || begins - dayMilliseconds < to);
}
