import assert from "node:assert/strict";
import { test } from "node:test";
import { countsText, DaySpan, daysOf, type Line, neighbour } from "./days.ts";

const line = (by: string, days: Line["days"]): Line => ({
  ...{ role: null, by, kind: "role", external: false, count: 0, first: null, last: null },
  ...{ refused: 0, refusals: [], networks: [], eventIds: [], days },
});
const lines = [
  line("ada", [
    { day: "2026-06-02", granted: 1, refused: 2 },
    { day: "2026-06-05", granted: 3, refused: 0 },
  ]),
  line("bob", [{ day: "2026-06-02", granted: 4, refused: 0 }]),
];

test("days are those of UTC, first and last included", () => {
  const span = new DaySpan({ from: "2026-06-01T23:59:59Z", asOf: "2026-06-03T00:00:00Z" });
  assert.equal(span.count, 3);
  assert.deepEqual(
    [0, 1, 2].map((at) => span.at(at)),
    ["2026-06-01", "2026-06-02", "2026-06-03"],
  );
  assert.deepEqual([span.indexOf("2026-06-02T12:00:00Z"), span.indexOf("2027-01-01")], [1, 2]);
  assert.equal(new DaySpan({ from: null, asOf: "1970-01-01T00:00:00Z" }).count, 1);
});

test("a day tells all who came, the most calls first", () => {
  const days = daysOf(lines);
  assert.deepEqual(
    days.map(({ day, granted, refused, lines: own }) => [
      day,
      granted,
      refused,
      ...own.map((one) => one.line.by),
    ]),
    [
      ["2026-06-02", 5, 2, "bob", "ada"],
      ["2026-06-05", 3, 0, "ada"],
    ],
  );
  assert.equal(neighbour(days, "2026-06-05", "before"), "2026-06-02");
  assert.equal(neighbour(days, "2026-06-03", "after"), "2026-06-05");
  assert.equal(neighbour(days, "2026-06-02", "before"), null);
});

for (const [counts, text] of [
  [{ granted: 1, refused: 0 }, "1 call"],
  [{ granted: 0, refused: 1 }, "0 calls, 1 refused"],
  [{ granted: 1234, refused: 5 }, "1,234 calls, 5 refused"],
] as const) {
  test(text, () => assert.equal(countsText(counts), text));
}
