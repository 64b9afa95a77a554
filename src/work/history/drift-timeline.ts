/** Changes over time: how many by which somebody gained or lost, in each hour, day or week, and of each account. */
import type { z } from "zod";
import { type AlertSeverity, alertSeverities } from "../../model/index.ts";
import type { DriftChoice } from "./drift-filter.ts";
import type { DriftRow, driftTimelineShape } from "./drift-shape.ts";

type Timeline = z.infer<typeof driftTimelineShape>;
type Bucket = Timeline["buckets"][number];

const hour = 3_600_000;
const day = 24 * hour;
const lengths = { hour, day, week: 7 * day } as const;

/** 1970 began on a Thursday. */
const firstMonday = 4 * day;

/** More of them would be narrower than a line. */
const mostBuckets = 520;
const mostAccounts = 8;

/** `rows`: those that meet the choice. `now`: events say what they want of their time, and nothing is drawn long after it. */
export function driftTimeline(
  rows: readonly DriftRow[],
  { from, to }: Pick<DriftChoice, "from" | "to">,
  now: number,
): Timeline {
  const last = now + day;
  const times = rows.map(({ at }) => at).filter((at) => at <= last);
  const end = Math.min(to ?? latest(times) ?? now, last);
  const start = Math.min(Math.max(from ?? earliest(times) ?? end, end - mostBuckets * lengths.week), end);
  const unit = unitOf(end - start);
  const buckets = new Buckets(unit);
  const byAccount = new Map<string | null, { name: string | null; events: number; buckets: Buckets }>();
  let outside = 0;
  const [first, after] = [beginning(start, unit), beginning(end, unit) + lengths[unit]];
  for (const row of rows) {
    if (row.at < first || row.at >= after) {
      outside++;
      continue;
    }
    buckets.add(row);
    const own = byAccount.get(row.account) ?? { name: null, events: 0, buckets: new Buckets(unit) };
    own.events++;
    own.name ??= row.accountName;
    own.buckets.add(row);
    byAccount.set(row.account, own);
  }
  const accounts = [...byAccount]
    .map(([account, own]) => ({ ...own, account, buckets: own.buckets.inOrder() }))
    .sort((a, b) => b.events - a.events || ((a.account ?? "") < (b.account ?? "") ? -1 : 1));
  return {
    unit,
    from: first,
    to: after,
    buckets: buckets.inOrder(),
    accounts: accounts.slice(0, mostAccounts),
    moreAccounts: Math.max(0, accounts.length - mostAccounts),
    outside,
  };
}

function unitOf(length: number): Timeline["unit"] {
  if (length <= 3 * day) return "hour";
  return length <= 200 * day ? "day" : "week";
}

function beginning(at: number, unit: Timeline["unit"]): number {
  const offset = unit === "week" ? firstMonday : 0;
  return Math.floor((at - offset) / lengths[unit]) * lengths[unit] + offset;
}

function latest(times: readonly number[]): number | null {
  return times.reduce<number | null>((most, at) => (most === null || at > most ? at : most), null);
}

function earliest(times: readonly number[]): number | null {
  return times.reduce<number | null>((least, at) => (least === null || at < least ? at : least), null);
}

class Buckets {
  readonly #unit: Timeline["unit"];
  readonly #buckets = new Map<number, Bucket>();

  constructor(unit: Timeline["unit"]) {
    this.#unit = unit;
  }

  add({ at, sides, severity }: DriftRow): void {
    const start = beginning(at, this.#unit);
    const known = this.#buckets.get(start);
    const one = known ?? { at: start, events: 0, gained: 0, outsiders: 0, lost: 0, worst: severity };
    one.events++;
    if (sides.includes("gained")) one.gained++;
    if (sides.includes("outsiders")) one.outsiders++;
    if (sides.includes("lost")) one.lost++;
    one.worst = worse(one.worst, severity);
    this.#buckets.set(start, one);
  }

  inOrder(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => a.at - b.at);
  }
}

function worse(one: AlertSeverity, other: AlertSeverity): AlertSeverity {
  return alertSeverities.indexOf(one) >= alertSeverities.indexOf(other) ? one : other;
}
