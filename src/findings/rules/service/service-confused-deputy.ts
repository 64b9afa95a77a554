import type { GuardTerm, TrustGrant } from "../../../authz/types.ts";
import { isAccountId, splitArn } from "../../../model/index.ts";
import { type DemandedText, demandedTexts, isDemand, statementsOf } from "../../guard-terms.ts";
import { requireOfThem } from "../../require-of-them.ts";
import { type Draft, powerReason, type TrustRule, type TrustView } from "../../rule.ts";
import { sourceServiceOf } from "../../source-services.ts";

export const serviceConfusedDeputy: TrustRule = {
  kind: "trust",
  id: "service-confused-deputy",
  title: "Service trusted on anybody's behalf",
  rationale:
    "A service that acts for many customers could be made to use this role for another customer's resource. Services " +
    "that send aws:SourceAccount and aws:SourceArn when they assume a role let the trust policy ask on whose behalf they " +
    "act. Only principals of the role's own account can pass the role to a service, so this is a second line of " +
    "defence. A condition that names an account which is not ours lets the service act for that account. Services whose documentation does not say that they send the keys are not reported: the condition would " +
    "lock them out.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention",
    "Access Analyzer RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    "Prowler iam_role_cross_service_confused_deputy_prevention",
  ],
  severity: "low",
  appliesTo: (facts) => facts.hasService,

  *check(view): Iterable<Draft> {
    const found = new Map<string, number[]>();
    const foreign = new Map<string, { service: string; account: string; grants: number[] }>();
    for (const [index, grant] of view.grants.entries()) {
      if (grant.party.kind !== "service") continue;
      const { service } = grant.party;
      const known = sourceServiceOf(service);
      for (const account of foreignAccounts(grant, view)) {
        const cause = `${service} for ${account}`;
        const other = foreign.get(cause);
        if (other === undefined) foreign.set(cause, { service, account, grants: [index] });
        else other.grants.push(index);
      }
      if (known === null || isBound(grant)) continue;
      if (known.routine && powerReason(view.context.powerOf(view.role)) === null) continue;
      const grants = found.get(service);
      if (grants === undefined) found.set(service, [index]);
      else grants.push(index);
    }
    if (found.size === 0 && foreign.size === 0) return;
    // AWS writes the trust policies of service-linked roles, and nobody else can.
    if (view.context.snapshot.roles.path(view.role).startsWith("/aws-service-role/")) return;
    for (const [service, grants] of found) yield draftOf(service, grants, view);
    for (const [cause, { service, account, grants }] of foreign)
      yield foreignDraft(cause, service, account, grants, view);
  },

  fix: (view, draft) => ({
    summary:
      "Ask for the own account in aws:SourceAccount; where one resource alone uses the role, name it in aws:SourceArn too.",
    edits: requireOfThem(view, draft, {
      operator: "StringEquals",
      key: "aws:SourceAccount",
      values: [view.owner],
    }),
  }),
};

function isBound(grant: TrustGrant): boolean {
  return grant.guard.some((term) => isDemand(term) && term.values.length > 0 && boundBy(term));
}

function boundBy(term: GuardTerm): boolean {
  const every = (isFixed: (text: DemandedText) => boolean) => demandedTexts(term).every(isFixed);
  switch (term.key.toLowerCase()) {
    case "aws:sourceaccount":
    case "aws:sourceorgid":
      return every(({ open, text }) => !open || isOwnResource(text));
    case "aws:sourceorgpaths":
      return every(({ fixed }) => /^o-[a-z0-9]{10,32}\//.test(fixed));
    case "aws:sourcearn":
      return every(({ text, open }) => !open || fixesAccount(text));
    default:
      return false;
  }
}

/** The account that the role itself stands in, by variable. */
function isOwnResource(text: string): boolean {
  return /^\$\{aws:Resource(?:Account|OrgID)\}$/i.test(text);
}

/** ARNs of buckets have no account; their names are nobody else's. */
function fixesAccount(pattern: string): boolean {
  const parts = splitArn(pattern);
  if (parts === null) return false;
  if (parts.account === "") return /^[^*?]/.test(parts.resource);
  return /^\d{12}$/.test(parts.account) || isOwnResource(parts.account);
}

/** Accounts that are not ours, on whose behalf the service may act by the conditions. */
function foreignAccounts(grant: TrustGrant, { context }: TrustView): readonly string[] {
  const accounts = grant.guard.filter(isDemand).flatMap(({ key, values }) => {
    switch (key.toLowerCase()) {
      case "aws:sourceaccount":
        return values;
      case "aws:sourcearn":
        return values.flatMap((value) => splitArn(value)?.account ?? []);
      default:
        return [];
    }
  });
  return accounts.filter((account) => isAccountId(account) && !context.isOurs(account));
}

function foreignDraft(
  cause: string,
  service: string,
  account: string,
  grants: readonly number[],
  view: TrustView,
): Draft {
  const powerful = powerReason(view.context.powerOf(view.role));
  const name = view.context.nameOf(account);
  return {
    cause,
    severity: powerful !== null ? "high" : "medium",
    reasons: [
      "The condition on the source names an account that is not ours.",
      ...(powerful === null ? [] : [powerful]),
    ],
    title: `${service} may use the role on behalf of account ${account}${name === null ? "" : ` (${name})`}, which is not ours`,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}

function draftOf(service: string, grants: readonly number[], view: TrustView): Draft {
  const powerful = powerReason(view.context.powerOf(view.role));
  const hasTerm = grants.some((index) =>
    view.grants[index]?.guard.some(({ key }) => key.toLowerCase().startsWith("aws:source")),
  );
  const reasons = [
    hasTerm
      ? "The conditions leave open for which account the service acts."
      : "Neither aws:SourceAccount nor aws:SourceArn is asked for, though the service sends both.",
  ];
  if (powerful !== null) reasons.push(powerful);
  return {
    cause: service,
    severity: powerful !== null ? "medium" : "low",
    reasons,
    title: `${service} may use the role on behalf of any account`,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}
