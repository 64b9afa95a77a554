/** The part of an organization that ways to a target lead through. */
import type { CallerPrincipal } from "../../../authz/index.ts";
import type { AccountIndex, Arn, Snapshot } from "../../../model/index.ts";
import { resourceNamed } from "../../resources.ts";
import { endNodes, endResources, startNodes } from "../ends.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { accessesTo } from "../resources/access.ts";
import { distancesFrom, distancesTo, farAway } from "../search.ts";
import type { CutQuestion } from "./chokepoints.ts";
import { partOfSnapshot } from "./part-of-snapshot.ts";
import { scopeOf } from "./ways-left.ts";

/**
 * Whoever can be come to and can come to a target. A removal gives nobody more, so that all ways that it leaves lead through
 * them, too. Ways that are only *may* count: without a doubt about others they may come to be proven.
 */
export function partOnWays(graph: ReachGraph, question: CutQuestion): Snapshot {
  const { snapshot, nodes } = graph;
  const limits = { mostHops: farAway - 1, onlyProven: false };
  const accounts = new Set<AccountIndex>();
  const ends = new Set(endNodes(graph, question.to));
  for (const arn of endResources(graph, question.to)) {
    const account = resourceNamed(snapshot, arn)?.account;
    if (account !== undefined) accounts.add(account);
    for (const { node } of accessesTo(graph, arn, null, scopeOf(graph))?.all ?? [])
      if (node !== null) ends.add(node);
  }
  const starts = startNodes(graph, question.from).map(({ node }) => node);
  const from = distancesFrom(starts, graph.forward, limits);
  const to = distancesTo(ends, graph.backward, limits);
  const principals = new Map<number, CallerPrincipal>();
  for (let node = 0; node < nodes.count; node++) {
    if (from[node] === farAway || to[node] === farAway) continue;
    accounts.add(nodes.accountOf(node));
    const found = nodes.at(node);
    if ("principal" in found) principals.set(nodes.ofPrincipal(found.principal), found.principal);
  }
  return partOfSnapshot(snapshot, principals.values(), accounts);
}

/** Those, and whomever an access leads to from them or from whom one leads to them. `accounts`: of which all but principals is needed. */
export function partAround(
  graph: ReachGraph,
  centre: readonly Arn[],
  accounts: Iterable<AccountIndex>,
): Snapshot {
  const { snapshot, nodes } = graph;
  const around = new Map<number, CallerPrincipal>();
  for (const node of nodesOf(graph, centre)) {
    for (const near of [node, ...neighbours(graph.forward, node), ...neighbours(graph.backward, node)]) {
      const found = nodes.at(near);
      if ("principal" in found) around.set(nodes.ofPrincipal(found.principal), found.principal);
    }
  }
  return partOfSnapshot(snapshot, around.values(), accounts);
}

/** From one principal to another, where one of them is among those: `FROM TO` by ARN. */
export function accessesAround(graph: ReachGraph, centre: readonly Arn[]): ReadonlySet<string> {
  const { nodes } = graph;
  const found = new Set<string>();
  const add = (from: number, to: number): void => {
    if (from < nodes.principals && to < nodes.principals)
      found.add(`${nodes.arnOf(from)} ${nodes.arnOf(to)}`);
  };
  for (const node of nodesOf(graph, centre)) {
    for (const to of neighbours(graph.forward, node)) add(node, to);
    for (const from of neighbours(graph.backward, node)) add(from, node);
  }
  return found;
}

function nodesOf({ nodes }: ReachGraph, arns: readonly Arn[]): readonly number[] {
  return arns.flatMap((arn) => nodes.ofArn(arn) ?? []);
}

function neighbours({ start, other }: ReachGraph["forward"], node: number): Iterable<number> {
  return other.subarray(start[node] ?? 0, start[node + 1] ?? 0);
}
