import assert from "node:assert/strict";
import { test } from "node:test";
import { type Line, laneHeight, lanesOf, mostLanes, ticksOf } from "./lanes.ts";

const line = (
  first: string | null,
  last: string | null,
  count: number,
  refusals: Line["refusals"] = [],
): Line => ({
  role: "arn:aws:iam::111111111111:role/r",
  by: "x",
  kind: "role",
  external: false,
  count,
  first,
  last,
  refused: refusals.length,
  refusals,
  networks: [],
  eventIds: [],
});
const span = { from: "2026-06-01T00:00:00Z", asOf: "2026-06-11T00:00:00Z" };

test("a bar runs from the first to the last call, within the picture, and is higher where there were more", () => {
  const lines = [
    line("2026-06-01T00:00:00Z", "2026-06-11T00:00:00Z", 1000),
    line("2026-06-06T00:00:00Z", "2026-06-06T00:00:00Z", 1),
    line("2026-06-11T00:00:00Z", "2026-06-11T00:00:00Z", 10),
    line(null, null, 0, [{ hour: "2026-06-06T00:00:00Z", count: 4, error: "AccessDenied" }]),
  ];
  const [whole, single, end, refused] = lanesOf({ ...span, lines }, 504);
  assert.deepEqual(whole?.bar, { x: 0, width: 500, height: laneHeight - 8 });
  assert.equal(single?.bar?.x, 250);
  assert.equal(single.bar.width, 4);
  assert.ok((end?.bar?.x ?? 0) + (end?.bar?.width ?? 0) <= 504);
  assert.ok((end?.bar?.height ?? 0) > single.bar.height);
  assert.equal(refused?.bar, null);
  assert.equal(refused?.marks[0]?.x, 250);
});

test("a trail of one moment, and one without an event, are drawn as well", () => {
  const one = line(span.from, span.from, 1);
  const [lane] = lanesOf({ from: span.from, asOf: span.from, lines: [one] }, 300);
  assert.ok(lane?.bar !== null && lane !== undefined && lane.bar.width >= 4);
  assert.deepEqual(lanesOf({ from: null, asOf: "1970-01-01T00:00:00Z", lines: [] }, 300), []);
  assert.deepEqual(ticksOf({ from: null, asOf: "1970-01-01T00:00:00Z", lines: [] }, 300), []);
});

test("ticks have room, and of many lines some are drawn", () => {
  const lines = Array.from({ length: 100 }, () => line(span.from, span.asOf, 1));
  assert.equal(lanesOf({ ...span, lines }, 500).length, mostLanes);
  const ticks = ticksOf({ ...span, lines }, 500);
  assert.ok(ticks.length > 1 && ticks.length <= 6);
  assert.equal(ticks[0]?.text, "2026-06-01");
});
