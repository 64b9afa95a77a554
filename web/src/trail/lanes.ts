/** Where everything of a timeline of assumptions stands, in pixels. Draws nothing. */
import type { Answer } from "../api/client.ts";

export type Timeline = Pick<Answer<"/api/trail/role">, "lines" | "from" | "asOf">;
export type Line = Timeline["lines"][number];

export type Lane = {
  readonly line: Line;
  /** From the first to the last granted call; null: none was granted. */
  readonly bar: { readonly x: number; readonly width: number; readonly height: number } | null;
  /** Refused calls, hour by hour. */
  readonly marks: readonly { readonly x: number; readonly size: number; readonly count: number }[];
};

export type Tick = { readonly x: number; readonly text: string };

/** What is drawn; the table has all. */
export const mostLanes = 25;
export const laneHeight = 26;

/** One call is still to be seen. */
const leastWidth = 4;
const least = 4;

export function lanesOf({ lines, from, asOf }: Timeline, width: number): readonly Lane[] {
  const xOf = scaleOf(from, asOf, width);
  const most = lines.reduce((top, { count }) => Math.max(top, count), 1);
  return lines.slice(0, mostLanes).map((line) => ({
    line,
    bar: barOf(line, xOf, most, width),
    marks: line.refusals.map(({ hour, count }) => ({
      x: xOf(hour),
      size: Math.min(20, 11 + 3 * Math.log2(count)),
      count,
    })),
  }));
}

type Scale = (time: string) => number;

function scaleOf(from: string | null, asOf: string, width: number): Scale {
  const end = Date.parse(asOf);
  const begin = from === null ? end : Date.parse(from);
  const span = Math.max(1, end - begin);
  const room = width - leastWidth;
  return (time) => Math.min(room, Math.max(0, ((Date.parse(time) - begin) / span) * room));
}

/** As high as there were calls, by their logarithm: one a day and one a minute are both to be seen. */
function barOf({ count, first, last }: Line, xOf: Scale, most: number, width: number): Lane["bar"] {
  if (first === null || last === null) return null;
  const x = xOf(first);
  const part = Math.log2(count + 1) / Math.log2(most + 1);
  return {
    x,
    width: Math.min(width - x, Math.max(leastWidth, xOf(last) - x)),
    height: least + (laneHeight - 8 - least) * part,
  };
}

/** Days or months, as many as have room. */
export function ticksOf({ from, asOf }: Timeline, width: number): readonly Tick[] {
  if (from === null) return [];
  const xOf = scaleOf(from, asOf, width);
  const [begin, end] = [Date.parse(from), Date.parse(asOf)];
  const days = (end - begin) / 86_400_000;
  const room = Math.max(1, Math.floor(width / 90));
  const step = Math.max(1, Math.ceil(days / room));
  const ticks: Tick[] = [];
  for (let at = Math.ceil(begin / 86_400_000); at * 86_400_000 <= end; at += step) {
    const text = new Date(at * 86_400_000).toISOString();
    const x = xOf(text);
    if (x <= width - 70) ticks.push({ x, text: text.slice(0, 10) });
  }
  return ticks;
}
