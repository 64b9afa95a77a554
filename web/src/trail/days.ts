/** The days (UTC) of a timeline: which there are, and who came on each. */
import type { Answer } from "../api/client.ts";

export type Timeline = Pick<Answer<"/api/trail/role">, "lines" | "from" | "asOf" | "countedFrom">;
export type Line = Timeline["lines"][number];

type Counts = { readonly granted: number; readonly refused: number };
export type Day = Counts & {
  readonly day: string;
  /** Those who came, the most calls first. */
  readonly lines: readonly (Counts & { readonly line: Line })[];
};

const dayMilliseconds = 86_400_000;

const numberOf = (time: string): number => Math.floor(Date.parse(time) / dayMilliseconds);
const dayOf = (number: number): string => new Date(number * dayMilliseconds).toISOString().slice(0, 10);

/** From the trail's first day to its last. */
export class DaySpan {
  readonly count: number;
  readonly #first: number;

  constructor({ from, asOf }: Pick<Timeline, "from" | "asOf">) {
    const last = numberOf(asOf);
    this.#first = from === null ? last : Math.min(last, numberOf(from));
    this.count = last - this.#first + 1;
  }

  /** From 0; of a time within the day or of the day itself. */
  indexOf(time: string): number {
    return Math.min(this.count - 1, Math.max(0, numberOf(time) - this.#first));
  }

  /** `2026-06-01` */
  at(index: number): string {
    return dayOf(this.#first + index);
  }
}

/** Days on which there were calls, in their order. */
export function daysOf(lines: readonly Line[]): readonly Day[] {
  const byDay = Map.groupBy(
    lines.flatMap((line) => line.days.map((one) => ({ ...one, line }))),
    ({ day }) => day,
  );
  return [...byDay.keys()].sort().map((day) => {
    const own = (byDay.get(day) ?? []).map(({ line, granted, refused }) => ({ line, granted, refused }));
    return {
      day,
      granted: own.reduce((sum, { granted }) => sum + granted, 0),
      refused: own.reduce((sum, { refused }) => sum + refused, 0),
      lines: own.toSorted((a, b) => b.granted - a.granted || b.refused - a.refused),
    };
  });
}

/** The latest day before that has calls, or the earliest after it; null: there is none. */
export function neighbour(days: readonly Day[], day: string, way: "before" | "after"): string | null {
  const found = way === "before" ? days.findLast((one) => one.day < day) : days.find((one) => one.day > day);
  return found?.day ?? null;
}

export function countsText({ granted, refused }: Counts): string {
  const calls = `${granted.toLocaleString("en")} ${granted === 1 ? "call" : "calls"}`;
  return refused === 0 ? calls : `${calls}, ${refused.toLocaleString("en")} refused`;
}
