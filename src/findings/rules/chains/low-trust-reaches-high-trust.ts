import { distancesFrom, distancesTo, edgeKind, farAway } from "../../../graph/reach/index.ts";
import { accountLabel } from "../../account-label.ts";
import { statementsOf } from "../../guard-terms.ts";
import { hopsText } from "../../reach-view.ts";
import {
  accountOfParty,
  type ReachDraft,
  type ReachRule,
  type ReachView,
  type TrustView,
} from "../../rule.ts";
import { capitalized } from "../../sentence.ts";
import type { Severity } from "../../types.ts";
import { type Tier, type TrustTiers, trustTiers } from "../organization/trust-tiers.ts";
import { isActedByAws } from "./acted-by-aws.ts";
import { type Arrival, arrivals, crossingsTo } from "./crossings.ts";

export const lowTrustReachesHighTrust: ReachRule = {
  kind: "reach",
  id: "low-trust-reaches-high-trust",
  title: "Less trusted unit comes to administer a more trusted one",
  rationale:
    "A sandbox may be let into a shared account, and that into production: each trust looks harmless, and together they make " +
    "whoever gets into the sandbox an administrator of production. An administrator's role that the less trusted account can " +
    "assume directly is told by `ou-crossing` and not again here. `tiers` of accesslens.yaml say how far each unit is trusted, " +
    "and `crossings` which ways are meant to be; where no tiers are declared, names of units and accounts tell, and the " +
    "finding weighs less.",
  references: [
    "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html#iam-term-role-chaining",
  ],
  severity: "high",

  *check(view): Iterable<ReachDraft> {
    const tiers = trustTiers(view.context);
    const tierOf = accountTiers(view, tiers);
    for (const high of distinctTiers(tierOf)) {
      const lower = distinctTiers(tierOf).filter(({ level }) => level < high.level);
      if (lower.length === 0) continue;
      yield* intoTier({ view, tiers, tierOf, high }, lower);
    }
  },

  waysIn: (subject) => lessTrusted(subject),

  advice: ({ grants }) =>
    grants.length > 0
      ? "Take the accounts that are trusted less out of the role's trust policy, or declare the way with its reason under `crossings` in accesslens.yaml."
      : "Cut the way where one account lets the other in, or declare it with its reason under `crossings` in accesslens.yaml.",
};

type Search = {
  readonly view: ReachView;
  readonly tiers: TrustTiers;
  /** By account. */
  readonly tierOf: readonly (Tier | null)[];
  readonly high: Tier;
};

function accountTiers({ graph }: ReachView, tiers: TrustTiers): readonly (Tier | null)[] {
  return graph.snapshot.accounts.map(({ id }) => tiers.tierOfAccount(id));
}

function distinctTiers(all: readonly (Tier | null)[]): readonly Tier[] {
  return [...new Map(all.flatMap((tier) => (tier === null ? [] : [[tier.name, tier] as const]))).values()];
}

function* intoTier(search: Search, lower: readonly Tier[]): Iterable<ReachDraft> {
  const { view, tierOf, high } = search;
  const { graph } = view;
  const tierAt = (node: number): Tier | null => tierOf[view.accountOf(node)] ?? null;
  const isInside = (node: number): boolean => (tierAt(node)?.level ?? -1) >= high.level;
  const ends = graph.administered.filter((account) => tierOf[account]?.name === high.name);
  const toAdministrators = view.distancesTo(ends.map((account) => graph.nodes.ofAdministrator(account)));
  const entering = crossingsTo(
    view,
    toAdministrators,
    ({ from, to, kind }) =>
      !isInside(from) &&
      tierAt(to)?.name === high.name &&
      // What `ou-crossing` tells.
      !(kind === edgeKind.assume && tierAt(from) !== null && toAdministrators.any[to] === 0),
  );
  if (entering.length === 0) return;
  // A way that is inside already comes to nobody for the first time.
  const isOutside = (from: number): boolean => !isInside(from);
  const limits = { mostHops: farAway - 1, onlyProven: false };
  const before = distancesTo(
    entering.map(({ from }) => from),
    graph.backward,
    { ...limits, counts: isOutside },
  );
  const leadsThere = (node: number): boolean => before[node] !== farAway;
  const counts = (from: number, to: number): boolean => isOutside(from) && leadsThere(to);
  for (const low of lower) {
    const isStart = (principal: number): boolean =>
      tierAt(principal)?.name === low.name && !isActedByAws(principal, view);
    const starts: number[] = [];
    for (let node = 0; node < graph.nodes.principals; node++)
      if (leadsThere(node) && isStart(node)) starts.push(node);
    const fromLow = distancesFrom(starts, graph.forward, { ...limits, counts });
    const crossings = entering.filter(({ from }) => fromLow[from] !== farAway);
    const found = arrivals(view, toAdministrators, crossings, isStart, isOutside);
    for (const arrival of found) {
      const draft = draftOf(arrival, low, search);
      if (draft !== null) yield draft;
    }
  }
}

function draftOf(arrival: Arrival, low: Tier, { view, tiers, high }: Search): ReachDraft | null {
  const { context, graph } = view;
  const { subject, onlyTrusted, way, hops, proven } = arrival;
  const account = context.snapshot.accounts[arrival.account]?.id;
  const name = subject.slice(subject.lastIndexOf("/") + 1);
  if (account === undefined || tiers.isAllowed(low, high, { name, arn: subject })) return null;
  const grants = onlyTrusted === null ? [] : graph.assumptions.grantsOf(onlyTrusted);
  const told = onlyTrusted === null ? [] : lessTrusted({ grants, owner: account, context });
  const administered = accountLabel(view.accountOf(way.steps.at(-1)?.node ?? 0), context);
  return {
    cause: low.name,
    severity: severityOf(tiers.areDeclared, proven),
    reasons: [
      tiers.areDeclared
        ? `accesslens.yaml trusts ${low.name} less than ${high.name}, and declares no such crossing.`
        : `Names of units and accounts tell ${low.name} from ${high.name}; declare \`tiers\` to say what they are.`,
      proven
        ? "Every hop is proven, under the conditions that it names."
        : "Some hop is not proven: the hops say what is not known.",
    ],
    title: `${capitalized(accountLabel(arrival.startsIn, context))} of ${low.name} can come to administer ${administered} of ${high.name} in ${hopsText(hops)}`,
    grants: told,
    statements: statementsOf(told, grants),
    subject,
    account,
    way,
  };
}

function severityOf(areDeclared: boolean, proven: boolean): Severity {
  if (areDeclared) return proven ? "high" : "medium";
  return proven ? "medium" : "low";
}

/** Grants to other accounts that are not of the owner's tier or above it; an account of no tier may be on the way. */
function lessTrusted({
  grants,
  owner,
  context,
}: Pick<TrustView, "grants" | "owner" | "context">): readonly number[] {
  const tiers = trustTiers(context);
  const own = tiers.tierOfAccount(owner)?.level ?? 0;
  return grants.flatMap(({ party }, index) => {
    if (party.kind === "service" || party.kind === "federated") return [];
    const account = accountOfParty(party);
    if (account === owner) return [];
    const tier = account === null ? null : tiers.tierOfAccount(account);
    return tier !== null && tier.level >= own ? [] : [index];
  });
}
