/** The graph as it would be if one step of its ways were not there, whatever policies say. */
import { edgeKind } from "../edge-table.ts";
import { startName } from "../ends.ts";
import { placeName } from "../place-name.ts";
import { ReachGraph } from "../reach-graph.ts";
import { techniqueOfKind } from "../technique-numbers.ts";
import { type DroppedEdges, spliceEdges, spliceTurned } from "./splice-edges.ts";

/** A hop as ways tell it. */
export type StepAsked = {
  readonly from: string;
  readonly to: string;
  /** A technique's id; null: an assumption of a role. */
  readonly technique: string | null;
};

export type WithoutStep = {
  readonly graph: ReachGraph;
  /** The step is an administrator's: it is gone for everybody who is administrator of that account. */
  readonly ofAdministrators: boolean;
};

/** Null: the graph has no such step. What principals use of resources is no step of the graph. */
export function withoutStep(graph: ReachGraph, step: StepAsked): WithoutStep | null {
  const entrances =
    step.technique === null
      ? graph.entrances.filter((one) => !isEntrance(one, step, graph))
      : graph.entrances;
  if (entrances.length < graph.entrances.length) {
    return { graph: changed(graph, new Map(), entrances), ofAdministrators: false };
  }
  const from = statesNamed(graph, step.from);
  const to = statesNamed(graph, step.to);
  // As itself first: an administrator's steps are those of all administrators of the account.
  for (const [isAdministrator, starts] of [
    [false, from.own],
    [true, from.administrator],
  ] as const) {
    for (const ends of [to.own, to.administrator]) {
      const dropped = edgesBetween(graph, starts, ends, step.technique);
      if (dropped.size > 0) {
        return { graph: changed(graph, dropped, graph.entrances), ofAdministrators: isAdministrator };
      }
    }
  }
  return null;
}

function isEntrance(
  entrance: ReachGraph["entrances"][number],
  { from, to }: StepAsked,
  graph: ReachGraph,
): boolean {
  const { snapshot } = graph;
  if (snapshot.roles.arn(entrance.role) !== to) return false;
  const partition = snapshot.accounts[snapshot.roles.account[entrance.role] ?? 0]?.partition ?? "aws";
  return startName(entrance.grant.party, partition) === from;
}

type States = { readonly own: ReadonlySet<number>; readonly administrator: ReadonlySet<number> };

/** Nodes that ways call by the name: a principal with all that it may be given, and the administrator that it may be. */
function statesNamed(graph: ReachGraph, name: string): States {
  const { nodes, snapshot } = graph;
  const node = nodes.ofArn(name);
  if (node === null) {
    const places = [
      nodes.organization,
      ...graph.administered.map((account) => nodes.ofAdministrator(account)),
    ];
    const account = snapshot.accountIndex(name.split(":")[4] ?? "");
    // Seen from anywhere else than the account itself, which is where it is called so.
    const named = places.filter(
      (place) => nodes.accountOf(place) === account || place === nodes.organization,
    );
    const found = named.filter((place) => placeName(graph, place, elsewhere(graph, account)) === name);
    return { own: new Set(found), administrator: new Set() };
  }
  const own = new Set([node, nodes.changedOf(node)]);
  for (let at = nodes.organization + 1; at < nodes.count; at++) {
    const state = nodes.at(at);
    if ("principal" in state && nodes.ofPrincipal(state.principal) === node) own.add(at);
  }
  return { own, administrator: new Set([nodes.ofAdministrator(nodes.accountOf(node))]) };
}

function elsewhere({ nodes, snapshot }: ReachGraph, account: number | null): number {
  const other = snapshot.accounts.findIndex((_, index) => index !== account);
  return nodes.ofAdministrator(Math.max(other, 0));
}

function edgesBetween(
  { forward }: ReachGraph,
  starts: ReadonlySet<number>,
  ends: ReadonlySet<number>,
  technique: string | null,
): DroppedEdges {
  const dropped = new Map<number, Set<number>>();
  for (const from of starts) {
    const found = new Set<number>();
    for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++) {
      const kind = forward.kind[at] ?? 0;
      const isMeant = technique === null ? kind === edgeKind.assume : techniqueOfKind(kind)?.id === technique;
      if (isMeant && ends.has(forward.other[at] ?? 0)) found.add(at);
    }
    if (found.size > 0) dropped.set(from, found);
  }
  return dropped;
}

function changed(graph: ReachGraph, dropped: DroppedEdges, entrances: ReachGraph["entrances"]): ReachGraph {
  const { engine, nodes, forward, backward, administered, limited } = graph;
  const isSame = dropped.size === 0;
  return new ReachGraph(graph, engine, nodes, isSame ? forward : spliceEdges(forward, dropped, []), {
    entrances,
    administered,
    limited,
    backward: isSame ? backward : spliceTurned(backward, forward, dropped, []),
  });
}
