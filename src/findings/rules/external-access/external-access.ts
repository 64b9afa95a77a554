import type { Guard } from "../../../authz/types.ts";
import { type Outsider, outsidersOf } from "../../outsiders.ts";
import { type Draft, powerReason, type RolePower, type TrustRule, type TrustView } from "../../rule.ts";
import { type Severity, severities } from "../../types.ts";
import { externalIdDemand } from "../external-id/external-id-terms.ts";

export const externalAccess: TrustRule = {
  kind: "trust",
  id: "external-access",
  title: "Role that outsiders can assume",
  rationale:
    "Every party outside the organization that can assume a role is a part of the attack surface: whoever breaks into " +
    "its systems is in. Most such trusts are wanted (vendors, partners, pipelines) and should be declared as intent, with " +
    "an owner; the others should go. A trust in any AWS account is open to everybody who has a credit card.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html",
    "Access Analyzer ExternalAccess (AWS::IAM::Role)",
    "Checkov CKV_AWS_60",
    "AWS guardrails IAM-STS-2",
  ],
  severity: "medium",
  appliesTo: (facts) =>
    facts.hasAnyAccount ||
    facts.hasExternalAccount ||
    facts.hasOrganization ||
    facts.hasOidc ||
    facts.hasSaml,

  *check(view): Iterable<Draft> {
    for (const outsider of outsidersOf(view)) {
      const guards = outsider.grants.flatMap((index) => view.grants[index]?.guard ?? []);
      const power = view.context.powerOf(view.role);
      const verdict = judge(outsider, view, guards, power);
      yield {
        cause: outsider.key,
        severity: verdict.severity,
        reasons: verdict.reasons,
        title: titleOf(outsider),
        grants: outsider.grants,
        statements: [...new Set(outsider.grants.flatMap((index) => view.grants[index]?.allowedBy ?? []))],
      };
    }
  },

  fix: (_view, draft) => ({
    summary:
      draft.severity === "info"
        ? "Keep it if it is wanted, and declare it in accesslens.yaml with an owner."
        : "Name the exact principals that need the role, or take the statement out.",
    edits:
      draft.severity === "critical"
        ? draft.statements.map((statement) => ({ kind: "remove-statement", statement }))
        : [],
  }),
};

type Verdict = { readonly severity: Severity; readonly reasons: readonly string[] };

function judge(outsider: Outsider, view: TrustView, guards: Guard, power: RolePower): Verdict {
  const base = baseVerdict(outsider, view, guards);
  if (base.severity === "info" || base.severity === "critical") return base;
  switch (power.kind) {
    case "administrator":
    case "identity-administrator":
    case "crown-jewel":
      return {
        severity: oneUp(base.severity),
        reasons: [...base.reasons, powerReason(power) ?? ""],
      };
    case "none":
      return { severity: "low", reasons: [...base.reasons, "The role has no permissions at present."] };
    case "ordinary":
      return base;
  }
}

function baseVerdict(outsider: Outsider, view: TrustView, guards: Guard): Verdict {
  switch (outsider.kind) {
    case "any-account":
      return networkBound(outsider, view)
        ? { severity: "high", reasons: ["Any AWS account is let in, from certain networks only."] }
        : { severity: "critical", reasons: ["Any AWS account in the world is let in."] };
    case "organization":
      return { severity: "high", reasons: ["Every account of another organization is let in."] };
    case "oidc":
      return guards.some((term) => term.key.toLowerCase().endsWith(":sub"))
        ? { severity: "low", reasons: ["Certain subjects of the identity provider are let in."] }
        : { severity: "medium", reasons: ["The identity provider's subjects are not told apart by `sub`."] };
    case "saml":
      return {
        severity: "info",
        reasons: ["People of a SAML provider that the account has set up are let in."],
      };
    case "account":
      return accountVerdict(outsider, view);
  }
}

const notDeclared = "It is not declared in accesslens.yaml.";

function accountVerdict(outsider: Outsider, view: TrustView): Verdict {
  const { standing } = outsider;
  switch (standing.kind) {
    case "ours":
    case "aws-service":
      return { severity: "info", reasons: [`${outsider.label} is an account of an AWS service.`] };
    case "approved-vendor":
      return {
        severity: "info",
        reasons: [
          standing.owner === null
            ? `${standing.name} is declared in intent.`
            : `${standing.name} is declared in intent; ${standing.owner} answers for it.`,
        ],
      };
    case "known-vendor":
      return needsExternalId(outsider, view)
        ? {
            severity: "low",
            reasons: [
              `${standing.name} is a known vendor with an external id. ${standing.lapsed ?? notDeclared}`,
            ],
          }
        : {
            severity: "medium",
            reasons: [
              `${standing.name} is a known vendor, and needs no external id. ${standing.lapsed ?? notDeclared}`,
            ],
          };
    case "unknown":
      return needsExternalId(outsider, view)
        ? { severity: "medium", reasons: ["Nobody has declared this account; it must bring an external id."] }
        : { severity: "high", reasons: ["Nobody has declared this account, and it needs no external id."] };
  }
}

function needsExternalId(outsider: Outsider, view: TrustView): boolean {
  return outsider.grants.every((index) => {
    const grant = view.grants[index];
    if (grant === undefined) return true;
    const demand = externalIdDemand(grant).kind;
    return demand === "values" || demand === "any-value";
  });
}

function networkBound(outsider: Outsider, view: TrustView): boolean {
  return outsider.grants.every((index) =>
    view.grants[index]?.guard.some(
      (term) => term.controlledBy === "network" && !/not|null/i.test(term.operator),
    ),
  );
}

function titleOf(outsider: Outsider): string {
  switch (outsider.kind) {
    case "oidc":
      return `Subjects of ${outsider.label} can assume the role`;
    case "saml":
      return `People of the SAML provider ${outsider.label} can assume the role`;
    case "any-account":
    case "organization":
    case "account":
      return `${outsider.label.charAt(0).toUpperCase()}${outsider.label.slice(1)} can assume the role`;
  }
}

function oneUp(severity: Severity): Severity {
  // Critical is kept for doors that stand open to everybody.
  const next = severities[Math.min(severities.indexOf(severity) + 1, severities.indexOf("high"))];
  return next ?? severity;
}
