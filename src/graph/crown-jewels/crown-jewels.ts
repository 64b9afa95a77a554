/** Who comes to what is worth most: outsiders first, then principals of other accounts; what is worst off comes first. */
import { type CoverageGap, splitArn } from "../../model/index.ts";
import { notesFor, reachGaps } from "../coverage.ts";
import type { ExpansionScope } from "../expand.ts";
import { blastRadius, dataActions, type Exposed, exposure, type ReachGraph } from "../reach/index.ts";
import { chosenJewels, type JewelChoice } from "./chosen-jewels.ts";
import { defaultJewels } from "./default-jewels.ts";
import type { Jewel, JewelKind } from "./jewel.ts";

export type CrownJewelsQuestion = {
  readonly choice: JewelChoice;
  readonly mostHops: number;
  readonly onlyProven: boolean;
  /** So many are told, the worst first; null: all. */
  readonly most: number | null;
};

/** How many come there, and how many of them by a proven way. */
export type Comers = {
  readonly count: number;
  readonly proven: number;
  /** The fewest hops that one of them takes; null: nobody comes. */
  readonly hops: number | null;
};

export type RankedJewel = Omit<Jewel, "ends"> & {
  /** How many things it consists of. */
  readonly things: number;
  /** Parties outside of the organization. */
  readonly outsiders: Comers;
  /** Principals of other accounts of the organization. */
  readonly otherAccounts: Comers;
  /** Principals of its own account. */
  readonly ownAccount: Comers;
  /** Why there may be more who come there than the counts say; null: nothing is known to be missing. */
  readonly unknown: string | null;
};

export type CrownJewelsFound = {
  readonly jewels: readonly RankedJewel[];
  /** How many there are in all, the told ones among them. */
  readonly all: number;
  /** How many of all are come to from outside. */
  readonly reachedFromOutside: number;
  /** Whether they are the defaults, because nobody chose any. */
  readonly defaults: boolean;
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

export function crownJewels(
  graph: ReachGraph,
  { choice, most, ...limits }: CrownJewelsQuestion,
  scope: ExpansionScope,
): CrownJewelsFound {
  const chosen = chosenJewels(graph, choice);
  const jewels = chosen ?? defaultJewels(graph);
  const fromOutside = nearestFromOutside(graph, limits, scope);
  const ranked = jewels
    .map((jewel) => ({ jewel, outside: fromOutside(jewel) }))
    .toSorted((a, b) => compare(a, b));
  const told = most === null ? ranked : ranked.slice(0, most);
  return {
    jewels: told.map(({ jewel }) => withComers(graph, jewel, limits, scope)),
    all: ranked.length,
    reachedFromOutside: ranked.filter(({ outside }) => outside !== null).length,
    defaults: chosen === null,
    coverage: reachGaps(graph.assumptions),
    notes: notesFor(graph.snapshot),
  };
}

type Limits = Pick<CrownJewelsQuestion, "mostHops" | "onlyProven">;
type Near = { readonly hops: number; readonly proven: boolean };

/** One search from outside answers for all: a search backward from each would be one for each jewel. */
function nearestFromOutside(
  graph: ReachGraph,
  limits: Limits,
  scope: ExpansionScope,
): (jewel: Jewel) => Near | null {
  const radius = blastRadius(graph, { from: { kind: "external" }, ...limits }, scope);
  const near = new Map<string, Near>();
  for (const { arn, hops, proven } of radius.reached) near.set(arn, { hops, proven });
  for (const { account, hops, proven } of radius.administrators)
    near.set(`admin:${account}`, { hops, proven });
  const ofOrganization = nearest(
    (exposure(graph, { to: { kind: "organization" }, action: null, ...limits }, scope)?.who ?? []).filter(
      ({ external }) => external,
    ),
  );
  const nearOf = (end: Jewel["ends"][number]): Near | null => {
    switch (end.kind) {
      case "organization":
        return ofOrganization;
      case "administrator":
        return near.get(`admin:${end.account}`) ?? null;
      case "arn":
        return near.get(end.arn) ?? null;
    }
  };
  return ({ ends }) => nearest(ends.map(nearOf).filter((one) => one !== null));
}

function nearest(some: readonly Near[]): Near | null {
  if (some.length === 0) return null;
  return {
    hops: some.reduce((least, { hops }) => Math.min(least, hops), Number.POSITIVE_INFINITY),
    proven: some.some(({ proven }) => proven),
  };
}

/** What is worth more stands first among what is equally near. */
const worth: Readonly<Record<JewelKind, number>> = {
  organization: 0,
  "management-account": 1,
  "security-tooling": 2,
  "log-archive": 3,
  declared: 4,
  tagged: 4,
  matching: 4,
  administrator: 5,
  secrets: 6,
  keys: 7,
};

type Ranked = { readonly jewel: Jewel; readonly outside: Near | null };

function compare(a: Ranked, b: Ranked): number {
  return (
    Number(b.outside !== null) - Number(a.outside !== null) ||
    Number(b.outside?.proven ?? false) - Number(a.outside?.proven ?? false) ||
    (a.outside?.hops ?? 0) - (b.outside?.hops ?? 0) ||
    worth[a.jewel.kind] - worth[b.jewel.kind] ||
    (a.jewel.id < b.jewel.id ? -1 : 1)
  );
}

function withComers(graph: ReachGraph, jewel: Jewel, limits: Limits, scope: ExpansionScope): RankedJewel {
  const found = new Map<string, Exposed>();
  for (const to of jewel.ends) {
    for (const one of exposure(graph, { to, action: null, ...limits }, scope)?.who ?? []) {
      const known = found.get(one.id);
      const nearer = known !== undefined && known.hops <= one.hops ? known : one;
      found.set(one.id, { ...nearer, proven: (known?.proven ?? false) || one.proven });
    }
  }
  const all = [...found.values()];
  const isOwn = ({ id }: Exposed): boolean => splitArn(id)?.account === jewel.account;
  const inside = all.filter(({ external }) => !external);
  const { ends, ...told } = jewel;
  return {
    ...told,
    things: ends.length,
    outsiders: comersOf(all.filter(({ external }) => external)),
    otherAccounts: comersOf(inside.filter((one) => !isOwn(one))),
    ownAccount: comersOf(inside.filter(isOwn)),
    unknown: unknownOf(graph, jewel),
  };
}

function unknownOf({ snapshot }: ReachGraph, { account, ends }: Jewel): string | null {
  // The organization is controlled from its management account.
  const decisive = account ?? snapshot.organization?.managementAccount ?? null;
  const index = decisive === null ? null : snapshot.accountIndex(decisive);
  if (index !== null && snapshot.accounts[index]?.hasData !== true) {
    return "The IAM data of its account was not collected: who comes there is not known.";
  }
  const isOpaque = (end: Jewel["ends"][number]): boolean =>
    end.kind === "arn" && !/^arn:[^:]*:(iam|sts):/.test(end.arn) && dataActions(end.arn).length === 0;
  return ends.some(isOpaque)
    ? "What reads or writes its data is not known here: ask accesslens exposure with --action."
    : null;
}

function comersOf(some: readonly Exposed[]): Comers {
  return {
    count: some.length,
    proven: some.filter(({ proven }) => proven).length,
    hops: nearest(some)?.hops ?? null,
  };
}
