import { boundToOrganization } from "../../bound-to-organization.ts";
import { pinsPrincipal, statementsOf } from "../../guard-terms.ts";
import { outsidersOf } from "../../outsiders.ts";
import { type Draft, powerReason, type TrustRule, type TrustView } from "../../rule.ts";
import { externalIdDemand } from "../external-id/external-id-terms.ts";

/** So many accounts of ours in one trust policy mean the organization, or a part of it. */
const manyAccounts = 3;

export const organizationBoundMissing: TrustRule = {
  kind: "trust",
  id: "organization-bound-missing",
  title: "Organization not asked for where it would fit",
  rationale:
    "aws:PrincipalOrgID keeps everybody outside the organization out, whatever the rest of the policy says. It fits where " +
    "any account may come in under a role's name, which an outsider can give to a role of their own, and where many of our " +
    "accounts are listed one by one: the list stays open to an account that leaves the organization, and it is never " +
    "complete. aws:PrincipalOrgPaths does the same for a part of the organization. Vendors, services and identity " +
    "providers bring neither key, so the condition must not stand in a statement that is meant for them.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths",
  ],
  severity: "low",
  appliesTo: (facts) => facts.hasAnyAccount || (facts.hasWholeAccount && facts.hasForeignAccount),

  *check(view): Iterable<Draft> {
    const { organizationId } = view.context.organization;
    if (organizationId === null) return;
    const anybody = anyAccount(view);
    if (anybody.length > 0) yield anyAccountDraft(anybody, view);
    const listed = listedAccounts(view);
    if (listed.accounts >= manyAccounts) yield listDraft(listed, view);
  },

  fix: (view, draft) => ({
    summary: "Require aws:PrincipalOrgID, or aws:PrincipalOrgPaths for a part of the organization.",
    edits: boundToOrganization(view, draft),
  }),
};

/** Grants to any account that no external ID shows to be meant for a third party. */
function anyAccount(view: TrustView): readonly number[] {
  if (!view.facts.hasAnyAccount) return [];
  const outsider = outsidersOf(view).find(({ kind }) => kind === "any-account");
  return (outsider?.grants ?? []).filter((index) => {
    const grant = view.grants[index];
    return grant !== undefined && externalIdDemand(grant).kind === "none" && !grant.guard.some(pinsPrincipal);
  });
}

function anyAccountDraft(grants: readonly number[], view: TrustView): Draft {
  const named = grants.every((index) =>
    view.grants[index]?.guard.some(({ key }) => key.toLowerCase() === "aws:principalarn"),
  );
  const power = view.context.powerOf(view.role);
  const why = power.kind === "none" ? "The role has no permissions at present." : powerReason(power);
  return {
    cause: "any-account",
    severity: power.kind === "none" ? "low" : why === null ? "medium" : "high",
    reasons: [
      named
        ? "Only the ARN is asked for, with the account left open: an outsider can give a role that name."
        : "Any account may come in, ours and all others.",
      ...(why === null ? [] : [why]),
    ],
    title: named
      ? "A role name in any account is trusted, without aws:PrincipalOrgID"
      : "Any AWS account is trusted, without aws:PrincipalOrgID",
    grants,
    statements: statementsOf(grants, view.grants),
  };
}

type Listed = { readonly accounts: number; readonly grants: readonly number[] };

function listedAccounts(view: TrustView): Listed {
  const { organization } = view.context;
  const accounts = new Set<string>();
  const grants: number[] = [];
  if (!view.facts.hasWholeAccount || !view.facts.hasForeignAccount) return { accounts: 0, grants };
  for (const [index, { party, allowedBy }] of view.grants.entries()) {
    if (party.kind !== "account" || party.account === view.owner) continue;
    if (!organization.isOurs(party.account) || isBound(view, allowedBy)) continue;
    accounts.add(party.account);
    grants.push(index);
  }
  return { accounts: accounts.size, grants };
}

/** By the text: of accounts that are ours today the condition always holds, so no guard repeats it. */
function isBound(view: TrustView, allowedBy: readonly number[]): boolean {
  const { keys } = view.facts;
  if (!keys.has("aws:principalorgid") && !keys.has("aws:principalorgpaths")) return false;
  const { statements } = view.document;
  const asks = (index: number) =>
    statements[index]?.conditions.some(
      (condition) => condition.kind === "test" && /^aws:principalorg(?:id|paths)$/i.test(condition.key),
    ) ?? false;
  return allowedBy.every(asks) || statements.some(({ effect, index }) => effect === "Deny" && asks(index));
}

function listDraft({ accounts, grants }: Listed, view: TrustView): Draft {
  return {
    cause: "listed-accounts",
    severity: "low",
    reasons: ["An account of the list that leaves the organization keeps its way in."],
    title: `${accounts} accounts of ours are trusted one by one, without aws:PrincipalOrgID`,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}
