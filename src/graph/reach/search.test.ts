/** Over random small graphs, held to a search that tries everything. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Random, seeded } from "../../../test/laws/trust/random.ts";
import { type Edges, EdgeTable, edgeKind, turned } from "./edge-table.ts";
import { distancesFrom, distancesTo, farAway, type Step, waysBetween } from "./search.ts";

type Edge = { readonly from: number; readonly to: number; readonly kind: number; readonly proven: boolean };

const nodes = 7;

function randomEdges(random: Random): readonly Edge[] {
  return Array.from({ length: random.below(16) }, () => {
    const [from, to] = [random.below(nodes), random.below(nodes)];
    // Renames lead from one state to a wider one, and never round.
    const isRename = from < to && random.chance(20);
    const kind = isRename ? edgeKind.is : random.pick([edgeKind.assume, 2, 3]);
    return { from, to, kind, proven: random.chance(70) };
  });
}

function tableOf(edges: readonly Edge[]): Edges {
  const table = new EdgeTable();
  for (const { from, to, kind, proven } of edges) table.add(from, to, kind, proven);
  return table.edges(nodes);
}

const costOf = ({ kind }: Pick<Edge, "kind">): number => (kind === edgeKind.is ? 0 : 1);

/** The fewest hops to the target, by going over all edges until nothing changes. */
function fewest(edges: readonly Edge[], target: number, mostHops: number): readonly number[] {
  const found = Array.from({ length: nodes }, (_, node) => (node === target ? 0 : Number.POSITIVE_INFINITY));
  for (let round = 0; round < nodes * 2; round++) {
    for (const edge of edges)
      found[edge.from] = Math.min(found[edge.from] ?? 0, (found[edge.to] ?? 0) + costOf(edge));
  }
  return found.map((hops) => (hops > mostHops ? farAway : hops));
}

function eachGraph(check: (edges: readonly Edge[], random: Random, onlyProven: boolean) => void): void {
  for (let seed = 1; seed <= 400; seed++) {
    const random = seeded(seed);
    const all = randomEdges(random);
    for (const onlyProven of [false, true]) check(all, random, onlyProven);
  }
}

function usable(edges: readonly Edge[], onlyProven: boolean): readonly Edge[] {
  return onlyProven ? edges.filter(({ proven }) => proven) : edges;
}

test("distances are the fewest hops, renames counting nothing, and nothing is told past the limit", () => {
  eachGraph((all, random, onlyProven) => {
    const target = random.below(nodes);
    const mostHops = random.below(5);
    const edges = tableOf(all);
    const expected = fewest(usable(all, onlyProven), target, mostHops);
    assert.deepEqual([...distancesTo([target], turned(edges), { mostHops, onlyProven })], expected);
    const opposite = usable(all, onlyProven).map((edge) => ({ ...edge, from: edge.to, to: edge.from }));
    assert.deepEqual(
      [...distancesFrom([target], edges, { mostHops, onlyProven })],
      fewest(opposite, target, mostHops),
    );
  });
});

/** Every way without a circle that ends at the first node from which the target is no hop away. */
function allWays(edges: readonly Edge[], start: number, target: number, mostHops: number): readonly string[] {
  const distance = fewest(edges, target, farAway - 1);
  const found: string[] = [];
  const walk = (way: readonly number[], hops: number): void => {
    const node = way.at(-1) ?? start;
    if (distance[node] === farAway || hops > mostHops) return;
    if (distance[node] === 0) {
      found.push(`${hops}: ${way.join(" ")}`);
      return;
    }
    const next = new Map<number, Edge>();
    for (const edge of edges) {
      if (edge.from !== node || way.includes(edge.to)) continue;
      const known = next.get(edge.to);
      const isBetter =
        known === undefined ||
        (edge.proven && !known.proven) ||
        (edge.proven === known.proven && edge.kind < known.kind);
      if (isBetter) next.set(edge.to, edge);
    }
    for (const edge of next.values()) walk([...way, edge.to], hops + costOf(edge));
  };
  walk([start], 0);
  return found;
}

