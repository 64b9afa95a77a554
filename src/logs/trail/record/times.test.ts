import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { eventTime, expirationTime } from "./times.ts";

const noon = Date.UTC(2026, 9, 5, 12, 0, 0);

test("Nothing is taken for a time before there was one", () => {
  assert.equal(eventTime("none567890abcd10:20Z"), null);
});

test("Times of events and ends of credentials are read as CloudTrail writes them", () => {
  for (const given of ["2026-10-05T12:00:00Z", "2026-10-05 12:00:00.000", "2026-10-05T12:00:00.123Z"])
    assert.equal(eventTime(given), noon, given);
  for (const given of [
    "Oct 5, 2026, 12:00:00 PM",
    "Oct 5, 2026 12:00:00 PM",
    "Oct 5, 2026, 12:00:00\u202fPM",
    "2026-10-05T12:00:00Z",
  ])
    assert.equal(expirationTime(given), noon, given);
  assert.equal(expirationTime("Oct 6, 2026, 12:00:00 AM"), noon + 12 * 3_600_000);
  assert.equal(eventTime("2024-02-29T00:00:00Z"), Date.UTC(2024, 1, 29));
});

test("What is no time is none, and never a guess", () => {
  for (const given of [
    "",
    "2026-10-05",
    "2026-10-05T12:00:00+02:00",
    "2026-02-29T00:00:00Z",
    "2026-10-05T24:00:00Z",
    "2026-1x-05T12:00:00Z",
    "20261005T120000Z",
    "0026-10-05T12:00:00Z",
    "yesterday",
    5,
    null,
  ])
    assert.equal(eventTime(given), null, String(given));
  for (const given of [
    "Oct 32, 2026, 1:00:00 PM",
    "Oct 5, 2026, 13:00:00 PM",
    "ctO 5, 2026, 1:00:00 PM",
    "anF 5, 2026, 1:00:00 PM",
    "Oct 5, 2026, 0:00:00 PM",
    "Oct 5, 2026, 1:0x:00 PM",
    "Oct 5, 2026, 1:00:00 XM",
    "Oct 5, 2026, 1:00:00 PM ",
    "Oct 5, 202, 1:00:00 PM",
    "Oct  2026, 1:00:00 PM",
    "Oct",
    "O",
    "Okt 5, 2026, 1:00:00 PM",
    {},
  ])
    assert.equal(expirationTime(given), null, String(given));
});

test("Every whole second that ISO 8601 writes is read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), (second) => {
      const written = new Date(second * 1000).toISOString();
      assert.equal(eventTime(`${written.slice(0, 19)}Z`), second * 1000);
      assert.equal(expirationTime(written), second * 1000);
    }),
    { seed: 10, numRuns: 300 },
  );
});

test("Every end of credentials that Java writes is read back", () => {
  const java = new Intl.DateTimeFormat("en-US", {
    dateStyle: "medium",
    timeStyle: "medium",
    timeZone: "UTC",
  });
  const seconds = fc.integer({ min: 0, max: 4_102_444_799 });
  fc.assert(
    fc.property(seconds, fc.boolean(), fc.constantFrom(" ", "\u202f", "\u00a0"), (second, isOld, blank) => {
      const written = java.format(second * 1000).replace(/\s(?=[AP]M$)/, blank);
      const given = isOld ? written.replace(/,(?= \d+:)/, "") : written;
      assert.equal(expirationTime(given), second * 1000, given);
    }),
    { seed: 10, numRuns: 300 },
  );
});
