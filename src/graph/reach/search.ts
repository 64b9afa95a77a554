/** Shortest ways through the graph: distances to a set of nodes, and the ways themselves, shortest first. */
import { type Edges, edgeKind } from "./edge-table.ts";
import type { HopSession } from "./sessions/hop-session.ts";

export type Step = {
  readonly node: number;
  /** How the node was come to; null for the first. */
  readonly by: { readonly kind: number; readonly proven: boolean } | null;
  /** Where the way was judged by its sessions, and there is something to tell of this one. */
  readonly session?: HopSession;
  /** Why the sessions of the way may not be let through at its end; told at its last step. */
  readonly endDoubts?: readonly string[];
};

/** A way as it can be gone, or null where it can't, whatever its edges say one by one. */
export type Settle = (way: readonly Step[]) => readonly Step[] | null;

/** What judging a way counts for among the steps of a search. */
const stepsOfSettling = 20;

export type SearchLimits = {
  /** Edges that count; zero and more. */
  readonly mostHops: number;
  readonly onlyProven: boolean;
  /** Edges that are looked at, all where absent: much quicker than to make a graph of them. `from` and `to` as in the graph. */
  readonly counts?: CountsEdge;
};

export type CountsEdge = (from: number, to: number, kind: number) => boolean;

/** Not within the limit. */
export const farAway = 255;

/** For every node, how many hops it takes to come to one of the targets (edges that only rename count nothing). */
export function distancesTo(targets: Iterable<number>, backward: Edges, limits: SearchLimits): Uint8Array {
  const { counts } = limits;
  const turnedCounts: SearchLimits =
    counts === undefined ? limits : { ...limits, counts: (to, from, kind) => counts(from, to, kind) };
  return distances(targets, backward, turnedCounts);
}

/** For every node, how many hops it takes from one of the starts. */
export function distancesFrom(starts: Iterable<number>, forward: Edges, limits: SearchLimits): Uint8Array {
  return distances(starts, forward, limits);
}

function distances(
  from: Iterable<number>,
  edges: Edges,
  { mostHops, onlyProven, counts }: SearchLimits,
): Uint8Array {
  const found = new Uint8Array(edges.nodes).fill(farAway);
  let level: number[] = [];
  for (const node of from) {
    if (found[node] === 0) continue;
    found[node] = 0;
    level.push(node);
  }
  for (let hops = 0; level.length > 0 && hops <= Math.min(mostHops, farAway - 1); hops++) {
    const next: number[] = [];
    // The level grows by nodes that are the same but for their name.
    for (let at = 0; at < level.length; at++) {
      const node = level[at] ?? 0;
      if (found[node] !== hops) continue;
      for (let edge = edges.start[node] ?? 0; edge < (edges.start[node + 1] ?? 0); edge++) {
        if (onlyProven && edges.proven[edge] === 0) continue;
        const other = edges.other[edge] ?? 0;
        const isRename = edges.kind[edge] === edgeKind.is;
        const distance = isRename ? hops : hops + 1;
        if (distance >= (found[other] ?? 0) || distance > mostHops) continue;
        // Asked last: only of edges by which somebody is nearer.
        if (counts?.(node, other, edges.kind[edge] ?? 0) === false) continue;
        found[other] = distance;
        (isRename ? level : next).push(other);
      }
    }
    level = next;
  }
  return found;
}

/**
 * One of the shortest ways downhill by distances from {@link distancesTo}: to where the distance is 0. Proven edges before
 * may, assumptions before techniques. Just the start where the target is too far. `onlyProven` and `counts` as the distances
 * were made.
 */
export function shortestWay(
  start: number,
  forward: Edges,
  toTarget: Uint8Array,
  onlyProven: boolean,
  counts: CountsEdge = () => true,
): readonly Step[] {
  const way: Step[] = [{ node: start, by: null }];
  let node = start;
  while (toTarget[node] !== 0) {
    const next = stepDown(node, forward, toTarget, onlyProven, counts);
    if (next === null) break;
    way.push(next);
    node = next.node;
  }
  return way;
}

function stepDown(
  node: number,
  forward: Edges,
  toTarget: Uint8Array,
  onlyProven: boolean,
  counts: CountsEdge,
): Step | null {
  const { start, other, kind: kinds, proven: provens } = forward;
  const distance = toTarget[node] ?? farAway;
  if (distance === farAway) return null;
  let best: {
    readonly node: number;
    readonly by: { readonly kind: number; readonly proven: boolean };
  } | null = null;
  for (let edge = start[node] ?? 0; edge < (start[node + 1] ?? 0); edge++) {
    const kind = kinds[edge] ?? 0;
    const proven = provens[edge] === 1;
    if (onlyProven && !proven) continue;
    const to = other[edge] ?? 0;
    // Edges that only rename lead from a narrower state to a wider one, so following them never comes back.
    if (toTarget[to] !== (kind === edgeKind.is ? distance : distance - 1)) continue;
    if (!counts(node, to, kind)) continue;
    const isBetter =
      best === null || (proven && !best.by.proven) || (proven === best.by.proven && kind < best.by.kind);
    if (isBetter) best = { node: to, by: { kind, proven } };
  }
  return best;
}

/** Every node that can be come to, the start first; looks at no more of the graph than that. */
export function nearestNodes(start: number, edges: Edges): Iterable<number> {
  const found = new Set([start]);
  // A set goes on to what is added to it.
  for (const node of found) {
    for (let edge = edges.start[node] ?? 0; edge < (edges.start[node + 1] ?? 0); edge++)
      found.add(edges.other[edge] ?? 0);
  }
  return found;
}

