/** What somebody can come to from where they stand: principals, administration of accounts, resources. */
import type { Call, CallEngine, Subject } from "../../authz/calls/index.ts";
import type { AccountId, AccountIndex, Arn, CoverageGap, Resource } from "../../model/index.ts";
import { notesFor, reachGaps } from "../coverage.ts";
import type { ExpansionScope } from "../expand.ts";
import { principalOf } from "../principals.ts";
import type { FoundResource } from "../resources.ts";
import { type PathStart, startNodes } from "./ends.ts";
import type { ReachGraph } from "./reach-graph.ts";
import { allDataActions } from "./resources/data-access.ts";
import { dataCalls } from "./resources/data-calls.ts";
import { type Certain, certainOf, decisionsKept } from "./resources/decisions-kept.ts";
import { openResourcesOf } from "./resources/open-beyond.ts";
import {
  accountOfStart,
  type Beyond,
  nearestUses,
  type Position,
  type Use,
  usesFromBeyond,
} from "./resources/open-resources.ts";
import { farAway } from "./search.ts";
import { settledFrom } from "./sessions/settled-distances.ts";
import { subjectAt } from "./subject-at.ts";

export type Reached = {
  readonly arn: Arn;
  readonly kind: "role" | "user" | "resource";
  readonly account: AccountId;
  /** The fewest that it takes; the start itself is not told. */
  readonly hops: number;
  /** Whether some way of proven hops leads there, be it longer. */
  readonly proven: boolean;
};

export type AdministeredAccount = {
  readonly account: AccountId;
  readonly hops: number;
  readonly proven: boolean;
};

