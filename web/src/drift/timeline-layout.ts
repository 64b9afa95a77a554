/** Where everything of the timeline stands, in pixels: who gained above the line, who lost below. Draws nothing. */
import type { Answer } from "../api/client.ts";

export type Timeline = Answer<"/api/drift/timeline">;
export type Bucket = Timeline["buckets"][number];

const lengths = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;

export type Slot = {
  /** Of the bucket; an empty one where nothing happened. */
  readonly bucket: Bucket;
  readonly x: number;
  readonly width: number;
};

export type Bar = {
  readonly x: number;
  readonly width: number;
  /** Heights over the line: all by which somebody gained, and of them those of outsiders. */
  readonly gained: number;
  readonly outsiders: number;
  /** Depth under it. */
  readonly lost: number;
};

export type Tick = { readonly x: number; readonly text: string };

export type TimelineLayout = {
  readonly slots: readonly Slot[];
  readonly bars: readonly Bar[];
  readonly ticks: readonly Tick[];
  /** The most of one slot: the height of half a picture. */
  readonly most: number;
};

/** Half of the picture. */
export const halfHeight = 64;

export function timelineLayout(timeline: Timeline, width: number): TimelineLayout {
  const length = lengths[timeline.unit];
  const count = Math.max(1, Math.round((timeline.to - timeline.from) / length));
  const byTime = new Map(timeline.buckets.map((bucket) => [bucket.at, bucket]));
  const each = width / count;
  const slots = Array.from({ length: count }, (_, at): Slot => {
    const start = timeline.from + at * length;
    return { bucket: byTime.get(start) ?? nothingAt(start), x: at * each, width: each };
  });
  const most = Math.max(1, ...timeline.buckets.map(({ gained, lost }) => Math.max(gained, lost)));
  const bars = slots
    .filter(({ bucket }) => bucket.events > 0)
    .map(({ bucket, x, width: wide }): Bar => {
      const own = Math.max(2, Math.min(28, wide * 0.75));
      const height = (value: number): number => (value === 0 ? 0 : Math.max(4, (value / most) * halfHeight));
      return {
        x: x + (wide - own) / 2,
        width: own,
        gained: height(bucket.gained),
        outsiders: height(bucket.outsiders),
        lost: height(bucket.lost),
      };
    });
  return { slots, bars, ticks: ticksOf(slots, timeline.unit, width), most };
}

/** Which slot is under a point; -1: none. */
export function slotAt(slots: readonly Slot[], x: number): number {
  const [first] = slots;
  if (first === undefined || x < 0) return -1;
  const at = Math.floor(x / first.width);
  return at < slots.length ? at : -1;
}

/** Where a bucket's middle is. */
export function middleOf(timeline: Timeline, at: number, width: number): number {
  const share = (at + lengths[timeline.unit] / 2 - timeline.from) / (timeline.to - timeline.from);
  return share * width;
}

function nothingAt(at: number): Bucket {
  return { at, events: 0, gained: 0, outsiders: 0, lost: 0, worst: "info" };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** So far apart that texts don't touch. */
const leastBetween = 72;

function ticksOf(slots: readonly Slot[], unit: Timeline["unit"], width: number): readonly Tick[] {
  const most = Math.max(1, Math.floor(width / leastBetween));
  const step = niceStep(Math.ceil(slots.length / most), unit);
  return slots
    .filter((_, at) => at % step === 0)
    .filter(({ x }) => x + leastBetween <= width + 8 || slots.length === 1)
    .map(({ bucket, x }) => ({ x, text: tickText(bucket.at, unit) }));
}

function niceStep(least: number, unit: Timeline["unit"]): number {
  const steps = unit === "hour" ? [1, 2, 3, 6, 12, 24] : [1, 2, 7, 14, 28, 56, 112];
  return steps.find((step) => step >= least) ?? least;
}

function tickText(at: number, unit: Timeline["unit"]): string {
  const date = new Date(at);
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  if (unit === "hour" && date.getUTCHours() > 0) return `${String(date.getUTCHours()).padStart(2, "0")}:00`;
  return day;
}

/** `24 Nov 2026`, `24 Nov 2026, 15:00 to 16:00 UTC`, `week of 23 Nov 2026`. */
export function periodOf(at: number, unit: Timeline["unit"]): string {
  const date = new Date(at);
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  const hour = date.getUTCHours();
  const clock = (one: number): string => `${String(one).padStart(2, "0")}:00`;
  switch (unit) {
    case "hour":
      return `${day}, ${clock(hour)} to ${clock(hour + 1)} UTC`;
    case "day":
      return day;
    case "week":
      return `week of ${day}`;
  }
}

/** The first and the last day or hour of a bucket, as an address has them. */
export function rangeOf(at: number, unit: Timeline["unit"]): { readonly from: string; readonly to: string } {
  const iso = (time: number): string => new Date(time).toISOString();
  switch (unit) {
    case "hour":
      return { from: iso(at).slice(0, 13), to: iso(at).slice(0, 13) };
    case "day":
      return { from: iso(at).slice(0, 10), to: iso(at).slice(0, 10) };
    case "week":
      return { from: iso(at).slice(0, 10), to: iso(at + 6 * lengths.day).slice(0, 10) };
  }
}

/** What happened, in a sentence. */
export function bucketText({ events, gained, outsiders, lost, worst }: Bucket): string {
  if (events === 0) return "no change";
  const parts = [
    ...(gained > 0 ? [`${gained} by which somebody gained`] : []),
    ...(outsiders > 0 ? [`${outsiders} of them outsiders`] : []),
    ...(lost > 0 ? [`${lost} by which somebody lost`] : []),
  ];
  const many = events === 1 ? "1 change" : `${events.toLocaleString("en")} changes`;
  return `${many}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}; the worst ${worst}`;
}
