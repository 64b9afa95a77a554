import { boundToOrganization } from "../../bound-to-organization.ts";
import { isAnyNetwork, isAnything, isDemand, pinsPrincipal } from "../../guard-terms.ts";
import { type Binding, bindingOf } from "../../issuer-subjects.ts";
import { cognitoIdentity } from "../../issuers.ts";
import { type Outsider, outsidersOf } from "../../outsiders.ts";
import {
  type Draft,
  type FixProposal,
  powerReason,
  type RolePower,
  type TrustRule,
  type TrustView,
} from "../../rule.ts";
import { capitalized } from "../../sentence.ts";
import { type Severity, severities } from "../../types.ts";
import { externalIdDemand } from "../external-id/external-id-terms.ts";
import { asksForPool } from "../identity-provider/cognito-broad.ts";

export const externalAccess: TrustRule = {
  kind: "trust",
  id: "external-access",
  title: "Role that outsiders can assume",
  rationale:
    "Every party outside the organization that can assume a role is a part of the attack surface: whoever breaks into " +
    "its systems is in. Most such trusts are wanted (vendors, partners, pipelines) and should be declared as intent, with " +
    "an owner; the others should go. Where an identity provider lets pipelines in, " +
    "the title says which subjects; one repository, project or workload is told as information only. A trust in any AWS account is open to everybody who has a credit card.",
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
      const power = view.context.powerOf(view.role);
      const verdict = judge(outsider, view, power);
      yield {
        cause: outsider.cause,
        severity: verdict.severity,
        reasons: verdict.reasons,
        title: titleOf(outsider, view),
        grants: outsider.grants,
        statements: [...new Set(outsider.grants.flatMap((index) => view.grants[index]?.allowedBy ?? []))],
      };
    }
  },

  fix: (view, draft) => fixOf(view, draft),
};

function fixOf(view: TrustView, draft: Draft): FixProposal {
  if (draft.severity === "info")
    return {
      summary: "Keep it if it is wanted, and declare it in accesslens.yaml with an owner.",
      edits: [],
    };
  if (draft.cause !== "any-account")
    return { summary: "Name the exact principals that need the role, or take the statement out.", edits: [] };
  return {
    summary:
      "Require aws:PrincipalOrgID if the organization is meant; otherwise name the exact principals that need the role.",
    edits: boundToOrganization(view, draft),
  };
}

type Verdict = { readonly severity: Severity; readonly reasons: readonly string[] };

function judge(outsider: Outsider, view: TrustView, power: RolePower): Verdict {
  const base = baseVerdict(outsider, view);
  const powerful = powerReason(power);
  if (outsider.kind === "oidc" && base.severity === "info" && powerful !== null)
    return { severity: "low", reasons: [...base.reasons, powerful] };
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

function baseVerdict(outsider: Outsider, view: TrustView): Verdict {
  switch (outsider.kind) {
    case "any-account":
      if (isPinned(outsider, view))
        return {
          severity: "high",
          reasons: ["One role or user is let in by its unique id, whose account the policy does not say."],
        };
      return networkBound(outsider, view)
        ? { severity: "high", reasons: ["Any AWS account is let in, from certain networks only."] }
        : { severity: "critical", reasons: ["Any AWS account in the world is let in."] };
    case "organization":
      return { severity: "high", reasons: ["Every account of another organization is let in."] };
    case "oidc":
      return oidcVerdict(outsider, view);
    case "saml":
      return {
        severity: "info",
        reasons: ["People of a SAML provider that the account has set up are let in."],
      };
    case "account":
      return accountVerdict(outsider, view);
  }
}

/** As far as the widest of the grants goes; rules of their own say what is wrong with the conditions. */
function oidcVerdict(outsider: Outsider, view: TrustView): Verdict {
  const bindings = bindingsOf(outsider, view);
  const isOpen = outsider.grants.some((index) => {
    const grant = view.grants[index];
    if (grant === undefined) return false;
    const binding = bindingOf(grant);
    // Any provider at all: nobody says whose tokens are meant.
    if (binding === null) return true;
    return binding.host === cognitoIdentity ? !asksForPool(grant) : binding.reach === "anyone";
  });
  if (isOpen)
    return { severity: "high", reasons: ["Anyone can get tokens from the identity provider that pass."] };
  const isWholeTenant = bindings.some(({ reach }) => reach === "tenant");
  if (!isWholeTenant)
    return { severity: "info", reasons: ["Certain projects, repositories or workloads alone are let in."] };
  return bindings.every(({ pattern, audience }) => pattern !== null || audience === "asked")
    ? { severity: "low", reasons: ["Everything of one tenant of the identity provider is let in."] }
    : { severity: "medium", reasons: ["Whatever the identity provider issues tokens for is let in."] };
}

function bindingsOf(outsider: Outsider, view: TrustView): readonly Binding[] {
  return outsider.grants.flatMap((index) => {
    const grant = view.grants[index];
    return (grant === undefined ? null : bindingOf(grant)) ?? [];
  });
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
              `${standing.name} is a known vendor with an external ID. ${standing.lapsed ?? notDeclared}`,
            ],
          }
        : {
            severity: "medium",
            reasons: [
              `${standing.name} is a known vendor, and needs no external ID. ${standing.lapsed ?? notDeclared}`,
            ],
          };
    case "unknown":
      return needsExternalId(outsider, view)
        ? { severity: "medium", reasons: ["Nobody has declared this account; it must bring an external ID."] }
        : { severity: "high", reasons: ["Nobody has declared this account, and it needs no external ID."] };
  }
}

