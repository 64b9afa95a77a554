/** Ways from one set of parties to another, shortest first: who acts as whom, hop by hop. */
import type { Guard } from "../../authz/types.ts";
import type { CoverageGap } from "../../model/index.ts";
import { notesFor, reachGaps } from "../coverage.ts";
import type { ExpansionScope } from "../expand.ts";
import type { Who } from "../who.ts";
import { edgeKind } from "./edge-table.ts";
import {
  endNodes,
  endResources,
  isAmongOutsiders,
  outsiderName,
  type PathEnd,
  type PathStart,
  type StartNode,
  startName,
  startNodes,
} from "./ends.ts";
import type { Entrance } from "./entrance.ts";
import { placeName } from "./place-name.ts";
import type { ReachGraph } from "./reach-graph.ts";
import { type Access, accessesTo } from "./resources/access.ts";
import { distancesTo, type Step, waysBetween } from "./search.ts";
import type { HopSession } from "./sessions/hop-session.ts";
import { settlerOf } from "./sessions/settle-way.ts";
import { techniqueOfKind } from "./technique-numbers.ts";

export type PathQuestion = {
  readonly from: PathStart;
  readonly to: PathEnd;
  readonly mostHops: number;
  readonly onlyProven: boolean;
  /** At most so many ways. */
  readonly most: number;
  /** On a resource; null: anything that reads or writes its data. */
  readonly action: string | null;
};

/** What a hop rests on; `describe-hop.ts` tells it whole. */
export type HopCause =
  | { readonly kind: "entrance"; readonly entrance: Entrance }
  | { readonly kind: "assume"; readonly from: number; readonly role: number }
  | { readonly kind: "technique"; readonly from: number; readonly to: number; readonly number: number }
  | { readonly kind: "access"; readonly access: Access };

export type PathHop = {
  readonly from: string;
  readonly to: string;
  readonly kind: "assume" | "delegate" | "escalate" | "access";
  readonly technique: string | null;
  readonly proven: boolean;
  readonly cause: HopCause;
  /** Absent where the sessions of the way have no part in it. */
  readonly session?: HopSession;
};

export type Path = {
  readonly from: string;
  readonly to: string;
  readonly proven: boolean;
  readonly hops: readonly PathHop[];
  /** The node at its end that is an administrator without another hop; null where that is not what the way ends by. */
  readonly administrator: number | null;
};

export type Paths = {
  readonly paths: readonly Path[];
  /** Whether these are all that there are within the limit of hops. */
  readonly complete: boolean;
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

export function findPaths(graph: ReachGraph, question: PathQuestion, scope: ExpansionScope): Paths {
  const resources = endResources(graph, question.to);
  const answers = resources.map((arn) => pathsToResource(graph, question, arn, scope));
  if (resources.length === 0 || question.to.kind === "pattern")
    answers.push(pathsToPrincipals(graph, question));
  const paths = answers
    .flatMap((answer) => answer.paths)
    .toSorted((a, b) => a.hops.length - b.hops.length || Number(b.proven) - Number(a.proven));
  return {
    paths: paths.slice(0, question.most),
    complete: paths.length <= question.most && answers.every(({ complete }) => complete),
    coverage: [...reachGaps(graph.assumptions), ...answers.flatMap(({ coverage }) => coverage)].filter(
      (gap, at, all) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(gap)) === at,
    ),
    notes: notesFor(graph.snapshot),
  };
}

type Part = Pick<Paths, "paths" | "complete" | "coverage">;

function pathsToPrincipals(graph: ReachGraph, question: PathQuestion): Part {
  const starts = startNodes(graph, question.from).filter((one) => counts(one, question));
  const ends = endNodes(graph, question.to);
  const toTarget = distancesTo(ends, graph.backward, question);
  const isSure = sureEnds(graph, ends);
  const settle = settlerOf(graph, starts, question.onlyProven);
  const { ways, complete } = waysBetween(starts.map(offsetOf), graph.forward, toTarget, question, settle);
  return {
    paths: ways.map((way) => pathOf(graph, way, starts, { isSure, access: null }, question)),
    complete,
    coverage: [],
  };
}

function pathsToResource(
  graph: ReachGraph,
  question: PathQuestion,
  arn: string,
  scope: ExpansionScope,
): Part {
  const accesses = accessesTo(graph, arn, question.action, scope);
  if (accesses === null) return { paths: [], complete: true, coverage: [] };
  const usable = accesses.all.filter(({ proven }) => proven || !question.onlyProven);
  const byNode = new Map(
    usable.flatMap((access) => (access.node === null ? [] : [[access.node, access] as const])),
  );
  const direct = usable.flatMap((access): Path[] =>
    access.who !== null && access.node === null && isAmongOutsiders(access.who, question.from, graph)
      ? [pathOfOutsider(access, access.who, arn, graph)]
      : [],
  );
  const starts = startNodes(graph, question.from).filter((one) => counts(one, question));
  // The last hop is the access.
  const limits = { ...question, mostHops: question.mostHops - 1 };
  const toTarget = distancesTo(byNode.keys(), graph.backward, limits);
  const isSure = sureEnds(graph, byNode.keys());
  const accessAt = (node: number): Access | null => byNode.get(node) ?? accessAfter(graph, node, byNode);
  const guardAt = (node: number): Guard => accessAt(node)?.guard ?? [];
  const settle = settlerOf(graph, starts, question.onlyProven, guardAt);
  const { ways, complete } = waysBetween(starts.map(offsetOf), graph.forward, toTarget, limits, settle);
  const paths = ways.map((way) => {
    const access = accessAt(way.at(-1)?.node ?? 0);
    const use = access === null ? null : { arn, access };
    return pathOf(graph, way, starts, { isSure, access: use }, question);
  });
  return { paths: [...direct, ...paths], complete, coverage: accesses.coverage };
}

