/** What an edit takes of a graph, edge by edge. */
import type { TrustGrant } from "../../authz/types.ts";
import {
  type Edges,
  edgeKind,
  placeName,
  type ReachGraph,
  type Step,
  startName,
  techniqueOfKind,
} from "../../graph/reach/index.ts";
import { type RoleIndex, splitArn } from "../../model/index.ts";
import { accountOfParty } from "../rule.ts";
import type { AlsoLost, LostAccess } from "../types.ts";

export type LostEdge = { readonly from: number; readonly to: number; readonly kind: number };

type Edge = { readonly to: number; readonly kind: number; readonly proven: boolean };

export type Difference = {
  readonly lost: readonly LostEdge[];
  /** Of the role whose trust policy is edited: of parties that are no nodes. */
  readonly lostGrants: readonly TrustGrant[];
  /** Something can be done that could not be done before, or is proven that was not. */
  readonly gains: boolean;
};

/** `role`: whose trust policy is edited; null: none. */
export function differenceOf(before: ReachGraph, after: ReachGraph, role: RoleIndex | null): Difference {
  const same = sameNode(before, after);
  const lost: LostEdge[] = [];
  let gains = false;
  for (let from = 0; from < before.nodes.count; from++) {
    const there = same.after(from);
    if (!same.isRenumbered && areAlike(before.forward, from, after.forward, there)) continue;
    const had = surest(before.forward, from, (to) => to);
    const left = surest(after.forward, there, same.before);
    for (const [key, one] of had) {
      const now = left.get(key);
      if (now === undefined || (one.proven && !now.proven)) lost.push({ from, to: one.to, kind: one.kind });
    }
    for (const [key, now] of left) {
      const one = had.get(key);
      if (one === undefined || (now.proven && !one.proven)) gains = true;
    }
  }
  for (let node = before.nodes.count; node < after.nodes.count; node++) {
    if (same.before(node) >= before.nodes.count && hasEdges(after.forward, node)) gains = true;
  }
  return {
    lost: lost.filter(isSomebodys(before, after, same.after)),
    ...grantsLost(before, after, role, gains),
  };
}

function grantsLost(
  before: ReachGraph,
  after: ReachGraph,
  role: RoleIndex | null,
  gains: boolean,
): Pick<Difference, "lostGrants" | "gains"> {
  if (role === null) return { lostGrants: [], gains };
  const entering = new Set(before.entrances.flatMap((one) => (one.role === role ? [one.index] : [])));
  const left = after.assumptions.grantsOf(role);
  const had = before.assumptions.grantsOf(role);
  const isLeft = (grant: TrustGrant): boolean => left.some((one) => isSameWayIn(grant, one));
  const lostGrants = had.filter(
    (grant, index) => (entering.has(index) || grant.party.kind === "service") && !isLeft(grant),
  );
  return { lostGrants, gains: gains || left.some((grant) => !had.some((one) => isWithin(grant, one))) };
}

function isSameWayIn(one: TrustGrant, other: TrustGrant): boolean {
  return one.action === other.action && JSON.stringify(one.party) === JSON.stringify(other.party);
}

/** Whoever comes in by the one came in by the other; what each is asked for shows in the edges. */
function isWithin(one: TrustGrant, other: TrustGrant): boolean {
  if (one.action !== other.action) return false;
  if (other.party.kind === "any-account") return !/^(?:federated|service)$/.test(one.party.kind);
  const isOfAccount = other.party.kind === "account" && accountOfParty(one.party) === other.party.account;
  return isOfAccount || isSameWayIn(one, other);
}

/** Nobody loses what only somebody could do whom nobody comes to be any more. */
function isSomebodys(
  before: ReachGraph,
  after: ReachGraph,
  there: (node: number) => number,
): (edge: LostEdge) => boolean {
  return ({ from }) => from < before.nodes.principals || hasEdges(after.backward, there(from));
}

function hasEdges({ start }: Edges, node: number): boolean {
  return (start[node] ?? 0) < (start[node + 1] ?? 0);
}

