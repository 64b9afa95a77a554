import type { Guard } from "../../../authz/types.ts";
import { type Draft, powerReason, type TrustRule, type TrustView } from "../../rule.ts";
import type { Severity } from "../../types.ts";

export const wholeAccountTrust: TrustRule = {
  kind: "trust",
  id: "whole-account-trust",
  title: "Another account trusted as a whole",
  rationale:
    "Trust in an account's root lets that account's administrators decide who may assume the role: everybody there who " +
    "may call sts:AssumeRole on it, or on everything. Name the role that needs it, or narrow by aws:PrincipalArn, so that " +
    "an intruder in the other account gains nothing by default. Vendors whose instructions ask for their account's root " +
    "are not reported here; their external id is what counts.",
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
      if (narrows(grant.guard)) continue;
      const known = byAccount.get(grant.party.account);
      if (known === undefined) byAccount.set(grant.party.account, [index]);
      else known.push(index);
    }
    for (const [account, grants] of byAccount) {
      const draft = draftOf(account, grants, view);
      if (draft !== null) yield draft;
    }
  },

  fix: () => ({
    summary:
      "Name the exact role of the other account as principal, or add a condition ArnEquals on aws:PrincipalArn.",
    edits: [],
  }),

  impact: (view, draft) => {
    const power = view.context.powerOf(view.role);
    return power.kind === "administrator"
      ? [`${draft.title}, and the role is an administrator of account ${view.owner}.`]
      : [];
  },
};

function draftOf(account: string, grants: readonly number[], view: TrustView): Draft | null {
  const { context } = view;
  const standing = context.standingOf(account, view.role);
  const name = context.nameOf(account);
  const label = name === null ? `account ${account}` : `account ${account} (${name})`;
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
      reasons.push("Whoever may assume any role in that account of ours may assume this one.");
      break;
    case "unknown":
      severity = powerful !== null ? "high" : "medium";
      reasons.push("The other side alone decides which of its principals come in, and it is not ours.");
      break;
  }
  if (powerful !== null) reasons.push(powerful);
  if (power.kind === "none") {
    severity = "info";
    reasons.push("The role has no permissions at present.");
  }
  return {
    cause: `account:${account}`,
    severity,
    reasons,
    title: `The whole of ${label} is trusted`,
    grants,
    statements: [...new Set(grants.flatMap((index) => view.grants[index]?.allowedBy ?? []))],
  };
}

/** A term that some of the account's principals or sessions can't meet at will. */
function narrows(guard: Guard): boolean {
  return guard.some((term) => {
    if (/^null$/i.test(term.operator)) return false;
    const key = term.key.toLowerCase();
    // These hold for the whole account alike.
    if (key === "aws:principalaccount" || key === "aws:principalorgid" || key === "aws:principalorgpaths")
      return false;
    return (
      term.controlledBy === "principal" || term.controlledBy === "network" || term.controlledBy === "session"
    );
  });
}
