import assert from "node:assert/strict";
import { test } from "node:test";
import { EdgeTable } from "../../../graph/reach/edge-table.ts";
import { stronglyConnected } from "./strongly-connected.ts";

function parts(nodes: number, ...edges: readonly (readonly [from: number, to: number])[]) {
  const table = new EdgeTable();
  for (const [from, to] of edges) table.add(from, to, 1, true);
  const found = stronglyConnected(table.edges(nodes), Array(nodes).keys(), () => true);
  return found.map((part) => part.toSorted((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

test("parts are those whose nodes come to each other", () => {
  const edges = [
    [0, 1],
    [1, 2],
    [2, 0],
    [2, 3],
    [3, 4],
    [4, 3],
    [5, 3],
  ] as const;
  assert.deepEqual(parts(6, ...edges), [
    [0, 1, 2],
    [3, 4],
  ]);
});

test("two parts that one edge joins stay apart, whichever is seen first", () => {
  assert.deepEqual(parts(4, [0, 1], [1, 0], [2, 3], [3, 2], [2, 0]), [
    [0, 1],
    [2, 3],
  ]);
  assert.deepEqual(parts(4, [0, 1], [1, 0], [2, 3], [3, 2], [0, 2]), [
    [0, 1],
    [2, 3],
  ]);
});

test("a node alone is no part, not even where it leads to itself", () => {
  assert.deepEqual(parts(3, [0, 0], [0, 1], [1, 2]), []);
});

test("random graphs are taken apart as trying every pair does", () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let round = 0; round < 200; round++) {
    const nodes = 2 + random(9);
    const edges = Array.from({ length: random(20) }, () => [random(nodes), random(nodes)] as const);
    assert.deepEqual(parts(nodes, ...edges), byEveryPair(nodes, edges), JSON.stringify(edges));
  }
});

test("a circle longer than any stack is found", () => {
  const nodes = 200_000;
  const table = new EdgeTable();
  for (let node = 0; node < nodes; node++) table.add(node, (node + 1) % nodes, 1, true);
  assert.equal(stronglyConnected(table.edges(nodes), Array(nodes).keys(), () => true)[0]?.length, nodes);
});

function byEveryPair(
  nodes: number,
  edges: readonly (readonly [number, number])[],
): readonly (readonly number[])[] {
  const all = Array.from({ length: nodes }, (_, node) => node);
  const comesTo = all.map((start) => {
    const found = new Set([start]);
    for (const node of found) for (const [from, to] of edges) if (from === node) found.add(to);
    return found;
  });
  const classes = all.map((node) =>
    all.filter((other) => comesTo[node]?.has(other) && comesTo[other]?.has(node)),
  );
  return classes.filter((part, node) => part.length > 1 && part[0] === node);
}
