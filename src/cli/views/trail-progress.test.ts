import assert from "node:assert/strict";
import { test } from "node:test";
import { trailProgressLine } from "./trail-progress.ts";

for (const [bytes, bytesInAll, elapsed, line] of [
  [10_500_000, null, 60_000, "reading the trail: 7 records, 10.5 MB"],
  [10_500_000, 42_000_000, 4_999, "reading the trail: 7 records, 10.5 MB of 42.0 MB"],
  [10_500_000, 42_000_000, 40_000, "reading the trail: 7 records, 10.5 MB of 42.0 MB, about 2 min left"],
  [0, 42_000_000, 40_000, "reading the trail: 7 records, 0.0 MB of 42.0 MB"],
  [43_000_000, 42_000_000, 40_000, "reading the trail: 7 records, 43.0 MB of 42.0 MB, about 0 s left"],
] as const) {
  test(`${bytes} of ${bytesInAll} bytes in ${elapsed} ms`, () => {
    assert.equal(trailProgressLine({ records: 7, bytes, bytesInAll }, elapsed), line);
  });
}