function shown(way: readonly Step[]): string {
  const hops = way.filter(({ by }) => by !== null && by.kind !== edgeKind.is).length;
  return `${hops}: ${way.map(({ node }) => node).join(" ")}`;
}

test("all ways without a circle are told, shortest first, and whether they are all", () => {
  eachGraph((all, random, onlyProven) => {
    const [start, target] = [random.below(nodes), random.below(nodes)];
    const limits = { mostHops: random.below(6), onlyProven, most: 1000 };
    const edges = tableOf(all);
    const toTarget = distancesTo([target], turned(edges), limits);
    const starts = [{ node: start, offset: 0 }];
    const { ways, complete } = waysBetween(starts, edges, toTarget, limits);
    const told = ways.map(shown);
    const expected = allWays(usable(all, onlyProven), start, target, limits.mostHops);
    assert.deepEqual(told.toSorted(), expected.toSorted());
    assert.ok(complete);
    const hops = told.map((one) => Number.parseInt(one, 10));
    assert.deepEqual(
      hops,
      hops.toSorted((a, b) => a - b),
    );
    for (const way of ways) assert.equal(new Set(way.map(({ node }) => node)).size, way.length, "no circle");
    const most = random.below(4);
    const some = waysBetween(starts, edges, toTarget, { ...limits, most });
    assert.deepEqual(some.ways.map(shown), told.slice(0, most));
    assert.equal(some.complete, told.length <= most);
  });
});

test("ways from several starts are told by all their hops, those before the start included", () => {
  const edges = tableOf([
    { from: 0, to: 2, kind: edgeKind.assume, proven: true },
    { from: 1, to: 2, kind: edgeKind.assume, proven: true },
  ]);
  const limits = { mostHops: 2, onlyProven: false, most: 10 };
  const toTarget = distancesTo([2], turned(edges), limits);
  const starts = [
    { node: 0, offset: 1 },
    { node: 1, offset: 0 },
  ];
  assert.deepEqual(waysBetween(starts, edges, toTarget, limits).ways.map(shown), ["1: 1 2", "1: 0 2"]);
  assert.deepEqual(waysBetween(starts, edges, toTarget, { ...limits, mostHops: 1 }).ways.map(shown), [
    "1: 1 2",
  ]);
  assert.deepEqual(waysBetween([], edges, toTarget, limits), { ways: [], complete: true });
});

test("edges are grouped by where they start, and turned by where they end, each with what it is", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = seeded(seed);
    // More than the table starts with, now and then.
    const count = seed === 1 ? 3000 : random.below(40);
    const all = Array.from(
      { length: count },
      (): Edge => ({
        from: random.below(nodes),
        to: random.below(nodes),
        kind: random.below(1000),
        proven: random.chance(50),
      }),
    );
    const edges = tableOf(all);
    const text = ({ from, to, kind, proven }: Edge): string => `${from} ${to} ${kind} ${proven}`;
    const listed = (grouped: Edges, isTurned: boolean): readonly string[] =>
      Array.from({ length: nodes }, (_, node) => node).flatMap((node) =>
        Array.from({ length: (grouped.start[node + 1] ?? 0) - (grouped.start[node] ?? 0) }, (_, at) => {
          const edge = (grouped.start[node] ?? 0) + at;
          const other = grouped.other[edge] ?? -1;
          const [from, to] = isTurned ? [other, node] : [node, other];
          return text({ from, to, kind: grouped.kind[edge] ?? -1, proven: grouped.proven[edge] === 1 });
        }),
      );
    const expected = all.map(text).toSorted();
    assert.deepEqual(listed(edges, false).toSorted(), expected);
    assert.deepEqual(listed(turned(edges), true).toSorted(), expected);
    assert.deepEqual(listed(turned(turned(edges)), false).toSorted(), expected);
  }
});
