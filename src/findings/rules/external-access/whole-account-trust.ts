import type { Guard, GuardTerm } from "../../../authz/types.ts";
import { admitsAbsence, isAnyNetwork, isAnything, isDemand } from "../../guard-terms.ts";
import { isOver } from "../../impossible-demands.ts";
import { type Draft, powerReason, type StatementEdit, type TrustRule, type TrustView } from "../../rule.ts";
import type { Severity } from "../../types.ts";

export const wholeAccountTrust: TrustRule = {
  kind: "trust",
  id: "whole-account-trust",
  title: "Another account trusted as a whole",
  rationale:
    "Trust in an account's root lets that account's administrators decide who may assume the role: everybody there who " +
    "may call sts:AssumeRole on it, or on everything. Name the role that needs it, or narrow by aws:PrincipalArn, so that " +
    "an intruder in the other account gains nothing by default. The roles that AWS Organizations and Control Tower make for " +
    "the management account are told as information only. Vendors whose instructions ask for their account's root " +
    "are not reported here; their external ID is what counts.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    "Checkov CKV_AWS_61",
    "Access Analyzer ExternalAccess (AWS::IAM::Role)",
  ],
  severity: "medium",
  appliesTo: (facts) => facts.hasForeignAccount && facts.hasWholeAccount,

  *check(view): Iterable<Draft> {
    const byAccount = new Map<string, number[]>();
    for (const [index, grant] of view.grants.entries()) {
      if (grant.party.kind !== "account" || grant.party.account === view.owner) continue;
      if (narrows(grant.guard) || isOver(grant, view.context.now)) continue;
      const known = byAccount.get(grant.party.account);
      if (known === undefined) byAccount.set(grant.party.account, [index]);
      else known.push(index);
    }
    for (const [account, grants] of byAccount) {
      const draft = draftOf(account, grants, view);
      if (draft !== null) yield draft;
    }
  },

  fix: (view, draft) => ({
    summary:
      "Name the exact role of the other account as principal, or add a condition ArnEquals on aws:PrincipalArn.",
    edits: namedRole(view, draft),
  }),

  impact: (view, draft) => {
    const power = view.context.powerOf(view.role);
    return power.kind === "administrator"
      ? [`${draft.title}, and the role is an administrator of account ${view.owner}.`]
      : [];
  },
};

/** With a stand-in for the name, which only the owner of the role knows; it says what it is. */
function namedRole(view: TrustView, draft: Draft): readonly StatementEdit[] {
  const account = draft.cause.slice(causeStart.length);
  const partition = view.context.arnOf(view.role).split(":")[1];
  const edits: StatementEdit[] = [];
  for (const statement of draft.statements) {
    const whole = (view.document.statements[statement]?.principal?.entries ?? [])
      .map((entry) => view.concrete(entry.value))
      .filter((value) => value === account || value.endsWith(`:${account}:root`));
    if (whole.length === 0) return [];
    for (const value of whole)
      edits.push({
        kind: "replace-principal",
        statement,
        value,
        by: [`arn:${partition}:iam::${account}:role/REPLACE-WITH-ROLE-NAME`],
      });
  }
  return edits;
}

const causeStart = "account:";

function draftOf(account: string, grants: readonly number[], view: TrustView): Draft | null {
  const { context } = view;
  const standing = context.standingOf(account, view.role);
  const name = context.nameOf(account);
  const label = name === null ? `Account ${account}` : `Account ${account} (${name})`;
  const power = context.powerOf(view.role);
  const powerful = powerReason(power);
  let severity: Severity;
  const reasons: string[] = [];
  switch (standing.kind) {
    case "approved-vendor":
    case "known-vendor":
    case "aws-service":
      return null;
    case "ours":
      severity = powerful !== null ? "medium" : "low";
      reasons.push(
        "Every principal of that account whose own policies allow sts:AssumeRole on this role, or on any, can assume it.",
      );
      break;
    case "unknown":
      severity = powerful !== null ? "high" : "medium";
      reasons.push("The other side alone decides which of its principals come in, and it is not ours.");
      break;
  }
  if (powerful !== null) reasons.push(powerful);
  if (isManagementRole(account, view)) {
    severity = "info";
    reasons.push("AWS makes this role in every account, so that the management account can administer it.");
  }
  if (power.kind === "none") {
    severity = "info";
    reasons.push("The role has no permissions at present.");
  }
  return {
    cause: `${causeStart}${account}`,
    severity,
    reasons,
    title: `${label} is trusted as a whole`,
    grants,
    statements: [...new Set(grants.flatMap((index) => view.grants[index]?.allowedBy ?? []))],
  };
}

/** Made by AWS Organizations and by Control Tower, for the management account. */
const managementRoles: ReadonlySet<string> = new Set([
  "OrganizationAccountAccessRole",
  "AWSControlTowerExecution",
]);

function isManagementRole(trusted: string, { context, role }: TrustView): boolean {
  const { snapshot } = context;
  return (
    snapshot.organization?.managementAccount === trusted && managementRoles.has(snapshot.roles.name(role))
  );
}

/** A demand that some of the account's principals or sessions can't meet at will. */
function narrows(guard: Guard): boolean {
  return guard.some((term) => {
    switch (term.controlledBy) {
      case "principal":
        return isDemand(term) && !holdsForAll(term);
      case "network":
        return (
          !admitsAbsence(term) &&
          !/not|null/i.test(term.operator) &&
          term.values.length > 0 &&
          !term.values.some((value) => isAnything(value) || isAnyNetwork(value))
        );
      case "session":
        return !admitsAbsence(term) && !/^null$/i.test(term.operator);
      default:
        return false;
    }
  });
}

/** What every principal of an account meets alike, or each may: its account, organization, kind and any name at all. */
function holdsForAll({ key, values }: GuardTerm): boolean {
  switch (key.toLowerCase()) {
    case "aws:principalaccount":
    case "aws:principalorgid":
    case "aws:principalorgpaths":
    case "aws:principaltype":
    case "aws:principalisawsservice":
      return true;
    case "aws:principalarn":
      return values.some((value) => /^(?:.*:)?(?:(?:role|user)\/)?\*+$/.test(value));
    default:
      return values.some(isAnything);
  }
}
