import assert from "node:assert/strict";
import { test } from "node:test";
import type { Line } from "./days.ts";
import { columnHeight, DayScale, mostLanes, pathOf, pictureOf, ticksOf } from "./lanes.ts";

const line = (
  days: readonly (readonly [day: string, granted: number])[],
  refusals: Line["refusals"] = [],
): Line => ({
  role: "arn:aws:iam::111111111111:role/r",
  by: "x",
  kind: "role",
  external: false,
  count: days.reduce((sum, [, granted]) => sum + granted, 0),
  first: days[0]?.[0] ?? null,
  last: days.at(-1)?.[0] ?? null,
  refused: refusals.length,
  refusals,
  days: days.map(([day, granted]) => ({ day, granted, refused: 0 })),
  networks: [],
  eventIds: [],
});
const span = { from: "2026-06-01T09:00:00Z", asOf: "2026-06-10T08:00:00Z", countedFrom: null };

test("a column a day, within the picture, and higher where there were more calls", () => {
  const lines = [
    line([
      ["2026-06-01", 1000],
      ["2026-06-06", 1],
      ["2026-06-10", 30],
    ]),
    line([["2026-06-06", 0]], [{ hour: "2026-06-06T12:00:00Z", count: 4, error: "AccessDenied" }]),
  ];
  const {
    lanes: [lane, refused],
    highest,
  } = pictureOf({ ...span, lines }, 200);
  assert.equal(highest, 1000);
  assert.deepEqual(
    lane?.columns.map(({ x, width }) => [x, width]),
    [
      [0, 19],
      [100, 19],
      [180, 19],
    ],
  );
  const [most, least, middle] = lane.columns.map(({ height }) => height);
  assert.equal(most, columnHeight);
  assert.ok(least !== undefined && middle !== undefined && 4 < least && least < middle);
  assert.deepEqual(refused?.columns, []);
  assert.equal(refused?.marks[0]?.x, 110);
  assert.equal(pathOf([{ x: 1.234, width: 2, height: columnHeight }]), "M1.2 14h2V34h-2z");
});

test("days that have no room for a column of their own share one, and none is left out", () => {
  const days = Array.from(
    { length: 400 },
    (_, at) => [new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10), 1] as const,
  );
  const long = { from: "2025-01-01T00:00:00Z", asOf: "2026-02-04T23:00:00Z", countedFrom: null };
  const scale = new DayScale(long, 300);
  assert.deepEqual([scale.span.count, scale.days], [400, 4]);
  const {
    lanes: [lane],
    highest,
  } = pictureOf({ ...long, lines: [line(days)] }, 300);
  assert.equal(highest, 4);
  assert.equal(lane?.columns.length, 100);
  for (const { x, width } of lane.columns) assert.ok(x + width <= 300.001);
});

test("a trail of one moment, and one without an event, are drawn as well", () => {
  const one = { from: "2026-06-01T09:00:00Z", asOf: "2026-06-01T09:00:00Z", countedFrom: null };
  const [lane] = pictureOf({ ...one, lines: [line([["2026-06-01", 1]])] }, 300).lanes;
  assert.deepEqual(lane?.columns, [{ x: 0, width: 24, height: columnHeight }]);
  const none = { from: null, asOf: "1970-01-01T00:00:00Z", countedFrom: null, lines: [] };
  assert.deepEqual(pictureOf(none, 300), { lanes: [], highest: 0 });
  assert.deepEqual(ticksOf(none, 300), []);
});

test("ticks have room, and of many lines some are drawn", () => {
  const lines = Array.from({ length: 100 }, () => line([["2026-06-01", 1]]));
  assert.equal(pictureOf({ ...span, lines }, 500).lanes.length, mostLanes);
  const ticks = ticksOf({ ...span, lines }, 500);
  assert.ok(ticks.length > 1 && ticks.length <= 6);
  assert.equal(ticks[0]?.text, "2026-06-01");
});
