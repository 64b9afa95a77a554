/**
 * The fewest accesses whose loss cuts every way from outside to a target. Exact over accesses (from one principal to the
 * next, however many techniques give it); what an administrator is, and may do in its account, can't be cut.
 */
import type { CoverageGap } from "../../../model/index.ts";
import { notesFor, reachGaps } from "../../coverage.ts";
import { partyId } from "../../who.ts";
import { edgeKind } from "../edge-table.ts";
import { endNodes, entrancesOf, type PathEnd, type PathStart, startName, startNodes } from "../ends.ts";
import type { Entrance } from "../entrance.ts";
import type { PathHop } from "../paths.ts";
import { placeName } from "../place-name.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { distancesFrom, distancesTo, farAway } from "../search.ts";
import { techniqueOfKind } from "../technique-numbers.ts";
import { endless, FlowNetwork } from "./max-flow.ts";

export type CutQuestion = {
  readonly from: PathStart;
  readonly to: PathEnd;
  readonly onlyProven: boolean;
};

export type Chokepoints = {
  /**
   * `cut`: the fewest accesses, each of which is needed: without it there is a way again. `uncuttable`: some start is
   * target already, or becomes it by what can't be cut.
   */
  readonly kind: "cut" | "uncuttable";
  readonly cut: readonly PathHop[];
  /** How many ways there are that share no access: as many as the cut has, which proves that fewer do not suffice. */
  readonly disjointWays: number;
  /** Targets that can be come to before the cut. */
  readonly targets: number;
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

const longest = farAway - 1;

export function chokepoints(graph: ReachGraph, question: CutQuestion): Chokepoints {
  const { forward, backward, snapshot } = graph;
  const limits = { mostHops: longest, onlyProven: question.onlyProven };
  const starts = startNodes(graph, question.from).filter(
    ({ entrance }) => entrance === null || !question.onlyProven || entrance.proven,
  );
  const targets = endNodes(graph, question.to);
  const from = distancesFrom(
    starts.map(({ node }) => node),
    forward,
    limits,
  );
  const to = distancesTo(targets, backward, limits);
  const isOnWay = (node: number): boolean => from[node] !== farAway && to[node] !== farAway;
  const reached = targets.filter((node) => from[node] !== farAway);
  const base = { coverage: reachGaps(graph.assumptions), notes: notesFor(snapshot), targets: reached.length };

  const network = new CutNetwork(graph, isOnWay, question.onlyProven);
  for (const node of reached) network.addTarget(node);
  for (const { node, entrance } of starts) if (entrance === null && isOnWay(node)) network.addStart(node);
  for (const entrance of entrancesOf(graph, question.from)) {
    if (isOnWay(entrance.role) && (entrance.proven || !question.onlyProven)) network.addEntrance(entrance);
  }
  const { flow, cut } = network.solve();
  return flow >= endless
    ? { ...base, kind: "uncuttable", cut: [], disjointWays: 0 }
    : { ...base, kind: "cut", cut, disjointWays: flow };
}

type Access = {
  readonly from: number;
  readonly to: number;
  readonly hop: () => PathHop;
};

/** The part of the graph that lies on ways, with a source before the starts and a sink behind the targets. */
class CutNetwork {
  readonly #graph: ReachGraph;
  readonly #numbers = new Map<number, number>();
  readonly #parties = new Map<string, number>();
  readonly #flow: FlowNetwork;
  readonly #accesses: Access[] = [];
  static readonly #source = 0;
  static readonly #sink = 1;

  constructor(graph: ReachGraph, isOnWay: (node: number) => boolean, onlyProven: boolean) {
    this.#graph = graph;
    const { nodes, start } = graph.forward;
    for (let node = 0; node < nodes; node++)
      if (isOnWay(node)) this.#numbers.set(node, this.#numbers.size + 2);
    this.#flow = new FlowNetwork(2 + this.#numbers.size + graph.entrances.length);
    for (const node of this.#numbers.keys()) {
      this.#addEdges(node, start[node] ?? 0, start[node + 1] ?? 0, onlyProven);
    }
  }

  #number(node: number): number {
    const number = this.#numbers.get(node);
    if (number === undefined) throw new RangeError(`node ${node} is on no way`);
    return number;
  }

  addTarget(node: number): void {
    this.#flow.add(this.#number(node), CutNetwork.#sink, endless);
  }

  addStart(node: number): void {
    this.#flow.add(CutNetwork.#source, this.#number(node), endless);
  }

  addEntrance(entrance: Entrance): void {
    const id = partyId(entrance.grant.party);
    let party = this.#parties.get(id);
    if (party === undefined) {
      party = 2 + this.#numbers.size + this.#parties.size;
      this.#parties.set(id, party);
      this.#flow.add(CutNetwork.#source, party, endless);
    }
    const to = this.#number(entrance.role);
    this.#flow.add(party, to, 1);
    this.#accesses.push({ from: party, to, hop: () => entranceHop(this.#graph, entrance) });
  }

  solve(): { readonly flow: number; readonly cut: readonly PathHop[] } {
    const flow = this.#flow.greatestFlow(CutNetwork.#source, CutNetwork.#sink);
    if (flow >= endless) return { flow, cut: [] };
    const side = this.#flow.sourceSide(CutNetwork.#source);
    const cut = this.#accesses.filter(({ from, to }) => side[from] === 1 && side[to] !== 1);
    return { flow, cut: cut.map(({ hop }) => hop()) };
  }

  /** One access to each other node, by its best edge; what only renames, and what administrators may do, stays. */
  #addEdges(node: number, first: number, end: number, onlyProven: boolean): void {
    const { other, kind, proven } = this.#graph.forward;
    const best = new Map<number, number>();
    for (let edge = first; edge < end; edge++) {
      const to = other[edge] ?? 0;
      if ((onlyProven && proven[edge] === 0) || !this.#numbers.has(to)) continue;
      const known = best.get(to);
      if (known === undefined || (proven[edge] === 1 && proven[known] === 0)) best.set(to, edge);
    }
    const isCuttable = this.#graph.nodes.at(node).kind === "principal";
    const from = this.#number(node);
    for (const [to, edge] of best) {
      const target = this.#number(to);
      if (!isCuttable || kind[edge] === edgeKind.is) {
        this.#flow.add(from, target, endless);
        continue;
      }
      this.#flow.add(from, target, 1);
      this.#accesses.push({ from, to: target, hop: () => edgeHop(this.#graph, node, to, edge) });
    }
  }
}

function entranceHop(graph: ReachGraph, entrance: Entrance): PathHop {
  const to = graph.nodes.arnOf(entrance.role) ?? "";
  const { party } = entrance.grant;
  return {
    from: startName(party, to.split(":")[1] ?? "aws"),
    to,
    kind: party.kind === "account" ? "delegate" : "assume",
    technique: null,
    proven: entrance.proven,
    cause: { kind: "entrance", entrance },
  };
}

function edgeHop(graph: ReachGraph, node: number, to: number, edge: number): PathHop {
  const { nodes, forward } = graph;
  const kind = forward.kind[edge] ?? 0;
  const from = nodes.arnOf(node) ?? "";
  const isAssumption = kind === edgeKind.assume;
  return {
    from,
    to: nodes.arnOf(to) ?? placeName(graph, to, node) ?? from,
    kind: isAssumption ? "assume" : "escalate",
    technique: isAssumption ? null : (techniqueOfKind(kind)?.id ?? null),
    proven: forward.proven[edge] === 1,
    cause: isAssumption
      ? { kind: "assume", from: node, role: to }
      : { kind: "technique", from: node, to, number: kind },
  };
}
