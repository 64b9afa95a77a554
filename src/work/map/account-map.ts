/** One account as the map shows it: its roles and users, who is let in, and whom they come to next, in one hop. */
import type { FindingSummary } from "../../findings/finding-list.ts";
import { severities } from "../../findings/types.ts";
import { noSlot } from "../../graph/index.ts";
import { edgeKind, type ReachGraph, techniqueOfKind } from "../../graph/reach/index.ts";
import type { AccountId, AccountIndex, Snapshot } from "../../model/index.ts";
import { bitOf, bitsOf, crossingBit } from "./map-flags.ts";
import type { AccountMap } from "./map-shape.ts";
import { type MapGround, usersOf } from "./organization-map.ts";

/** Where an edge stands at: one of the account's principals, or a place of the organization's map. */
type Place = { readonly kind: "own" | "elsewhere"; readonly at: number };
type Edge = { readonly from: Place; readonly to: Place; readonly kind: string; readonly flags: number };

export function accountMap(
  ground: MapGround,
  account: AccountIndex,
  open: readonly FindingSummary[],
  technique: string | null = null,
): AccountMap {
  const { scan, roleFlags } = ground;
  const { snapshot } = scan.engine;
  const [first, end] = snapshot.roles.ofAccount(account);
  const users = snapshot.accountData(account)?.users ?? [];
  const nodes = [
    ...Array.from({ length: end - first }, (_, at) => first + at),
    ...users.map((_, index) => scan.reach.nodes.ofPrincipal({ kind: "user", account, index })),
  ];
  const placeOf = new Map(nodes.map((node, at) => [node, at] as const));
  const worst = worstBySubject(open);
  const edges = counted([
    ...trustsInto(ground, first, end, usersOf(technique, scan.reach)),
    ...hopsFrom(ground, account, nodes, placeOf),
  ]);
  return {
    account: idOf(snapshot, account),
    roles: nodes.map((node, at) => {
      const isRole = at < end - first;
      const arn = scan.reach.nodes.arnOf(node) ?? "";
      const name = isRole ? snapshot.roles.name(node) : (users[at - (end - first)]?.name ?? "");
      const flags = isRole ? (roleFlags[node] ?? 0) : 0;
      return { arn, kind: isRole ? "role" : "user", name, flags, severity: worst.get(arn) ?? null };
    }),
    ...numbered(edges, nodes.length, ground),
  };
}

function idOf(snapshot: Snapshot, account: AccountIndex): AccountId {
  const row = snapshot.accounts[account];
  if (row === undefined) throw new RangeError(`there is no account ${account}`);
  return row.id;
}

function worstBySubject(open: readonly FindingSummary[]): ReadonlyMap<string, FindingSummary["severity"]> {
  const worst = new Map<string, FindingSummary["severity"]>();
  for (const { subject, severity } of open) {
    const known = worst.get(subject);
    if (known === undefined || severities.indexOf(known) < severities.indexOf(severity))
      worst.set(subject, severity);
  }
  return worst;
}

function* trustsInto(
  { scan, sources, roleFlags, unitOf }: MapGround,
  first: number,
  end: number,
  counts: (role: number) => boolean,
): Iterable<Edge> {
  const { account } = scan.engine.snapshot.roles;
  for (let role = first; role < end; role++) {
    const slot = scan.graph.columns.slotOfRole[role] ?? noSlot;
    if (slot === noSlot || !counts(role)) continue;
    for (const { from, flags } of sources.ofSlot(slot)) {
      // What the own account is let into shows as hops of its principals.
      if (from === null) continue;
      yield {
        from: { kind: "elsewhere", at: from },
        to: { kind: "own", at: role - first },
        kind: "trust",
        flags: flags | (roleFlags[role] ?? 0) | crossingBit(unitOf, from, account[role] ?? 0),
      };
    }
  }
}

type Hop = { readonly kind: number; readonly proven: boolean };

