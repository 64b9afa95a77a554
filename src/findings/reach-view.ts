/** What rules about chains look at: the graph of what can be reached, with the distances that several of them need. */
import {
  type CountsEdge,
  distancesTo,
  edgeKind,
  farAway,
  type ReachGraph,
  type Step,
  settlerOf,
  settleSteps,
  shortestWay,
  startOf,
  waysBetween,
} from "../graph/reach/index.ts";
import type { AccountIndex, RoleIndex } from "../model/index.ts";
import type { Distances, ReachView, RuleContext } from "./rule.ts";

/** Of ways that take the place of one that can't be gone. */
const mostHopsAround = 8;

/** As far as distances are counted at all; no chain of an organization is that long. */
const mostHops = farAway - 1;

/** `isAsked`: default, all are. */
export function reachView(
  graph: ReachGraph,
  context: RuleContext,
  isAsked: (principal: number) => boolean = () => true,
): ReachView {
  return new GraphView(graph, context, isAsked);
}

class GraphView implements ReachView {
  readonly graph: ReachGraph;
  readonly context: RuleContext;
  readonly accounts: Uint32Array;
  #toAdministrators: Distances | null = null;

  readonly isAsked: (principal: number) => boolean;
  #outsiders: ReadonlySet<RoleIndex> | null = null;

  constructor(graph: ReachGraph, context: RuleContext, isAsked: (principal: number) => boolean) {
    this.isAsked = isAsked;
    this.graph = graph;
    this.context = context;
    this.accounts = graph.nodes.accounts;
  }

  get rolesWithOutsiders(): ReadonlySet<RoleIndex> {
    if (this.#outsiders === null) {
      const found = new Set<RoleIndex>();
      for (const { external, role } of this.graph.entrances)
        if (external && this.isAsked(role)) found.add(role);
      this.#outsiders = found;
    }
    return this.#outsiders;
  }

  get administrators(): readonly number[] {
    return this.graph.administered.map((account) => this.graph.nodes.ofAdministrator(account));
  }

  get toAdministrators(): Distances {
    this.#toAdministrators ??= this.distancesTo(this.administrators);
    return this.#toAdministrators;
  }

  distancesTo(targets: readonly number[], counts?: CountsEdge): Distances {
    const { forward, backward } = this.graph;
    const limits = { mostHops, ...(counts === undefined ? {} : { counts }) };
    return {
      forward,
      ...(counts === undefined ? {} : { counts }),
      any: distancesTo(targets, backward, { ...limits, onlyProven: false }),
      proven: distancesTo(targets, backward, { ...limits, onlyProven: true }),
    };
  }

  accountOf(node: number): AccountIndex {
    return this.accounts[node] ?? 0;
  }
}

/**
 * Null: the target is too far, or no way there can be gone with the sessions that it makes. A way of proven hops is preferred, be it
 * longer. `entrance`: the place of the grant by which outsiders come to the start; null: it starts there.
 */
export function wayFrom(
  { graph }: ReachView,
  start: number,
  distances: Distances,
  entrance: number | null,
): { readonly hops: number; readonly proven: boolean; readonly steps: readonly Step[] } | null {
  const { forward, counts, any, proven } = distances;
  const isProven = proven[start] !== farAway;
  const distance = isProven ? proven : any;
  if (distance[start] === farAway) return null;
  const nearest = shortestWay(start, forward, distance, isProven, counts);
  const settled = settleSteps(graph, nearest, entrance);
  const steps =
    settled !== null && (isSure(settled) || !isProven)
      ? settled
      : otherWay(graph, start, distances, entrance);
  return steps === null ? null : { hops: hopsOf(steps), proven: isSure(steps), steps };
}

/** Where the shortest one can't be gone, or only perhaps. */
function otherWay(
  graph: ReachGraph,
  start: number,
  { forward, counts, any, proven }: Distances,
  entrance: number | null,
): readonly Step[] | null {
  const starts = [startOf(graph, start, entrance)];
  const from = [{ node: start, offset: 0 }];
  for (const [distance, onlyProven] of [
    [proven, true],
    [any, false],
  ] as const) {
    const limits = {
      mostHops: mostHopsAround,
      onlyProven,
      most: 1,
      ...(counts === undefined ? {} : { counts }),
    };
    const settle = settlerOf(graph, starts, onlyProven);
    const [way] = waysBetween(from, forward, distance, limits, settle).ways;
    if (way !== undefined) return way;
  }
  return null;
}

function isSure(steps: readonly Step[]): boolean {
  return steps.every(({ by }) => by === null || by.proven);
}

/** Edges that only rename count nothing. */
export function hopsOf(steps: readonly Step[]): number {
  return steps.filter(({ by }) => by !== null && by.kind !== edgeKind.is).length;
}

export function hopsText(hops: number): string {
  return hops === 1 ? "1 hop" : `${hops} hops`;
}
