/** What is come to in two organizations, compared by names: numbers differ where an account leaves. */
import type { ExpansionScope } from "../../graph/expand.ts";
import {
  accountsOfUnit,
  blastRadius,
  findPaths,
  type PathEnd,
  type PathStart,
  type ReachGraph,
} from "../../graph/reach/index.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import type { CoverageGap, Snapshot } from "../../model/index.ts";
import type { Come, ReachChange } from "./what-if-answer.ts";

/** An organization, and from where in it is asked. */
export type Side = {
  readonly graph: ReachGraph;
  readonly scope: ExpansionScope;
  readonly starts: readonly PathStart[];
  /** ARNs of principals that stand for attackers, and are nothing that is come to. */
  readonly madeUp: readonly string[];
};

export type Limits = { readonly mostHops: number; readonly onlyProven: boolean };

type Item = Pick<ReachChange, "what" | "kind" | "account"> & Come;

export type ReachDifference = Pick<WhatChanged, "appears" | "disappears" | "differs"> & {
  readonly coverage: readonly CoverageGap[];
};

type WhatChanged = {
  readonly appears: readonly ReachChange[];
  readonly disappears: readonly ReachChange[];
  readonly differs: readonly ReachChange[];
};

/** `to`: null for everything. */
export function reachDifference(
  before: Side,
  after: Side,
  to: PathEnd | null,
  limits: Limits,
): ReachDifference {
  const was = comeTo(before, to, limits);
  const is = comeTo(after, to, limits);
  const all = [...new Set([...was.items.keys(), ...is.items.keys()])].flatMap((what): ReachChange[] => {
    const [old, now] = [was.items.get(what), is.items.get(what)];
    const one = now ?? old;
    if (one === undefined) return [];
    const { kind, account } = one;
    return [{ what, kind, account, before: come(old), after: come(now) }];
  });
  const sorted = all.toSorted(
    (a, b) => rank[a.kind] - rank[b.kind] || nearest(a) - nearest(b) || (a.what < b.what ? -1 : 1),
  );
  const gaps = new Map([...was.coverage, ...is.coverage].map((gap) => [JSON.stringify(gap), gap]));
  return {
    appears: sorted.filter((one) => one.before === null),
    disappears: sorted.filter((one) => one.after === null),
    differs: sorted.filter(
      ({ before: old, after: now }) =>
        old !== null && now !== null && (old.hops !== now.hops || old.proven !== now.proven),
    ),
    coverage: [...gaps.values()],
  };
}

const rank = { organization: 0, administrator: 1, role: 2, user: 2, resource: 3 } as const;

function nearest({ before, after }: ReachChange): number {
  return (after ?? before)?.hops ?? 0;
}

function come(item: Item | undefined): Come | null {
  return item === undefined ? null : { hops: item.hops, proven: item.proven };
}

type ComeTo = { readonly items: ReadonlyMap<string, Item>; readonly coverage: readonly CoverageGap[] };

/** What was come to before the changes is asked for again with every other change. */
const kept = new WeakMap<ReachGraph, Map<string, ComeTo>>();
const mostKept = 8;

function comeTo(side: Side, to: PathEnd | null, limits: Limits): ComeTo {
  const key = JSON.stringify([side.starts, side.madeUp, to, limits]);
  const known = kept.get(side.graph) ?? new Map<string, ComeTo>();
  kept.set(side.graph, known);
  let found = known.get(key);
  if (found === undefined) {
    found = findComeTo(side, to, limits);
    if (known.size >= mostKept) known.clear();
    known.set(key, found);
  }
  return found;
}

/** From any of the starts: the fewest hops, and proven where it is from one of them. */
function findComeTo({ graph, scope, starts, madeUp }: Side, to: PathEnd | null, limits: Limits): ComeTo {
  const items = new Map<string, Item>();
  let coverage: readonly CoverageGap[] = [];
  for (const from of starts) {
    const radius = blastRadius(graph, { from, ...limits, tell: toldFor(to) }, scope);
    coverage = radius.coverage;
    const found: Item[] = [
      ...radius.administrators.map(({ account, hops, proven }): Item => {
        return { what: `admin:${account}`, kind: "administrator", account, hops, proven };
      }),
      ...radius.reached.map(({ arn, ...rest }): Item => ({ what: arn, ...rest })),
      ...(to === null || to.kind === "organization" ? organizationFrom(graph, scope, from, limits) : []),
    ];
    for (const item of found) {
      if ((to !== null && !isMeant(item, to, graph.snapshot)) || madeUp.includes(item.what)) continue;
      const known = items.get(item.what);
      items.set(item.what, known === undefined ? item : better(known, item));
    }
  }
  return { items, coverage };
}

function better(one: Item, other: Item): Item {
  return { ...one, hops: Math.min(one.hops, other.hops), proven: one.proven || other.proven };
}

/** What the organization holds over its accounts is none of what a blast radius tells. */
function organizationFrom(
  graph: ReachGraph,
  scope: ExpansionScope,
  from: PathStart,
  limits: Limits,
): readonly Item[] {
  const { organization } = graph.snapshot;
  if (organization === null) return [];
  const ask = (onlyProven: boolean) =>
    findPaths(
      graph,
      { from, to: { kind: "organization" }, ...limits, onlyProven, most: 1, action: null },
      scope,
    ).paths[0];
  const path = ask(limits.onlyProven);
  if (path === undefined) return [];
  const { managementAccount: account } = organization;
  const proven = path.proven || ask(true) !== undefined;
  return [{ what: "organization", kind: "organization", account, hops: path.hops.length, proven }];
}

function toldFor(to: PathEnd | null): "everything" | "principals" | "administrators" {
  switch (to?.kind) {
    case undefined:
    case "pattern":
      return "everything";
    case "administrator":
    case "organization":
      return "administrators";
    case "arn":
      return /^arn:[^:]*:(iam|sts):/.test(to.arn) ? "principals" : "everything";
    case "unit":
      return "principals";
  }
}

function isMeant(item: Item, to: PathEnd, snapshot: Snapshot): boolean {
  switch (to.kind) {
    case "administrator":
      return item.kind === "administrator" && (to.account === null || item.account === to.account);
    case "organization":
      return item.kind === "organization";
    case "arn":
      return item.what === to.arn;
    case "pattern":
      return item.what.startsWith("arn:") && patternMatches(glob(to.pattern), item.what);
    case "unit": {
      const account = snapshot.accountIndex(item.account);
      return (
        account !== null && item.kind !== "resource" && accountsOfUnit(to.unit, snapshot).includes(account)
      );
    }
  }
}