export type BlastRadius = {
  readonly reached: readonly Reached[];
  readonly administrators: readonly AdministeredAccount[];
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

export type RadiusQuestion = {
  readonly from: PathStart;
  readonly mostHops: number;
  readonly onlyProven: boolean;
  /** What is told: with resources it takes longest, and accounts alone are told at once. Default: everything. */
  readonly tell?: "everything" | "principals" | "administrators";
};

export function blastRadius(graph: ReachGraph, question: RadiusQuestion, scope: ExpansionScope): BlastRadius {
  const { snapshot } = graph;
  const distance = bestDistances(graph, question, question.onlyProven);
  const proven = bestDistances(graph, question, true);
  const { tell = "everything" } = question;
  const reached = [
    ...(tell === "administrators" ? [] : principalsReached(graph, distance, proven)),
    ...(tell === "everything" ? resourcesReached(graph, { distance, proven, question }, scope) : []),
  ];
  const administrators = graph.administered.flatMap((index): AdministeredAccount[] => {
    const node = graph.nodes.ofAdministrator(index);
    const account = snapshot.accounts[index]?.id;
    const hops = distance[node] ?? farAway;
    return account === undefined || hops === farAway
      ? []
      : [{ account, hops, proven: proven[node] !== farAway }];
  });
  return {
    reached: reached.toSorted((a, b) => a.hops - b.hops || (a.arn < b.arn ? -1 : 1)),
    administrators: administrators.toSorted((a, b) => a.hops - b.hops || (a.account < b.account ? -1 : 1)),
    coverage: reachGaps(graph.assumptions),
    notes: notesFor(snapshot),
  };
}

function bestDistances(graph: ReachGraph, question: RadiusQuestion, onlyProven: boolean): Uint8Array {
  const starts = startNodes(graph, question.from).filter(
    // Of a unit, those that were read: what they lack is told as coverage.
    ({ entrance }) =>
      entrance === null || (question.from.kind !== "unit" && (!onlyProven || entrance.proven)),
  );
  const outside = starts.length > 0 && starts.every(({ entrance }) => entrance !== null);
  const limits = { mostHops: question.mostHops - (outside ? 1 : 0), onlyProven };
  const distance = settledFrom(graph, starts, limits);
  // Coming in is a hop.
  return outside ? distance.map((hops) => (hops === farAway ? farAway : hops + 1)) : distance;
}

function* principalsReached(graph: ReachGraph, distance: Uint8Array, proven: Uint8Array): Iterable<Reached> {
  const { nodes, snapshot } = graph;
  for (let node = 0; node < nodes.principals; node++) {
    const changed = nodes.principals + node;
    const hops = Math.min(distance[node] ?? farAway, distance[changed] ?? farAway);
    if (hops === farAway || hops === 0) continue;
    const arn = nodes.arnOf(node);
    const account = snapshot.accounts[nodes.accountOf(node)]?.id;
    if (arn === null || account === undefined) continue;
    yield {
      arn,
      kind: node < snapshot.roles.count ? "role" : "user",
      account,
      hops,
      proven: proven[node] !== farAway || proven[changed] !== farAway,
    };
  }
}

type Radius = {
  readonly distance: Uint8Array;
  readonly proven: Uint8Array;
  readonly question: RadiusQuestion;
};

/** By whoever is reached in the resource's own account and, where the resource lets in others too, by those. */
function* resourcesReached(graph: ReachGraph, radius: Radius, scope: ExpansionScope): Iterable<Reached> {
  const { snapshot } = graph;
  const engine = graph.engineFor(allDataActions);
  const positions = positionsReached(graph, engine, radius).toSorted(
    (a, b) => a.hops - b.hops || Number(b.proven) - Number(a.proven),
  );
  const able = positions.filter(({ subject }) => subject.mayAllow !== 0n);
  const ableOf = Map.groupBy(able, ({ subject }): string => subject.accountId);
  const beyond: Beyond = {
    start: radius.question.from,
    accountOfStart: accountOfStart(radius.question.from),
    positions: able,
    positionsOf: (account) => ableOf.get(account) ?? [],
    positionOf: (node) => positionOf(node, radius),
  };
  const byAccount = Map.groupBy(positions, ({ subject }) => subject.account);
  for (const [index, account] of snapshot.accounts.entries()) {
    const own = byAccount.get(index) ?? [];
    // Where nobody of the account is reached, most resources let in nobody who is.
    const resources =
      own.length > 0 ? (snapshot.accountData(index)?.resources ?? []) : openResourcesOf(index, snapshot);
    for (const resource of resources) {
      const found = { account: index, id: account.id, row: resource };
      const uses = [...usesWithin(graph, engine, own, found, radius)];
      uses.push(...usesFromBeyond(graph, engine, found, beyond, scope));
      const best = nearest(uses, radius.question.onlyProven);
      if (best !== null) yield { arn: resource.arn, kind: "resource", account: account.id, ...best };
    }
  }
}

function positionOf(node: number, { distance, proven, question }: Radius): Use | null {
  const hops = distance[node] ?? farAway;
  return hops >= question.mostHops ? null : { hops, proven: proven[node] !== farAway };
}

function positionsReached(graph: ReachGraph, engine: CallEngine, radius: Radius): readonly Position[] {
  const users = usersByAccount(graph, radius.distance, radius.question.mostHops);
  return [...[...users.values()].flat(), ...graph.limited].flatMap((node): Position[] => {
    const at = positionOf(node, radius);
    const subject = at === null ? null : subjectAt(graph, node, engine);
    return at === null || subject === null ? [] : [{ node, subject, ...at }];
  });
}

function usesWithin(
  graph: ReachGraph,
  engine: CallEngine,
  positions: readonly Position[],
  found: FoundResource & { readonly row: Resource },
  radius: Radius,
): readonly Use[] {
  if (positions.length === 0) return [];
  const calls = dataCalls(found, graph);
  const named = namedPositions(graph, engine, calls, radius);
  const all = named.length === 0 ? positions : [...positions, ...named].toSorted((a, b) => a.hops - b.hops);
  const kept = decisionsKept(graph);
  return nearestUses(all, ({ node, subject }) =>
    // In its own account, a resource's policy lets in whom it names without any permission of their own.
    subject.mayAllow === 0n && found.row.policy === null
      ? "none"
      : kept.of(calls, node, () => accessOf(engine, subject, calls)),
  );
}

/**
 * Principals whom the resource's own policy names: it may let in them alone, and not the administrator who takes them over.
 */
function namedPositions(
  graph: ReachGraph,
  engine: CallEngine,
  calls: readonly Call[],
  radius: Radius,
): readonly Position[] {
  const arns = new Set<string>();
  for (const { grants } of calls) {
    for (const { party } of grants ?? [])
      if (party.kind === "role" || party.kind === "user") arns.add(party.arn);
  }
  return [...arns].flatMap((arn): Position[] => {
    const principal = principalOf(arn, graph.snapshot);
    if (principal === null) return [];
    const node = graph.nodes.ofPrincipal(principal);
    const at = positionOf(node, radius);
    const subject = at === null ? null : engine.subjects.subjectOf(principal);
    return at === null || subject === null ? [] : [{ node, subject, ...at }];
  });
}

function nearest(uses: readonly Use[], onlyProven: boolean): Use | null {
  const counting = onlyProven ? uses.filter(({ proven }) => proven) : uses;
  if (counting.length === 0) return null;
  return {
    hops: Math.min(...counting.map(({ hops }) => hops)),
    proven: counting.some(({ proven }) => proven),
  };
}

/** By the surest of the calls. */
function accessOf(engine: CallEngine, subject: Subject, calls: readonly Call[]): Certain {
  let best: Certain = "none";
  for (const call of calls) {
    const certain = certainOf(engine.decisions.decideQuickly(subject, call), subject);
    if (certain === "proven") return certain;
    if (certain === "by-session" || best === "none") best = certain;
  }
  return best;
}

/** An account's administrator stands for all its principals. */
function usersByAccount(
  graph: ReachGraph,
  distance: Uint8Array,
  mostHops: number,
): ReadonlyMap<AccountIndex, readonly number[]> {
  const found = new Map<AccountIndex, number[]>();
  const administered = new Set<AccountIndex>();
  for (const account of graph.administered) {
    const node = graph.nodes.ofAdministrator(account);
    if ((distance[node] ?? farAway) >= mostHops) continue;
    administered.add(account);
    found.set(account, [node]);
  }
  for (let node = 0; node < graph.nodes.principals; node++) {
    if ((distance[node] ?? farAway) >= mostHops) continue;
    const account = graph.nodes.accountOf(node);
    if (
      administered.has(account) &&
      (distance[graph.nodes.ofAdministrator(account)] ?? farAway) <= (distance[node] ?? 0)
    )
      continue;
    const known = found.get(account);
    if (known === undefined) found.set(account, [node]);
    else known.push(node);
  }
  return found;
}
