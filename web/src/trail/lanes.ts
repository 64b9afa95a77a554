/** Where everything of a timeline of assumptions stands, in pixels. Draws nothing. */
import { DaySpan, type Line, type Timeline } from "./days.ts";

export type Column = { readonly x: number; readonly width: number; readonly height: number };

export type Lane = {
  readonly line: Line;
  /** A day each, or several days where many have to fit: of calls that were granted. */
  readonly columns: readonly Column[];
  /** Refused calls, hour by hour. */
  readonly marks: readonly { readonly x: number; readonly size: number; readonly count: number }[];
};

export type Tick = { readonly x: number; readonly text: string };

/** What is drawn; the table has all. */
export const mostLanes = 25;
/** Refusals stand above the columns. */
export const markHeight = 14;
export const columnHeight = 20;
export const laneHeight = markHeight + columnHeight;

/** One call is still to be seen. */
const leastWidth = 3;
const leastHeight = 4;
/** Where days are few. */
const mostWidth = 24;

/** How a picture of some width shares it among the days. */
export class DayScale {
  readonly span: DaySpan;
  /** Days of one column. */
  readonly days: number;
  readonly #step: number;

  constructor(timeline: Pick<Timeline, "from" | "asOf">, width: number) {
    this.span = new DaySpan(timeline);
    const room = Math.max(1, Math.floor(width / leastWidth));
    this.days = Math.ceil(this.span.count / room);
    this.#step = width / Math.ceil(this.span.count / this.days);
  }

  columnOf(index: number): number {
    return Math.floor(index / this.days);
  }

  placeOf(column: number): Pick<Column, "x" | "width"> {
    const gap = this.#step > 2 * leastWidth ? 1 : 0;
    return { x: column * this.#step, width: Math.min(mostWidth, this.#step - gap) };
  }

  /** Of a time within its day. */
  xOf(time: string): number {
    const part = (Date.parse(time) % 86_400_000) / 86_400_000;
    return ((this.span.indexOf(time) + part) / this.days) * this.#step;
  }
}

/** `highest`: the calls of the highest column. */
export type Picture = { readonly lanes: readonly Lane[]; readonly highest: number };

export function pictureOf(timeline: Timeline, width: number): Picture {
  const scale = new DayScale(timeline, width);
  const shown = timeline.lines.slice(0, mostLanes).map((line) => ({ line, counts: countsOf(line, scale) }));
  const highest = shown.reduce((top, { counts }) => Math.max(top, ...counts.values()), 0);
  const lanes = shown.map(({ line, counts }) => ({
    line,
    columns: [...counts].map(([column, count]) => ({
      ...scale.placeOf(column),
      height: heightOf(count, highest),
    })),
    marks: line.refusals.map(({ hour, count }) => ({
      x: Math.min(width - 6, Math.max(6, scale.xOf(hour))),
      size: Math.min(16, 11 + 2 * Math.log2(count)),
      count,
    })),
  }));
  return { lanes, highest };
}

function countsOf({ days }: Line, scale: DayScale): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { day, granted } of days) {
    if (granted === 0) continue;
    const column = scale.columnOf(scale.span.indexOf(day));
    counts.set(column, (counts.get(column) ?? 0) + granted);
  }
  return counts;
}

/** By the logarithm: one call a day and one a minute are both to be seen. */
function heightOf(count: number, highest: number): number {
  return leastHeight + ((columnHeight - leastHeight) * Math.log2(count + 1)) / Math.log2(highest + 1);
}

/** The columns as one path. */
export function pathOf(columns: readonly Column[]): string {
  const text = (value: number): string => String(Math.round(value * 10) / 10);
  return columns
    .map(
      ({ x, width, height }) =>
        `M${text(x)} ${text(laneHeight - height)}h${text(width)}V${laneHeight}h${text(-width)}z`,
    )
    .join("");
}

/** Days, as many as have room. */
export function ticksOf(timeline: Timeline, width: number): readonly Tick[] {
  if (timeline.from === null) return [];
  const scale = new DayScale(timeline, width);
  const { span } = scale;
  const room = Math.max(1, Math.floor(width / 90));
  const step = Math.max(1, Math.ceil(span.count / room));
  const ticks: Tick[] = [];
  for (let index = 0; index < span.count; index += step) {
    const text = span.at(index);
    const x = scale.xOf(text);
    if (x <= width - 70 || index === 0) ticks.push({ x, text });
  }
  return ticks;
}
