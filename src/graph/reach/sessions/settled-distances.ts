/** Distances over ways that can be gone with the sessions that they make, where an edge alone does not say so. */
import { edgeKind } from "../edge-table.ts";
import type { StartNode } from "../ends.ts";
import type { ReachGraph } from "../reach-graph.ts";
import {
  type CountsEdge,
  distancesFrom,
  distancesTo,
  farAway,
  type SearchLimits,
  waysBetween,
} from "../search.ts";
import { isSessionBound } from "./session-bound.ts";
import { settlerOf } from "./settle-way.ts";

/** Nodes past this number are told as their hops say one by one, and never as proven. */
const mostJudged = 100;

/** From one of the starts to every node, as `distancesFrom`. */
export function settledFrom(
  graph: ReachGraph,
  starts: readonly StartNode[],
  limits: SearchLimits,
): Uint8Array {
  const nodes = starts.map(({ node }) => node);
  const { all, unbound } = withAndWithoutBound(graph, limits, (within) =>
    distancesFrom(nodes, graph.forward, within),
  );
  if (all === unbound) return all;
  // Every way from the starts that is short enough is among the nodes that are near enough.
  const near: SearchLimits = { ...limits, counts: (from) => all[from] !== farAway };
  const settled = all.slice();
  let judged = 0;
  for (let node = 0; node < all.length; node++) {
    const hops = all[node] ?? farAway;
    if (hops === unbound[node]) continue;
    judged++;
    settled[node] =
      judged > mostJudged
        ? unjudged(hops, unbound[node] ?? farAway, limits)
        : fewestHops(graph, starts, distancesTo([node], graph.backward, near), limits);
  }
  return settled;
}

/** From starts to the nearest of the targets, as `distancesTo`; asked start by start. */
export class SettledTo {
  readonly #graph: ReachGraph;
  readonly #limits: SearchLimits;
  readonly #all: Uint8Array;
  readonly #unbound: Uint8Array;
  #judged = 0;

  constructor(graph: ReachGraph, targets: readonly number[], limits: SearchLimits) {
    this.#graph = graph;
    this.#limits = limits;
    const { all, unbound } = withAndWithoutBound(graph, limits, (within) =>
      distancesTo(targets, graph.backward, within),
    );
    this.#all = all;
    this.#unbound = unbound;
  }

  hopsFrom(start: StartNode): number {
    const hops = this.#all[start.node] ?? farAway;
    const unbound = this.#unbound[start.node] ?? farAway;
    if (hops === unbound) return hops;
    this.#judged++;
    return this.#judged > mostJudged
      ? unjudged(hops, unbound, this.#limits)
      : fewestHops(this.#graph, [start], this.#all, this.#limits);
  }
}

/** Distances over all edges, and over those that no session decides about: the very same where the search meets no other. */
function withAndWithoutBound(
  graph: ReachGraph,
  limits: SearchLimits,
  search: (within: SearchLimits) => Uint8Array,
): { readonly all: Uint8Array; readonly unbound: Uint8Array } {
  const isBound = isSessionBound(graph);
  let meets = false;
  const counts: CountsEdge = (from, to, kind) => {
    const bound = isBound(from, to, kind);
    meets ||= bound;
    return !bound;
  };
  const unbound = search({ ...limits, counts });
  return { all: meets ? search(limits) : unbound, unbound };
}

function unjudged(hops: number, unbound: number, { onlyProven }: SearchLimits): number {
  return onlyProven ? unbound : hops;
}

/** Of the ways that can be gone. */
function fewestHops(
  graph: ReachGraph,
  starts: readonly StartNode[],
  toTarget: Uint8Array,
  limits: SearchLimits,
): number {
  // Tens of thousands may start, and few of them come here.
  const near = starts.filter(({ node }) => toTarget[node] !== farAway);
  const settle = settlerOf(graph, near, limits.onlyProven);
  const offsets = near.map(({ node }) => ({ node, offset: 0 }));
  const { ways, complete } = waysBetween(offsets, graph.forward, toTarget, { ...limits, most: 1 }, settle);
  const [way] = ways;
  if (way !== undefined) return way.filter(({ by }) => by !== null && by.kind !== edgeKind.is).length;
  // The search gave up: as the hops say one by one, which is no proof.
  const nearest = near.reduce((least, { node }) => Math.min(least, toTarget[node] ?? farAway), farAway);
  return complete || limits.onlyProven ? farAway : nearest;
}
