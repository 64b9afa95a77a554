/** What is left of the ways from somebody to a target, in a snapshot or in what an edit leaves of it. */
import { createCallerSide, organizationView } from "../../../authz/index.ts";
import type { CoverageGap, Snapshot } from "../../../model/index.ts";
import { buildAssumeGraph } from "../../build.ts";
import { reachGaps } from "../../coverage.ts";
import type { ExpansionScope } from "../../expand.ts";
import { trustReader } from "../../trust-pass.ts";
import { buildReachGraph } from "../build-reach.ts";
import { type Edges, edgeKind, edgesWhere, turned } from "../edge-table.ts";
import { endNodes, endResources, entrancesOf, startNodes } from "../ends.ts";
import type { Entrance } from "../entrance.ts";
import { findPaths, type Path, pathAlong } from "../paths.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { distancesFrom, distancesTo, farAway, type Step, shortestWay } from "../search.ts";
import type { CutQuestion } from "./chokepoints.ts";
import { edgeStep, entranceStep, type StepSupport } from "./way-support.ts";

/** In hops; a shortest way through more is not looked for. */
const longest = farAway - 1;

/** So many ways are looked at before statements are chosen anew. */
const mostAtOnce = 250;

type Start = { readonly node: number; readonly entrance: Entrance | null };

export function graphOf(snapshot: Snapshot): ReachGraph {
  const organization = organizationView(snapshot);
  const assumptions = buildAssumeGraph(trustReader(snapshot, organization));
  return buildReachGraph({ snapshot, organization, assumptions });
}

export function scopeOf({ snapshot, organization }: ReachGraph): ExpansionScope {
  return { snapshot, organization, callers: createCallerSide(snapshot, organization), nameOf: () => null };
}

export class WaysLeft {
  readonly graph: ReachGraph;
  readonly #question: CutQuestion;
  readonly #starts: readonly Start[];
  readonly #ends: readonly number[];
  readonly #limits: { readonly mostHops: number; readonly onlyProven: boolean };
  readonly #edges: Edges;
  /** What steps were seen to rest on: each list is of one way. */
  readonly #known = new Map<string, (readonly string[])[]>();
  #wasAskedOfResources = false;
  #coverage: readonly CoverageGap[] | null = null;

  constructor(graph: ReachGraph, question: CutQuestion) {
    this.graph = graph;
    this.#question = question;
    this.#limits = { mostHops: longest, onlyProven: question.onlyProven };
    const entrances: readonly Start[] = entrancesOf(graph, question.from).map((entrance) => ({
      node: entrance.role,
      entrance,
    }));
    const own = startNodes(graph, question.from).filter(({ entrance }) => entrance === null);
    this.#starts = [...own, ...entrances].filter(
      ({ entrance }) => entrance === null || !question.onlyProven || entrance.proven,
    );
    this.#ends = endNodes(graph, question.to);
    const nodes = this.#starts.map(({ node }) => node);
    const from = distancesFrom(nodes, graph.forward, this.#limits);
    const to = distancesTo(this.#ends, graph.backward, this.#limits);
    this.isOnWay = (a, b) => from[a] !== farAway && to[b] !== farAway;
    this.#edges = edgesWhere(graph.forward, this.isOnWay);
    this.targets = this.#ends.filter((node) => from[node] !== farAway).length;
  }

  /** Of the nodes that the question asks about, how many can be come to. */
  readonly targets: number;
  /** Whether what leads from the one node to the other lies on a way. */
  readonly isOnWay: (from: number, to: number) => boolean;

  /** What was not read and could change the answer, once ways were asked for. */
  get coverage(): readonly CoverageGap[] {
    return this.#coverage ?? reachGaps(this.graph.assumptions);
  }

  /**
   * Ways that have no step in common and none that is known to rest on the chosen statements: fewer than there are, and none
   * where nothing else is left. That a step may also rest on others shows in the graph without the statements alone.
   */
  next(chosen: ReadonlySet<string>): readonly Path[] {
    const isCut = (step: string): boolean =>
      this.#known.get(step)?.some((keys) => keys.some((key) => chosen.has(key))) === true;
    return [...this.#toPrincipals(isCut), ...this.#toResources()];
  }

  note(steps: readonly StepSupport[]): void {
    for (const { step, keys } of steps) {
      const known = this.#known.get(step);
      if (known === undefined) this.#known.set(step, [keys]);
      else known.push(keys);
    }
  }

  #toPrincipals(isCut: (step: string) => boolean): readonly Path[] {
    const edges =
      this.#known.size === 0
        ? this.#edges
        : edgesWhere(this.#edges, (from, to, kind) => !isCut(edgeStep(from, to, kind)));
    const toTarget = distancesTo(this.#ends, turned(edges), this.#limits);
    const ways: Path[] = [];
    const used = new Set<string>();
    for (const { node, entrance } of this.#starts) {
      if (ways.length >= mostAtOnce) break;
      if (toTarget[node] === farAway) continue;
      if (entrance !== null && isCut(entranceStep(entrance.role, entrance.index))) continue;
      const way = shortestWay(node, edges, toTarget, this.#question.onlyProven);
      const steps = stepsOf(way);
      if (steps.some((step) => used.has(step))) continue;
      for (const step of steps) used.add(step);
      const path = pathAlong(this.graph, way, entrance);
      ways.push(this.#question.to.kind === "administrator" ? path : { ...path, administrator: null });
    }
    return ways;
  }

  /** Ways to resources, whose last hop is no edge: told once, as what the chosen statements leave of them shows in the next graph. */
  #toResources(): readonly Path[] {
    const { graph } = this;
    if (this.#wasAskedOfResources || endResources(graph, this.#question.to).length === 0) return [];
    this.#wasAskedOfResources = true;
    const question = { ...this.#question, ...this.#limits, most: 25, action: null };
    const { paths, coverage } = findPaths(graph, question, scopeOf(graph));
    this.#coverage = coverage;
    return paths.filter(({ hops }) => hops.at(-1)?.kind === "access");
  }
}

function stepsOf(way: readonly Step[]): readonly string[] {
  const steps: string[] = [];
  let before: number | null = null;
  for (const { node, by } of way) {
    if (before !== null && by !== null) steps.push(edgeStep(before, node, by.kind));
    before = node;
  }
  // Of several who are administrators of the same account, each is by policies of its own.
  if (before !== null) steps.push(edgeStep(before, before, edgeKind.is));
  return steps;
}
