import type { TrustGrant } from "../../../authz/types.ts";
import { statementsOf } from "../../guard-terms.ts";
import {
  accountOfParty,
  type Draft,
  powerReason,
  type StatementEdit,
  type TrustRule,
  type TrustView,
} from "../../rule.ts";
import type { Severity } from "../../types.ts";
import { type Tier, type TrustTiers, trustTiers } from "./trust-tiers.ts";

export const ouCrossing: TrustRule = {
  kind: "trust",
  id: "ou-crossing",
  title: "Less trusted unit let into a more trusted one",
  rationale:
    "Accounts stand in organizational units so that an accident in a sandbox stays there. A role of production that a " +
    "sandbox or development account can assume takes that wall down: whoever gets into the less guarded account is in the " +
    "other. `tiers` of accesslens.yaml say how far each unit is trusted, and `crossings` which ways are meant to be. Where " +
    "no tiers are declared, the names of units and accounts tell sandboxes, development and production apart, and the " +
    "finding weighs less. The other direction, from production into development, is not reported.",
  references: [
    "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths",
  ],
  severity: "medium",
  appliesTo: (facts) => facts.hasForeignAccount || facts.hasOrganization,

  *check(view): Iterable<Draft> {
    const tiers = trustTiers(view.context);
    const own = tiers.tierOfAccount(view.owner);
    if (own === null) return;
    const below = new Map<string, { readonly tier: Tier; readonly grants: number[] }>();
    for (const [index, grant] of view.grants.entries()) {
      const tier = tierOf(grant, view, tiers);
      if (tier === null || tier.level >= own.level) continue;
      const known = below.get(tier.name);
      if (known === undefined) below.set(tier.name, { tier, grants: [index] });
      else known.grants.push(index);
    }
    if (below.size === 0) return;
    const { name, arn } = view.context.role(view.role);
    for (const { tier, grants } of below.values())
      if (!tiers.isAllowed(tier, own, { name, arn })) yield draftOf(tier, own, grants, view, tiers);
  },

  fix: (view, draft) => ({
    summary:
      "Take the less trusted accounts out, or declare the way with its reason under `crossings` in accesslens.yaml.",
    edits: withoutThem(view, draft),
  }),
};

function tierOf(grant: TrustGrant, view: TrustView, tiers: TrustTiers): Tier | null {
  const { party } = grant;
  if (party.kind === "organizational-unit") return tiers.tierOfPath(party.path);
  const account = accountOfParty(party);
  return account === null || account === view.owner ? null : tiers.tierOfAccount(account);
}

function draftOf(
  from: Tier,
  to: Tier,
  grants: readonly number[],
  view: TrustView,
  { areDeclared }: TrustTiers,
): Draft {
  const power = view.context.powerOf(view.role);
  const powerful = powerReason(power);
  const reasons = [
    areDeclared
      ? `accesslens.yaml trusts ${from.name} less than ${to.name}, and declares no such crossing.`
      : `By its units' names, the role stands in ${to.name}; declare \`tiers\` to say what they are.`,
  ];
  if (powerful !== null) reasons.push(powerful);
  if (power.kind === "none") reasons.push("The role has no permissions at present.");
  return {
    cause: from.name,
    severity: severityOf(areDeclared, powerful !== null, power.kind === "none"),
    reasons,
    title: `${whoComes(grants, view)} of ${from.name} can assume a role of ${to.name}`,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}

function severityOf(areDeclared: boolean, isPowerful: boolean, isPowerless: boolean): Severity {
  if (isPowerless) return "info";
  if (areDeclared) return isPowerful ? "high" : "medium";
  return isPowerful ? "medium" : "low";
}

function whoComes(grants: readonly number[], view: TrustView): string {
  const accounts = accountsOf(grants, view);
  const [first, ...others] = accounts;
  if (first === undefined) return "Accounts";
  const name = view.context.nameOf(first);
  const label = name === null ? `Account ${first}` : `Account ${first} (${name})`;
  return others.length === 0 ? label : `${label} and ${others.length} more`;
}

function accountsOf(grants: readonly number[], view: TrustView): readonly string[] {
  const accounts = grants.flatMap((index) => {
    const grant = view.grants[index];
    return (grant === undefined ? null : accountOfParty(grant.party)) ?? [];
  });
  return [...new Set(accounts)];
}

/** Only where each way in is a principal of its own: a condition's values are for a person to change. */
function withoutThem(view: TrustView, draft: Draft): readonly StatementEdit[] {
  const accounts = accountsOf(draft.grants, view);
  const isTheirs = (text: string) => accounts.some((account) => text.includes(account));
  const edits: StatementEdit[] = [];
  for (const index of draft.statements) {
    const statement = view.document.statements[index];
    if (statement === undefined || statement.effect !== "Allow") continue;
    const entries = statement.principal?.entries ?? [];
    const theirs = entries.map((entry) => view.concrete(entry.value)).filter(isTheirs);
    if (theirs.length === 0) return [];
    edits.push(
      ...theirs.map((value): StatementEdit => ({ kind: "remove-principal", statement: index, value })),
    );
  }
  return edits;
}
