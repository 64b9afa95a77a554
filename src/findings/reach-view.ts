/** What rules about chains look at: the graph of what can be reached, with the distances that several of them need. */
import {
  type CountsEdge,
  distancesTo,
  farAway,
  type ReachGraph,
  type Step,
  shortestWay,
} from "../graph/reach/index.ts";
import type { AccountIndex, RoleIndex } from "../model/index.ts";
import type { Distances, ReachView, RuleContext } from "./rule.ts";

/** As far as distances are counted at all; no chain of an organization is that long. */
const mostHops = farAway - 1;

export function reachView(graph: ReachGraph, context: RuleContext): ReachView {
  return new GraphView(graph, context);
}

class GraphView implements ReachView {
  readonly graph: ReachGraph;
  readonly context: RuleContext;
  readonly accounts: Uint32Array;
  #toAdministrators: Distances | null = null;

  constructor(graph: ReachGraph, context: RuleContext) {
    this.graph = graph;
    this.context = context;
    this.accounts = graph.nodes.accounts;
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

/** Null: the target is too far. A way of proven hops is preferred, be it longer. */
export function wayFrom(
  start: number,
  { forward, counts, any, proven }: Distances,
): { readonly hops: number; readonly proven: boolean; readonly steps: readonly Step[] } | null {
  const isProven = proven[start] !== farAway;
  const distance = isProven ? proven : any;
  const hops = distance[start] ?? farAway;
  if (hops === farAway) return null;
  return { hops, proven: isProven, steps: shortestWay(start, forward, distance, isProven, counts) };
}

/** Roles by which outsiders come in, each once. */
export function rolesWithOutsiders({ graph }: ReachView): Iterable<RoleIndex> {
  return new Set(graph.entrances.flatMap(({ external, role }) => (external ? [role] : [])));
}

export function hopsText(hops: number): string {
  return hops === 1 ? "1 hop" : `${hops} hops`;
}
