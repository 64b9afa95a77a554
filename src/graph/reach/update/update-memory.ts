/** What every update of a graph needs of the whole of it: worked out once, then kept with the graph that is up to date. */
import type { CallEngine } from "../../../authz/calls/index.ts";
import type { Arn } from "../../../model/index.ts";
import { namedOfOthers } from "../build-reach.ts";
import { Building, newWorkings, type Workings } from "../building.ts";
import { edgeKind, firstTechnique } from "../edge-table.ts";
import type { ReachNodes } from "../nodes.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { subjectAt } from "../subject-at.ts";

export type Memory = {
  readonly workings: Workings;
  /** How many roles of other accounts name the principal. */
  readonly named: Map<Arn, number>;
};

const memories = new WeakMap<ReachGraph, Memory>();

export function memoryOf(graph: ReachGraph): Memory {
  let memory = memories.get(graph);
  if (memory === undefined) {
    memory = { workings: workingsOf(graph), named: countNamed(graph) };
    memories.set(graph, memory);
  }
  return memory;
}

/** What was worked out for the old graph is changed by an update, and is the new one's alone. */
export function moveMemory(from: ReachGraph, to: ReachGraph | null): void {
  const memory = memories.get(from);
  memories.delete(from);
  if (memory !== undefined && to !== null) memories.set(to, memory);
}

function countNamed(graph: ReachGraph): Map<Arn, number> {
  const named = new Map<Arn, number>();
  for (let role = 0; role < graph.snapshot.roles.count; role++) {
    for (const arn of namedOfOthers(graph, role).keys()) named.set(arn, (named.get(arn) ?? 0) + 1);
  }
  return named;
}

/** What the builder knew when it had built the graph; `done` holds changed principals and members alone. */
function workingsOf(graph: ReachGraph): Workings {
  const { nodes, forward, engine, snapshot } = graph;
  const workings = newWorkings();
  for (const account of graph.administered) workings.administered.add(account);
  const building = new Building(graph, engine, nodes, workings);
  const surelyAdministers = new Set<number>();
  for (let node = 0; node < nodes.count; node++) {
    const isAdministrator = isAdministratorNode(nodes, node, snapshot.accounts.length);
    for (let edge = forward.start[node] ?? 0; edge < (forward.start[node + 1] ?? 0); edge++) {
      const to = forward.other[edge] ?? 0;
      const kind = forward.kind[edge] ?? 0;
      const proven = forward.proven[edge] === 1;
      if (isAdministrator) {
        if (kind >= firstTechnique && proven && to < nodes.principals) workings.takenOver.add(to);
        continue;
      }
      if (kind === edgeKind.is && proven && isAdministratorNode(nodes, to, snapshot.accounts.length))
        surelyAdministers.add(node);
      // Administrators edit whom others name; that alone is not looked at further.
      if (kind >= firstTechnique && isDerived(nodes, to)) workings.done.add(to);
    }
  }
  for (let node = 0; node < nodes.count; node++) {
    if (node < nodes.principals) {
      if (!surelyAdministers.has(node) && mayCall(engine, node, snapshot.roles.count)) addCaller(node);
    } else if (isDerived(nodes, node) && isUsed(graph, node)) {
      const subject = subjectAt(graph, node, engine);
      const found = nodes.at(node);
      if (subject === null || !("principal" in found)) continue;
      const own = nodes.ofPrincipal(found.principal);
      const known = workings.derived.get(own) ?? [];
      workings.derived.set(own, [...known, { node, subject, likeness: null }]);
      if (workings.done.has(node) && !surelyAdministers.has(node)) building.addCaller(node, subject);
    }
  }
  return workings;

  function addCaller(node: number): void {
    const subject = subjectAt(graph, node, engine);
    if (subject !== null) building.addCaller(node, subject);
  }
}

function mayCall({ subjects, actions }: CallEngine, node: number, roles: number): boolean {
  return node >= roles || (subjects.mayAllowOfRole(node) & actions.maskOf(["sts:AssumeRole"])) !== 0n;
}

/** A changed principal or a member. */
export function isDerived(nodes: ReachNodes, node: number): boolean {
  return node >= nodes.principals && (node < nodes.ofAdministrator(0) || node > nodes.organization);
}

export function isAdministratorNode(nodes: ReachNodes, node: number, accounts: number): boolean {
  const first = nodes.ofAdministrator(0);
  return node >= first && node < first + accounts;
}

/** Whoever stands at a derived node is its principal besides. */
function isUsed({ forward }: ReachGraph, node: number): boolean {
  return (forward.start[node] ?? 0) < (forward.start[node + 1] ?? 0);
}