/**
 * One of the ways with the fewest edges to a node that `isEnd` says yes to, over nodes that `passes` says yes to; null where
 * there is none. Looks at no more of the graph than it has to.
 */
export function nearestWay(
  start: number,
  edges: Edges,
  isEnd: (node: number) => boolean,
  passes: (node: number, kind: number) => boolean,
  onlyProven: boolean,
): readonly Step[] | null {
  const before = new Map<number, { readonly from: number; readonly step: Step } | null>([[start, null]]);
  const queue = [start];
  for (const node of queue) {
    if (isEnd(node)) {
      const way: Step[] = [];
      for (let at = before.get(node) ?? null; at !== null; at = before.get(at.from) ?? null)
        way.push(at.step);
      return [{ node: start, by: null }, ...way.reverse()];
    }
    for (let edge = edges.start[node] ?? 0; edge < (edges.start[node + 1] ?? 0); edge++) {
      const other = edges.other[edge] ?? 0;
      const kind = edges.kind[edge] ?? 0;
      const proven = edges.proven[edge] === 1;
      if (before.has(other) || (onlyProven && !proven) || !passes(other, kind)) continue;
      before.set(other, { from: node, step: { node: other, by: { kind, proven } } });
      queue.push(other);
    }
  }
  return null;
}

/** The same way as one that was found over {@link turned} edges, told from its other end. */
export function reversed(way: readonly Step[]): readonly Step[] {
  return way.map((_, at) => {
    const from = way.length - 1 - at;
    return { node: way[from]?.node ?? 0, by: way[from + 1]?.by ?? null };
  });
}

/** Steps past this number end a search: what was found until then is told, and that it is not all. */
const mostSteps = 400_000;

export type Ways = {
  readonly ways: readonly (readonly Step[])[];
  /** Whether these are all there are within the limit. */
  readonly complete: boolean;
};

/**
 * Ways without a circle from the starts to where `toTarget` is 0, those with fewer hops first, at most `most`. Of several
 * edges between two nodes the best is taken. `offset`: hops that it takes to come to each start. `settle` judges each way.
 */
export function waysBetween(
  starts: readonly { readonly node: number; readonly offset: number }[],
  forward: Edges,
  toTarget: Uint8Array,
  limits: SearchLimits & { readonly most: number },
  settle: Settle = (way) => way,
): Ways {
  const search = new WaySearch(forward, toTarget, limits, settle);
  let nearest = Number.POSITIVE_INFINITY;
  for (const { node, offset } of starts) {
    const distance = toTarget[node] ?? farAway;
    if (distance !== farAway) nearest = Math.min(nearest, distance + offset);
  }
  if (nearest === Number.POSITIVE_INFINITY) return { ways: [], complete: true };
  for (let hops = nearest; hops <= limits.mostHops && !search.isOver; hops++) {
    for (const { node, offset } of starts) {
      if (hops >= offset) search.run(node, hops - offset);
      if (search.isOver) break;
    }
  }
  return { ways: search.ways, complete: !search.isOver };
}

class WaySearch {
  readonly ways: (readonly Step[])[] = [];
  readonly #forward: Edges;
  readonly #toTarget: Uint8Array;
  readonly #limits: SearchLimits & { readonly most: number };
  readonly #settle: Settle;
  readonly #onWay = new Set<number>();
  #steps = 0;
  #wasCut = false;

  constructor(
    forward: Edges,
    toTarget: Uint8Array,
    limits: SearchLimits & { readonly most: number },
    settle: Settle,
  ) {
    this.#settle = settle;
    this.#forward = forward;
    this.#toTarget = toTarget;
    this.#limits = limits;
  }

  get isOver(): boolean {
    return this.#wasCut || this.#steps > mostSteps;
  }

  /** All ways of exactly that many hops. */
  run(start: number, hops: number): void {
    this.#walk([{ node: start, by: null }], hops);
  }

  #walk(way: readonly Step[], left: number): void {
    const node = way.at(-1)?.node ?? 0;
    const distance = this.#toTarget[node] ?? farAway;
    if (distance > left || this.isOver) return;
    if (distance === 0) {
      if (left > 0) return;
      const settled = this.#settle(way);
      this.#steps += stepsOfSettling;
      if (settled === null) return;
      if (this.ways.length >= this.#limits.most) this.#wasCut = true;
      else this.ways.push(settled);
      return;
    }
    this.#onWay.add(node);
    for (const { other, kind, proven } of this.#edgesOf(node)) {
      if (this.#onWay.has(other)) continue;
      this.#steps++;
      this.#walk([...way, { node: other, by: { kind, proven } }], kind === edgeKind.is ? left : left - 1);
    }
    this.#onWay.delete(node);
  }

  /** The best edge to each other node: proven before may, assumptions before techniques. */
  #edgesOf(
    node: number,
  ): Iterable<{ readonly other: number; readonly kind: number; readonly proven: boolean }> {
    const { start, other: others, kind: kinds, proven: provens } = this.#forward;
    const best = new Map<number, { other: number; kind: number; proven: boolean }>();
    for (let edge = start[node] ?? 0; edge < (start[node + 1] ?? 0); edge++) {
      const proven = provens[edge] === 1;
      if (this.#limits.onlyProven && !proven) continue;
      const other = others[edge] ?? 0;
      if (this.#toTarget[other] === farAway) continue;
      const kind = kinds[edge] ?? 0;
      if (this.#limits.counts?.(node, other, kind) === false) continue;
      const known = best.get(other);
      if (
        known === undefined ||
        (proven && !known.proven) ||
        (proven === known.proven && kind < known.kind)
      ) {
        best.set(other, { other, kind, proven });
      }
    }
    return best.values();
  }
}
