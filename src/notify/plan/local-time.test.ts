import assert from "node:assert/strict";
import { test } from "node:test";
import { type DailySpan, endOfSpan, nextDayTime } from "./local-time.ts";

const berlin: DailySpan = { from: "22:00", to: "07:00", timeZone: "Europe/Berlin" };

const rows: readonly (readonly [what: string, span: DailySpan, at: string, end: string | null])[] = [
  ["before midnight", berlin, "2026-01-15T22:30:00Z", "2026-01-16T06:00:00.000Z"],
  ["after midnight", berlin, "2026-01-16T05:59:59Z", "2026-01-16T06:00:00.000Z"],
  ["when it begins", berlin, "2026-01-15T21:00:00Z", "2026-01-16T06:00:00.000Z"],
  ["when it ends", berlin, "2026-01-16T06:00:00Z", null],
  ["by day", berlin, "2026-01-16T12:00:00Z", null],
  ["in summer", berlin, "2026-07-15T20:00:00Z", "2026-07-16T05:00:00.000Z"],
  ["over the night in which an hour is left out", berlin, "2026-03-28T22:00:00Z", "2026-03-29T05:00:00.000Z"],
  ["over the night that has an hour twice", berlin, "2026-10-24T22:00:00Z", "2026-10-25T06:00:00.000Z"],
  [
    "ending in the hour that is left out",
    { ...berlin, to: "02:30" },
    "2026-03-28T22:00:00Z",
    "2026-03-29T00:30:00.000Z",
  ],
  [
    "within a day",
    { from: "09:00", to: "17:00", timeZone: "UTC" },
    "2026-01-15T10:00:00Z",
    "2026-01-15T17:00:00.000Z",
  ],
  [
    "the whole day",
    { from: "00:00", to: "00:00", timeZone: "UTC" },
    "2026-01-15T10:00:00Z",
    "2026-01-16T00:00:00.000Z",
  ],
  ["on its day", { ...berlin, days: ["thu"] }, "2026-01-15T22:30:00Z", "2026-01-16T06:00:00.000Z"],
  [
    "on the morning after its day",
    { ...berlin, days: ["thu"] },
    "2026-01-16T05:00:00Z",
    "2026-01-16T06:00:00.000Z",
  ],
  ["on the morning of its day", { ...berlin, days: ["thu"] }, "2026-01-15T05:00:00Z", null],
  ["on another day", { ...berlin, days: ["mon"] }, "2026-01-15T22:30:00Z", null],
  [
    "far from UTC",
    { from: "00:00", to: "06:00", timeZone: "Pacific/Auckland" },
    "2026-01-15T13:00:00Z",
    "2026-01-15T17:00:00.000Z",
  ],
];
for (const [what, span, at, end] of rows) {
  test(`a span of hours ${what}`, () => {
    const found = endOfSpan(span, Date.parse(at));
    assert.equal(found === null ? null : new Date(found).toISOString(), end);
  });
}

for (const [what, time, zone, after, next] of [
  ["later that day", "03:30", "UTC", "2026-01-15T01:00:00Z", "2026-01-15T03:30:00.000Z"],
  ["on the next day", "03:30", "UTC", "2026-01-15T04:00:00Z", "2026-01-16T03:30:00.000Z"],
  ["a day later, once it has come", "03:30", "UTC", "2026-01-15T03:30:20Z", "2026-01-16T03:30:00.000Z"],
  ["in a zone", "03:30", "Europe/Berlin", "2026-07-15T00:00:00Z", "2026-07-15T01:30:00.000Z"],
  [
    "after clocks were put forward",
    "03:30",
    "Europe/Berlin",
    "2026-03-28T12:00:00Z",
    "2026-03-29T01:30:00.000Z",
  ],
  [
    "after clocks were put back",
    "03:30",
    "Europe/Berlin",
    "2026-10-24T12:00:00Z",
    "2026-10-25T02:30:00.000Z",
  ],
  ["by an offset", "03:30", "+05:30", "2026-01-15T00:00:00Z", "2026-01-15T22:00:00.000Z"],
] as const)
  test(`a time of day comes ${what}`, () => {
    assert.equal(new Date(nextDayTime(time, zone, Date.parse(after))).toISOString(), next);
  });
