import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "../../../../test/laws/trust/random.ts";
import { type Row, smallestHittingSet } from "./hitting-set.ts";

const names = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

function fewest(rows: readonly Row[]): number {
  let best: number = names.length;
  for (let chosen = 0; chosen < 1 << names.length; chosen++) {
    const set = new Set<string>(names.filter((_, at) => (chosen >> at) & 1));
    if (set.size < best && rows.every((row) => [...row].some((one) => set.has(one)))) best = set.size;
  }
  return best;
}

test("as few members as a search through all sets finds, and never bounded from below by more", () => {
  const random = seeded(7);
  for (let round = 0; round < 300; round++) {
    const rows = Array.from(
      { length: 1 + random.below(9) },
      () => new Set<string>(random.several(names, 1, 4)),
    );
    const optimum = fewest(rows);
    const exact = smallestHittingSet(rows, { left: 100_000 });
    assert.equal(exact?.members.size, optimum);
    assert.equal(exact?.atLeast, optimum);
    const cut = smallestHittingSet(rows, { left: random.below(3) });
    assert.ok(cut !== null && cut.atLeast <= optimum && optimum <= cut.members.size);
    assert.ok(rows.every((row) => [...row].some((one) => cut.members.has(one))));
    for (const member of cut.members) {
      const others = new Set([...cut.members].filter((one) => one !== member));
      assert.ok(
        rows.some((row) => ![...row].some((one) => others.has(one))),
        "each member is needed",
      );
    }
  }
});

test("nothing hits an empty row, and no rows need nothing", () => {
  assert.equal(smallestHittingSet([new Set(["a"]), new Set()], { left: 10 }), null);
  assert.deepEqual(smallestHittingSet([], { left: 10 }), { members: new Set(), atLeast: 0 });
});