/** Of several edges of a kind to the same node, one that is proven if there is one. */
function surest(
  { start, other, kind, proven }: Edges,
  node: number,
  named: (node: number) => number,
): ReadonlyMap<string, Edge> {
  const found = new Map<string, Edge>();
  for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) {
    const to = named(other[at] ?? 0);
    const key = `${to} ${kind[at]}`;
    if (found.get(key)?.proven === true) continue;
    found.set(key, { to, kind: kind[at] ?? 0, proven: proven[at] === 1 });
  }
  return found;
}

function areAlike(one: Edges, node: number, other: Edges, there: number): boolean {
  const a = one.start[node] ?? 0;
  const b = other.start[there] ?? 0;
  const count = (one.start[node + 1] ?? 0) - a;
  if ((other.start[there + 1] ?? 0) - b !== count) return false;
  for (let at = 0; at < count; at++) {
    if (
      one.other[a + at] !== other.other[b + at] ||
      one.kind[a + at] !== other.kind[b + at] ||
      one.proven[a + at] !== other.proven[b + at]
    )
      return false;
  }
  return true;
}

type SameNode = {
  readonly isRenumbered: boolean;
  readonly after: (node: number) => number;
  readonly before: (node: number) => number;
};

/** Members and those who were freed of a boundary are numbered as they are found, all others alike. */
function sameNode(before: ReachGraph, after: ReachGraph): SameNode {
  const first = before.nodes.organization + 1;
  const key = (graph: ReachGraph, node: number): string => JSON.stringify(graph.nodes.at(node));
  const numbers = (graph: ReachGraph): Map<string, number> => {
    const found = new Map<string, number>();
    for (let node = first; node < graph.nodes.count; node++) found.set(key(graph, node), node);
    return found;
  };
  const were = numbers(before);
  const are = numbers(after);
  const isRenumbered = [...were].some(([name, node]) => are.get(name) !== node);
  const nowhere = Math.max(before.nodes.count, after.nodes.count) + 1;
  return {
    isRenumbered,
    after: (node) => (node < first ? node : (are.get(key(before, node)) ?? nowhere)),
    before: (node) => (node < first ? node : (were.get(key(after, node)) ?? nowhere)),
  };
}

/** How many are named. */
const named = 10;

/** `way`: of the finding, whose hops are meant to go. */
export function alsoLost(
  graph: ReachGraph,
  { lost, lostGrants }: Difference,
  way: readonly Step[],
  isMeant: (grant: TrustGrant) => boolean,
  role: RoleIndex | null,
): AlsoLost {
  const told = new Map<string, LostAccess>();
  const add = (access: LostAccess): void => {
    told.set(JSON.stringify(access), access);
  };
  for (const grant of lostGrants) {
    if (isMeant(grant) || role === null) continue;
    const to = graph.nodes.arnOf(role) ?? "";
    add({ from: partyName(grant, to), to, by: "assume" });
  }
  for (const { from, to, kind } of lost) add(accessOf(graph, from, to, kind));
  // By their names: whoever is on the way with more permissions than its own is lost with it.
  way.forEach(({ node, by }, at) => {
    const before = way[at - 1]?.node;
    if (before !== undefined && by !== null)
      told.delete(JSON.stringify(accessOf(graph, before, node, by.kind)));
  });
  const all = [...told.values()];
  return { accesses: all.slice(0, named), more: Math.max(0, all.length - named) };
}

function accessOf(graph: ReachGraph, from: number, to: number, kind: number): LostAccess {
  return { from: nodeName(graph, from, from), to: nodeName(graph, to, from), by: byOf(kind) };
}

function partyName({ party }: TrustGrant, role: string): string {
  return party.kind === "service" ? party.service : startName(party, splitArn(role)?.partition ?? "aws");
}

function nodeName(graph: ReachGraph, node: number, before: number): string {
  const { nodes, snapshot } = graph;
  const arn = nodes.arnOf(node) ?? placeName(graph, node, before);
  if (arn !== null) return arn;
  const account = snapshot.accounts[nodes.accountOf(node)];
  return `arn:${account?.partition ?? "aws"}:iam::${account?.id ?? ""}:root`;
}

function byOf(kind: number): string {
  if (kind === edgeKind.is) return "is";
  return kind === edgeKind.assume ? "assume" : (techniqueOfKind(kind)?.id ?? "");
}
