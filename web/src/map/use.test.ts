import assert from "node:assert/strict";
import { test } from "node:test";
import { type Filters, pairsOf } from "./filters.ts";
import { sampleMap } from "./sample-map.ts";
import { heatOf, isShown, joinedUse, type MapUse, type Use, useText } from "./use.ts";

const asOf = Date.parse("2026-06-30T00:00:00Z");
const seen = (last: string | null, calls = 1, impossible = 0): Use => ({
  calls: last === null ? 0 : calls,
  last: last === null ? null : Date.parse(last),
  impossible,
  watched: true,
  possible: true,
});

test("heat is how recent the last use is, counted back from the trail's end", () => {
  const heats = ["2026-06-30", "2026-06-23", "2026-06-22", "2026-05-30", "2026-04-01", "2026-03-31"].map(
    (day) => heatOf(seen(day), asOf),
  );
  assert.deepEqual(heats, ["week", "week", "month", "quarter", "quarter", "older"]);
  assert.equal(heatOf(seen(null), asOf), null);
});

test("uses that are drawn together are added up, and the latest is told", () => {
  assert.deepEqual(joinedUse(seen("2026-06-01", 3), seen("2026-06-09", 4, 1)), seen("2026-06-09", 7, 1));
  assert.deepEqual(joinedUse(undefined, seen("2026-06-09")), seen("2026-06-09"));
  assert.equal(joinedUse(seen(null), seen("2026-06-09"))?.calls, 1);
});

test("what is impossible is observed and not possible; of what the trail does not tell, only that it is possible is shown", () => {
  const cases: readonly (readonly [Use | undefined, readonly boolean[]])[] = [
    [seen("2026-06-01"), [true, true, false]],
    [seen(null), [true, false, true]],
    [{ ...seen("2026-06-01", 2, 2), possible: false }, [false, true, false]],
    [seen("2026-06-01", 2, 2), [true, true, false]],
    [undefined, [true, false, false]],
  ];
  for (const [use, expected] of cases) {
    const views = (["possible", "observed", "only-possible"] as const).map((view) => isShown(use, view));
    assert.deepEqual(views, expected, useText(use));
  }
});

test("words tell what colours tell", () => {
  assert.equal(useText(seen("2026-06-01", 1200)), "1,200 calls, last 2026-06-01");
  assert.equal(useText(seen("2026-06-01", 1, 1)), "1 call, last 2026-06-01; impossible by the snapshot: 1");
  assert.equal(useText({ ...seen(null), watched: false }), "no use seen, and not fully watched");
});

test("every trust is observed or only possible, and both together are the trusts that are possible", () => {
  const map = sampleMap(30, 400);
  const { from, to, flags, roles } = map.trusts;
  const use: MapUse = {
    asOf: "2026-06-30T00:00:00Z",
    days: 90,
    elsewhere: 0,
    trusts: {
      from,
      to,
      flags,
      roles,
      calls: from.map((_, at) => (at % 3 === 0 ? at + 1 : 0)),
      last: from.map((_, at) => (at % 3 === 0 ? "2026-06-01T00:00:00Z" : null)),
      watched: from.map(() => true),
      possible: from.map(() => true),
      impossible: from.map(() => 0),
    },
  };
  const filters: Filters = { only: [], certainty: "all", services: true, technique: null, use: "possible" };
  const sum = (view: Filters["use"]): number =>
    pairsOf(map, { ...filters, use: view }, use).reduce((total, pair) => total + pair.roles, 0);
  assert.equal(sum("observed") + sum("only-possible"), sum("possible"));
  assert.ok(sum("observed") > 0 && sum("only-possible") > 0);
  assert.equal(
    sum("possible"),
    pairsOf(map, filters).reduce((total, pair) => total + pair.roles, 0),
  );
});
