/** Who can come to a role, a user or a resource, whoever stands outside first. */
import type { Guard } from "../../authz/types.ts";
import type { CoverageGap } from "../../model/index.ts";
import { notesFor, reachGaps } from "../coverage.ts";
import type { ExpansionScope } from "../expand.ts";
import { endNodes, endResources, outsiderName, type PathEnd, startName } from "./ends.ts";
import type { ReachGraph } from "./reach-graph.ts";
import { type Access, accessesTo } from "./resources/access.ts";
import { farAway } from "./search.ts";
import { asksOfSession } from "./sessions/session-needs.ts";
import { SettledTo } from "./sessions/settled-distances.ts";
import { subjectAt } from "./subject-at.ts";

export type Exposed = {
  /** A principal's ARN, an account's root, a provider, an organization; `anyone`. */
  readonly id: string;
  /** Outside of the organization. */
  readonly external: boolean;
  readonly hops: number;
  /** Whether some way of proven hops leads there, be it longer. */
  readonly proven: boolean;
  /** What outsiders have to bring to come in; empty for principals that were read. */
  readonly guard: Guard;
};

export type Exposure = {
  readonly who: readonly Exposed[];
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

export type ExposureQuestion = {
  readonly to: PathEnd;
  readonly mostHops: number;
  readonly onlyProven: boolean;
  readonly action: string | null;
};

/** Null: the snapshot can't say whose the resource is. */
export function exposure(
  graph: ReachGraph,
  question: ExposureQuestion,
  scope: ExpansionScope,
): Exposure | null {
  const resources = endResources(graph, question.to);
  const found = new Map<string, Exposed>();
  const coverage: CoverageGap[] = [...reachGaps(graph.assumptions)];
  const targets = endNodes(graph, question.to);
  if (targets.length > 0) tell(graph, found, targets, targets, 0, question);
  for (const arn of resources) {
    const accesses = accessesTo(graph, arn, question.action, scope);
    if (accesses === null) return null;
    coverage.push(...accesses.coverage);
    const usable = accesses.all.filter(({ proven }) => proven || !question.onlyProven);
    for (const { who, node, proven } of usable) {
      if (who === null || node !== null) continue;
      const id = outsiderName(who, graph.snapshot.accounts[0]?.partition ?? "aws");
      keep(found, { id, external: who.external, hops: 1, proven, guard: who.guard });
    }
    const nodes = usable.flatMap(({ node }) => node ?? []);
    const sure = usable.flatMap((access) => (isSureForAll(graph, access) ? [access.node ?? 0] : []));
    for (const { node, proven } of usable) {
      const id = node === null ? null : graph.nodes.arnOf(node);
      // Its own session it makes as it likes.
      if (id !== null && proven) keep(found, { id, external: false, hops: 1, proven, guard: [] });
    }
    if (nodes.length > 0) tell(graph, found, nodes, sure, 1, question);
  }
  return {
    who: [...found.values()].toSorted(
      (a, b) => Number(b.external) - Number(a.external) || a.hops - b.hops || (a.id < b.id ? -1 : 1),
    ),
    coverage,
    notes: notesFor(graph.snapshot),
  };
}

/** Whoever comes to be the principal has the access, however its session was made. */
function isSureForAll(graph: ReachGraph, { node, guard, proven }: Access): boolean {
  if (node === null || !proven) return false;
  const subject = subjectAt(graph, node, graph.engine);
  return subject?.party.kind !== "role" || !asksOfSession(guard, subject);
}

/** `after`: hops from the targets on. */
function tell(
  graph: ReachGraph,
  found: Map<string, Exposed>,
  targets: readonly number[],
  sureTargets: readonly number[],
  after: number,
  { mostHops, onlyProven }: ExposureQuestion,
): void {
  const limits = { mostHops: mostHops - after, onlyProven };
  const distance = new SettledTo(graph, targets, limits);
  const proven = new SettledTo(graph, sureTargets, { ...limits, onlyProven: true });
  const asked = new Set(after === 0 ? targets : []);
  for (let node = 0; node < graph.nodes.principals; node++) {
    if (asked.has(node)) continue;
    const start = { node, entrance: null };
    const steps = distance.hopsFrom(start);
    // Who is an administrator already takes no hop, and is told; a principal does not come to itself.
    if (steps === farAway) continue;
    const id = graph.nodes.arnOf(node);
    const isProven = proven.hopsFrom(start) !== farAway;
    if (id !== null) keep(found, { id, external: false, hops: steps + after, proven: isProven, guard: [] });
  }
  for (const entrance of graph.entrances) {
    const { role, external, proven: isSure } = entrance;
    if (onlyProven && !isSure) continue;
    const start = { node: role, entrance };
    const steps = distance.hopsFrom(start);
    if (steps === farAway || steps + after + 1 > mostHops) continue;
    const { grant } = entrance;
    const partition = graph.snapshot.accounts[graph.snapshot.roles.account[role] ?? 0]?.partition ?? "aws";
    keep(found, {
      id: startName(grant.party, partition),
      external,
      hops: steps + after + 1,
      proven: isSure && proven.hopsFrom(start) !== farAway,
      guard: grant.guard,
    });
  }
}

function keep(found: Map<string, Exposed>, one: Exposed): void {
  const known = found.get(one.id);
  if (known === undefined) found.set(one.id, one);
  else {
    const nearer = one.hops < known.hops ? one : known;
    found.set(one.id, { ...nearer, proven: known.proven || one.proven });
  }
}
