import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bucketText,
  halfHeight,
  middleOf,
  periodOf,
  rangeOf,
  slotAt,
  type Timeline,
  timelineLayout,
} from "./timeline-layout.ts";

const day = 86_400_000;
const from = Date.UTC(2026, 10, 1);
const bucket = (at: number, gained: number, lost: number) => ({
  at,
  events: gained + lost,
  gained,
  outsiders: Math.min(1, gained),
  lost,
  worst: "high" as const,
});
const timeline: Timeline = {
  unit: "day",
  from,
  to: from + 10 * day,
  buckets: [bucket(from, 4, 0), bucket(from + 9 * day, 1, 8)],
  accounts: [],
  moreAccounts: 0,
  outside: 0,
};

test("bars stand in their day, as high as their share of the most, and never too low to be seen", () => {
  const { bars, slots, most } = timelineLayout(timeline, 1000);
  assert.equal(most, 8);
  assert.equal(slots.length, 10);
  assert.deepEqual(
    bars.map(({ gained, lost }) => [gained, lost]),
    [
      [halfHeight / 2, 0],
      [halfHeight / 8, halfHeight],
    ],
  );
  for (const { x, width } of bars) assert.ok(x >= 0 && x + width <= 1000);
  const tall = timelineLayout({ ...timeline, buckets: [bucket(from, 1, 1000)] }, 1000);
  assert.equal(tall.bars[0]?.gained, 4);
});

test("a point leads to the day that it is over", () => {
  const { slots } = timelineLayout(timeline, 1000);
  assert.deepEqual(
    [0, 99, 100, 999, 1000, -1].map((x) => slotAt(slots, x)),
    [0, 0, 1, 9, -1, -1],
  );
  assert.equal(slotAt(slots, middleOf(timeline, from + 3 * day, 1000)), 3);
});

test("texts at the line do not touch, however many days there are", () => {
  for (const days of [1, 5, 10, 45, 200]) {
    for (const width of [240, 700, 1400]) {
      const { ticks } = timelineLayout({ ...timeline, to: from + days * day }, width);
      assert.ok(ticks.length > 0);
      const gaps = ticks.slice(1).map(({ x }, at) => x - (ticks[at]?.x ?? 0));
      assert.ok(
        gaps.every((gap) => gap >= 60),
        `${days} days in ${width}: ${gaps}`,
      );
    }
  }
});

test("an empty day is one, and says so", () => {
  const { slots } = timelineLayout(timeline, 1000);
  assert.equal(slots[4]?.bucket.events, 0);
  assert.equal(bucketText(bucket(from, 0, 0)), "no change");
  assert.equal(
    bucketText(bucket(from, 2, 1)),
    "3 changes: 2 by which somebody gained, 1 of them outsiders, 1 by which somebody lost; the worst high",
  );
});

test("a period is told as people and as addresses have it", () => {
  const at = Date.UTC(2026, 10, 30, 23);
  assert.equal(periodOf(at, "hour"), "30 Nov 2026, 23:00 to 24:00 UTC");
  assert.deepEqual(rangeOf(at, "hour"), { from: "2026-11-30T23", to: "2026-11-30T23" });
  assert.deepEqual(rangeOf(Date.UTC(2026, 10, 30), "week"), { from: "2026-11-30", to: "2026-12-06" });
});
