/** How often a day (UTC) a party came, as answers tell it. */
import type { ObservedDays, TrailFacts } from "../../model/index.ts";
import type { AuditedUse } from "../../trail/index.ts";
import type { DayCounts } from "./trail-shape.ts";

const dayMilliseconds = 86_400_000;

export type DaysOfPairs = ReadonlyMap<string, ObservedDays>;

/** By caller and role, as the trail tells them. */
export function daysOfPairs({ days }: TrailFacts): DaysOfPairs {
  return new Map(days.map((one) => [JSON.stringify([one.caller, one.role]), one]));
}

/** What is known of the uses' pairs, each once: one party may be called in several ways. */
export function daysOfUses(uses: readonly AuditedUse[], all: DaysOfPairs): readonly ObservedDays[] {
  const own = new Set(uses.flatMap(({ use }) => all.get(JSON.stringify([use.caller, use.role])) ?? []));
  return [...own];
}

/** Several together, by day; `atMost`: the latest. */
export function toldDays(pairs: readonly ObservedDays[], atMost = Number.POSITIVE_INFINITY): DayCounts {
  const byDay = Map.groupBy(
    pairs.flatMap(({ days }) => days),
    ({ day }) => day,
  );
  return [...byDay]
    .toSorted(([a], [b]) => a - b)
    .slice(-atMost)
    .map(([day, counts]) => ({
      day: new Date(day).toISOString().slice(0, 10),
      granted: counts.reduce((sum, { granted }) => sum + granted, 0),
      refused: counts.reduce((sum, { refused }) => sum + refused, 0),
    }));
}

/** The first day that is counted whole, in milliseconds since 1970; null: all are. */
export function countedFrom({ limits }: Pick<TrailFacts, "limits">): number | null {
  const cut = limits.find(({ what }) => what === "days");
  return cut === undefined ? null : cut.last + dayMilliseconds;
}
