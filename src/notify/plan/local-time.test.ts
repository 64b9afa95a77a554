import assert from "node:assert/strict";
import { test } from "node:test";
import { type DailySpan, endOfSpan } from "./local-time.ts";

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
