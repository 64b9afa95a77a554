import assert from "node:assert/strict";
import { test } from "node:test";
import { cameraOn } from "./camera.ts";
import { choiceOf, filtersOf, pairsOf, passes } from "./filters.ts";
import { layoutOf } from "./layout.ts";
import { marksOf, mostMarks } from "./marks.ts";
import type { Box, Pair } from "./model.ts";
import { sampleMap } from "./sample-map.ts";

const size = { width: 900, height: 560 };
const everything = filtersOf({ services: "1" });

const scene = (accounts: number, trusts: number, parties?: number) => {
  const map = sampleMap(accounts, trusts, parties);
  const layout = layoutOf(map, true);
  const pairs = pairsOf(map, everything).map((pair) => ({
    ...pair,
    from: layout.boxOfPlace[pair.from] ?? 0,
    to: layout.boxOfPlace[pair.to] ?? 0,
  }));
  return { map, layout, pairs };
};

const sizes = [
  [1, 0],
  [40, 400],
  [1000, 60_000],
  [3000, 60_000],
] as const;

for (const [accounts, trusts] of sizes) {
  test(`every box of ${accounts} accounts stands within the one around it, and beside its neighbours`, () => {
    const { boxes } = scene(accounts, trusts).layout;
    const within = ({ rect }: Box, { rect: outer }: Box): boolean =>
      rect.x >= outer.x - 0.01 &&
      rect.y >= outer.y - 0.01 &&
      rect.x + rect.width <= outer.x + outer.width + 0.01 &&
      rect.y + rect.height <= outer.y + outer.height + 0.01;
    for (const box of boxes) {
      const parent = box.parent === null ? undefined : boxes[box.parent];
      if (parent !== undefined) assert.ok(within(box, parent), `${box.id} in ${parent.id}`);
      const area = box.children.reduce((sum, at) => sum + areaOf(boxes[at]), 0);
      assert.ok(area <= areaOf(box) * 1.0001, `what is in ${box.id} does not overlap`);
    }
    assert.equal(boxes.filter(({ kind }) => kind === "account").length, accounts);
    assert.equal(new Set(boxes.map(({ id }) => id)).size, boxes.length, "every box has an id of its own");
  });

  test(`a picture of ${accounts} accounts has no more marks than can be taken in, and leaves no trust out`, () => {
    const { layout, pairs } = scene(accounts, trusts);
    for (const at of [0, 1, Math.floor(layout.boxes.length / 2)]) {
      const camera = cameraOn(at === 0 ? layout.bounds : (layout.boxes[at]?.rect ?? layout.bounds), size);
      for (const chosen of [null, at]) {
        const { boxes, arrows, chosenArrows, inside } = marksOf(layout, pairs, camera, size, chosen);
        assert.ok(boxes.length + arrows.length + chosenArrows.length <= mostMarks);
        const within = [...inside.values()].reduce((all, roles) => all + roles, 0);
        assert.equal(sum(arrows) + within, sum(pairs));
      }
    }
  });
}

function areaOf(box: Box | undefined): number {
  return box === undefined ? 0 : box.rect.width * box.rect.height;
}

function sum(pairs: readonly Pair[]): number {
  return pairs.reduce((all, { roles }) => all + roles, 0);
}

test("whoever comes back finds everything in its place", () => {
  assert.deepEqual(layoutOf(sampleMap(200, 1000), false), layoutOf(sampleMap(200, 1000), false));
});

test("who is let in by other trusts, and how often, moves no account", () => {
  const map = sampleMap(60, 500);
  const changed = { ...map, trusts: { from: [], to: [], flags: [], roles: [] } };
  const places = (from: typeof map) =>
    layoutOf(from, false)
      .boxes.filter(({ kind }) => kind === "account" || kind === "unit")
      .map(({ id, rect }) => [id, rect]);
  assert.deepEqual(places(map), places(changed));
  assert.ok(places(map).length > 60);
});

test("trust in AWS services is drawn when it is asked for, all other filters narrow", () => {
  const map = sampleMap(5, 0);
  const bit = (flag: (typeof map.flags)[number]) => 1 << map.flags.indexOf(flag);
  const isDrawn = (chosen: Record<string, string>, bits: number) =>
    passes(filtersOf(chosen), map.flags)(bits);
  assert.equal(isDrawn({}, bit("service")), false);
  assert.equal(isDrawn({ services: "1" }, bit("service")), true);
  assert.equal(isDrawn({ only: "external" }, bit("external")), true);
  assert.equal(isDrawn({ only: "external,withoutExternalId" }, bit("external")), false);
  assert.equal(isDrawn({ certainty: "may" }, bit("external")), false);
  assert.equal(isDrawn({ certainty: "proven" }, bit("external") | bit("may")), false);
  assert.equal(isDrawn({ only: "nonsense" }, 0), true);
});

test("a choice of filters comes back out of the address", () => {
  const filters = filtersOf({
    only: "external,unused",
    certainty: "may",
    services: "1",
    technique: "iam-001",
  });
  assert.deepEqual(filtersOf(choiceOf(filters)), filters);
});

test("of several trusts between the same two, the worst gives the colour and all are counted", () => {
  const map = {
    ...sampleMap(2, 0, 1),
    trusts: { from: [2, 2], to: [0, 0], flags: [0b1, 0b11], roles: [3, 4] },
  };
  const [pair, ...others] = pairsOf(map, everything);
  assert.deepEqual([pair?.roles, pair?.risk, others.length], [7, "open", 0]);
});