function needsExternalId(outsider: Outsider, view: TrustView): boolean {
  return outsider.grants.every((index) => {
    const grant = view.grants[index];
    if (grant === undefined) return true;
    const demand = externalIdDemand(grant);
    return demand.kind === "values" && !demand.values.every(isAnything);
  });
}

function isPinned(outsider: Outsider, view: TrustView): boolean {
  return outsider.grants.every((index) => view.grants[index]?.guard.some(pinsPrincipal));
}

function networkBound(outsider: Outsider, view: TrustView): boolean {
  return outsider.grants.every((index) =>
    view.grants[index]?.guard.some(
      (term) =>
        term.controlledBy === "network" &&
        !/not|null/i.test(term.operator) &&
        !term.values.some((value) => isAnything(value) || isAnyNetwork(value)),
    ),
  );
}

function titleOf(outsider: Outsider, view: TrustView): string {
  switch (outsider.kind) {
    case "oidc":
      return `${subjectsOf(outsider, view)} can assume the role`;
    case "saml":
      return `People of the SAML provider ${outsider.label} can assume the role`;
    case "any-account":
    case "organization":
    case "account":
      return `${capitalized(outsider.label)} can assume the role`;
  }
}

/** How many subjects a title spells out. */
const spelledOut = 2;

/** Which tenant's tokens, by what the conditions ask for. */
function subjectsOf(outsider: Outsider, view: TrustView): string {
  const bindings = bindingsOf(outsider, view);
  const asked = bindings.flatMap(({ terms }) =>
    terms.filter(isDemand).map(({ key, values }) => ({ claim: claimOf(key), values })),
  );
  const { issuer, host } = bindings[0] ?? {};
  const name = issuer === undefined || issuer.name === host ? outsider.label : issuer.name;
  const isToldByAll = bindings.every(({ terms }) => terms.some(isDemand));
  if (asked.length === 0 || !isToldByAll) return `Any subject of ${name}`;
  const texts = new Set(
    asked.flatMap(({ claim, values }) =>
      values.map((value) => `${claim === "sub" ? "subject" : claim} "${value}"`),
    ),
  );
  const more = texts.size > spelledOut ? ` and ${texts.size - spelledOut} more` : "";
  return `${name}: ${[...texts].slice(0, spelledOut).join(", ")}${more}`;
}

function claimOf(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1);
}

function oneUp(severity: Severity): Severity {
  // Critical is kept for doors that stand open to everybody.
  const next = severities[Math.min(severities.indexOf(severity) + 1, severities.indexOf("high"))];
  return next ?? severity;
}