/** Whether a way that ends at the node surely ends: where it is an end but for its name, that may be a doubt itself. */
function sureEnds(graph: ReachGraph, ends: Iterable<number>): (node: number) => boolean {
  const distances = distancesTo(ends, graph.backward, { mostHops: 0, onlyProven: true });
  return (node) => distances[node] === 0;
}

/** The way ends where a renaming is all that is missing. */
function accessAfter(graph: ReachGraph, node: number, byNode: ReadonlyMap<number, Access>): Access | null {
  const { start, other, kind } = graph.forward;
  for (let edge = start[node] ?? 0; edge < (start[node + 1] ?? 0); edge++) {
    if (kind[edge] !== edgeKind.is) continue;
    const next = other[edge] ?? 0;
    const found = byNode.get(next) ?? accessAfter(graph, next, byNode);
    if (found !== null) return found;
  }
  return null;
}

function counts({ entrance }: StartNode, { onlyProven, mostHops }: PathQuestion): boolean {
  if (entrance === null) return true;
  return mostHops > 0 && (!onlyProven || entrance.proven);
}

function offsetOf({ node, entrance }: StartNode): { readonly node: number; readonly offset: number } {
  return { node, offset: entrance === null ? 0 : 1 };
}

function pathOfOutsider(access: Access, who: Who, arn: string, graph: ReachGraph): Path {
  const partition = graph.snapshot.accounts[0]?.partition ?? "aws";
  const from = outsiderName(who, partition);
  const { proven } = access;
  const hop: PathHop = {
    from,
    to: arn,
    kind: "access",
    technique: null,
    proven,
    cause: { kind: "access", access },
  };
  return { from, to: arn, proven, hops: [hop], administrator: null };
}

/** A way that a search found to its very end, told hop by hop. `entrance`: by which its first node is come to from outside. */
export function pathAlong(graph: ReachGraph, way: readonly Step[], entrance: Entrance | null): Path {
  const start = { node: way[0]?.node ?? 0, entrance };
  const end = { isSure: () => true, access: null };
  return pathOf(graph, way, [start], end, { to: { kind: "administrator", account: null } });
}

function pathOf(
  graph: ReachGraph,
  way: readonly Step[],
  starts: readonly StartNode[],
  end: {
    readonly isSure: (node: number) => boolean;
    readonly access: { readonly arn: string; readonly access: Access } | null;
  },
  question: Pick<PathQuestion, "to">,
): Path {
  const { nodes } = graph;
  const first = way[0]?.node ?? 0;
  const hops: PathHop[] = [];
  const entrance = starts.find(({ node }) => node === first)?.entrance ?? null;
  let isProven = end.isSure(way.at(-1)?.node ?? first);
  let at: string = nodes.arnOf(first) ?? "";
  const start = entrance === null ? at : entranceHop(graph, entrance, at, hops, way[0]?.session);
  let before = first;
  for (const { node, by, session } of way.slice(1)) {
    if (by === null) continue;
    isProven &&= by.proven;
    const to: string = nodes.arnOf(node) ?? placeName(graph, node, before) ?? at;
    if (by.kind === edgeKind.assume) {
      hops.push({
        from: at,
        to,
        kind: "assume",
        technique: null,
        proven: by.proven,
        cause: { kind: "assume", from: before, role: node },
        ...(session === undefined ? {} : { session }),
      });
    } else if (by.kind !== edgeKind.is) {
      hops.push({
        from: at,
        to,
        kind: "escalate",
        technique: techniqueOfKind(by.kind)?.id ?? null,
        proven: by.proven,
        cause: { kind: "technique", from: before, to: node, number: by.kind },
      });
    }
    before = node;
    at = to;
  }
  if (end.access !== null) {
    const { arn, access } = end.access;
    const doubts = way.at(-1)?.endDoubts ?? [];
    hops.push({
      from: at,
      to: arn,
      kind: "access",
      technique: null,
      proven: access.proven && doubts.length === 0,
      cause: { kind: "access", access },
      ...(doubts.length === 0 ? {} : { session: { doubts, sets: [] } }),
    });
    at = arn;
  }
  const isToAdministrator = question.to.kind === "administrator";
  const to = isToAdministrator ? (hops.at(-1)?.to ?? at) : at;
  return {
    from: start,
    to,
    proven: isProven && hops.every(({ proven }) => proven),
    hops,
    administrator: isToAdministrator && nodes.at(before).kind !== "administrator" ? before : null,
  };
}

function entranceHop(
  graph: ReachGraph,
  entrance: Entrance,
  role: string,
  hops: PathHop[],
  session: HopSession | undefined,
): string {
  const { party, certainty } = entrance.grant;
  const partition = role.split(":")[1] ?? "aws";
  const from = startName(party, partition);
  hops.push({
    from,
    to: graph.nodes.arnOf(entrance.role) ?? role,
    kind: party.kind === "account" ? "delegate" : "assume",
    technique: null,
    proven: certainty.kind === "proven",
    cause: { kind: "entrance", entrance },
    ...(session === undefined ? {} : { session }),
  });
  return from;
}