/** Assumptions and techniques. Of several between the same two, an assumption is told before techniques. */
function* hopsFrom(
  { scan: { reach }, roleFlags }: MapGround,
  account: AccountIndex,
  nodes: readonly number[],
  placeOf: ReadonlyMap<number, number>,
): Iterable<Edge> {
  const leads = bitOf("leadsToAdministrator");
  for (const [at, node] of nodes.entries()) {
    const next = new Map<number, Hop>();
    for (const { to, kind, proven } of stepsOf(node, account, reach)) {
      if (to === node) continue;
      const known = next.get(to);
      if (known === undefined || (proven && !known.proven) || (kind === edgeKind.assume && proven))
        next.set(to, { kind, proven });
    }
    for (const [to, { kind, proven }] of next) {
      const own = placeOf.get(to);
      const there = reach.nodes.accountOf(to);
      if (own === undefined && there === account) continue;
      yield {
        from: { kind: "own", at },
        to: own === undefined ? { kind: "elsewhere", at: there } : { kind: "own", at: own },
        kind: kind === edgeKind.assume ? "assume" : (techniqueOfKind(kind)?.id ?? "technique"),
        flags: bitsOf({ may: !proven }) | ((roleFlags[to] ?? 0) & leads),
      };
    }
  }
}

/** Whom the principal comes to next. What it does as its account's administrator, it does elsewhere: at home that is everything. */
function* stepsOf(
  node: number,
  account: AccountIndex,
  reach: ReachGraph,
): Iterable<Hop & { readonly to: number }> {
  const { nodes } = reach;
  const administrator = nodes.ofAdministrator(account);
  for (const step of edgesOf(node, reach)) {
    if (step.kind !== edgeKind.is) {
      yield { ...step, to: actingAs(step.to, reach) };
      continue;
    }
    if (step.to !== administrator) continue;
    for (const { to, kind, proven } of edgesOf(administrator, reach)) {
      if (kind === edgeKind.is || nodes.accountOf(to) === account) continue;
      yield { to: actingAs(to, reach), kind, proven: proven && step.proven };
    }
  }
}

function* edgesOf(node: number, { forward }: ReachGraph): Iterable<Hop & { readonly to: number }> {
  for (let edge = forward.start[node] ?? 0; edge < (forward.start[node + 1] ?? 0); edge++) {
    const [to = 0, kind = edgeKind.is] = [forward.other[edge], forward.kind[edge]];
    yield { to, kind, proven: forward.proven[edge] === 1 };
  }
}

/** The principal that the node is, with whatever more it may have got; or the node, of an account's administrator and the organization. */
function actingAs(node: number, { nodes }: ReachGraph): number {
  const found = nodes.at(node);
  return "principal" in found ? nodes.ofPrincipal(found.principal) : node;
}

type Counted = Edge & { count: number };

/** Those alike, once: with how many principals at the other end. */
function counted(edges: Iterable<Edge>): readonly Counted[] {
  const found = new Map<string, Counted>();
  for (const edge of edges) {
    const { from, to, kind, flags } = edge;
    const key = `${from.kind} ${from.at} ${to.kind} ${to.at} ${kind} ${flags}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { ...edge, count: 1 });
    else known.count++;
  }
  return [...found.values()];
}

/** Places of the organization's map are given numbers after the principals': accounts first, then parties. */
function numbered(
  edges: readonly Counted[],
  principals: number,
  { scan, sources }: MapGround,
): Pick<AccountMap, "accounts" | "parties" | "edges"> {
  const { snapshot } = scan.engine;
  const places = new Set<number>();
  for (const { from, to } of edges)
    for (const place of [from, to]) if (place.kind === "elsewhere") places.add(place.at);
  const sorted = [...places].sort((a, b) => a - b);
  const numbers = new Map(sorted.map((place, at) => [place, principals + at] as const));
  const numberOf = ({ kind, at }: Place): number => (kind === "own" ? at : (numbers.get(at) ?? 0));
  const accounts = sorted.filter((place) => place < snapshot.accounts.length);
  return {
    accounts: accounts.map((place) => idOf(snapshot, place)),
    parties: sorted.slice(accounts.length).flatMap((place) => {
      const party = sources.parties[place - snapshot.accounts.length];
      return party === undefined ? [] : [party];
    }),
    edges: {
      from: edges.map(({ from }) => numberOf(from)),
      to: edges.map(({ to }) => numberOf(to)),
      kind: edges.map(({ kind }) => kind),
      flags: edges.map(({ flags }) => flags),
      count: edges.map(({ count }) => count),
    },
  };
}
