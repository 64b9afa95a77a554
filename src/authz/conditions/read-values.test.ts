import assert from "node:assert/strict";
import { test } from "node:test";
import { readDate, readNumber } from "./read-values.ts";

const newYear = 1_767_225_600_000;

test("dates are read as ISO 8601 or as seconds", () => {
  for (const text of ["2026-01-01T00:00:00Z", "2026-01-01", "2026-01", "2026", "1767225600"])
    assert.equal(readDate(text), newYear, text);
  assert.equal(readDate("2026-01-01T02:00:00+0200"), newYear);
  assert.equal(readDate("2026-01-01T00:00:00.5Z"), newYear + 500);
  assert.equal(readDate("2025-12-31T23:30:00-00:30"), newYear);
});

test("a time without a zone is of UTC, wherever the program runs", () => {
  const before = process.env.TZ;
  process.env.TZ = "Asia/Tokyo";
  try {
    assert.equal(readDate("2026-01-01T00:00:00"), newYear);
    assert.equal(readDate("2026-01-01 00:00"), newYear);
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

test("what is no date or number is not read as one", () => {
  for (const text of ["yesterday", "2026-02-30", "2026-13-01", "-5", "2026-01-01T24:00:00Z", ""])
    assert.equal(readDate(text), null, text);
  for (const text of ["ten", "1e3", "", "."]) assert.equal(readNumber(text), null, text);
});
