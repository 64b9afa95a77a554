import { admitsAbsence, bareOperator, statementsOf } from "../../guard-terms.ts";
import { type Binding, bindingOf } from "../../issuer-subjects.ts";
import { cognitoIdentity } from "../../issuers.ts";
import { requireOfThem } from "../../require-of-them.ts";
import {
  type Draft,
  type FixProposal,
  powerReason,
  type StatementEdit,
  type TrustRule,
  type TrustView,
} from "../../rule.ts";
import type { Severity } from "../../types.ts";

type Missing = {
  readonly what: "subject" | "audience";
  readonly binding: Binding;
  readonly grants: number[];
};

export const oidcConditionMissing: TrustRule = {
  kind: "trust",
  id: "oidc-condition-missing",
  title: "Identity provider trusted without audience or subject",
  rationale:
    "Trust in an OpenID Connect provider takes every token that the provider signs, unless conditions ask for the " +
    "audience (whom the token was made for) and for the subject (whose it is). At providers that everybody shares, such " +
    "as GitHub, a role without a condition on the subject is open to everybody with an account there. AWS refuses new " +
    "policies of this kind for the providers it knows, and leaves old ones as they are. A condition with IfExists or " +
    "ForAllValues asks for nothing.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    "Access Analyzer MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    "Access Analyzer MISSING_GITHUB_REPO_CONDITION_KEY",
    "Checkov CKV_AWS_358",
    "Checkov CKV_AWS_393",
  ],
  severity: "high",
  appliesTo: (facts) => facts.hasOidc,

  *check(view): Iterable<Draft> {
    const found = new Map<string, Missing>();
    for (const [index, grant] of view.grants.entries()) {
      const binding = bindingOf(grant);
      if (binding === null || binding.host === cognitoIdentity) continue;
      const whats: Missing["what"][] = [];
      if (lacksSubject(binding)) whats.push("subject");
      if (binding.audience !== "asked") whats.push("audience");
      for (const what of whats) {
        const key = `${what} ${binding.host}`;
        const known = found.get(key);
        if (known === undefined) found.set(key, { what, binding, grants: [index] });
        else known.grants.push(index);
      }
    }
    for (const [cause, missing] of found) yield draftOf(cause, missing, view);
  },

  fix: (view, draft) => fixOf(view, draft),

  impact: (view, draft) =>
    draft.cause.startsWith("subject") && draft.severity === "critical"
      ? [
          `Anybody with an account at ${nameIn(view, draft)} can do in account ${view.owner} what the role can.`,
        ]
      : [],
};

/** No claim that tells tenants or projects apart is asked for. One that is asked for by exclusion is another rule's. */
function lacksSubject({ terms, issuer, reach, audience }: Binding): boolean {
  if (reach === "project" || reach === "detail") return false;
  // People who sign in to an app: whose app it is, is what counts.
  if (issuer.audienceBinds && audience === "asked" && issuer.tenancy === "shared") return false;
  if (issuer.audienceBinds && audience === "asked" && issuer.subjects.length === 0) return false;
  return terms.every((term) => admitsAbsence(term) && !bareOperator(term.operator).includes("not"));
}

function draftOf(cause: string, { what, binding, grants }: Missing, view: TrustView): Draft {
  const { issuer, host } = binding;
  const power = view.context.powerOf(view.role);
  const powerful = powerReason(power);
  const reasons: string[] = [];
  let severity: Severity;
  if (what === "subject") {
    if (issuer.tenancy === "shared") {
      severity = "critical";
      reasons.push(`Anyone can get a token from ${issuer.name}, and any of its tokens passes.`);
    } else {
      severity = powerful === null ? "medium" : "high";
      reasons.push(`Any token of ${host} is accepted, whatever workload or person it was made for.`);
    }
    if (binding.terms.length > 0)
      reasons.push("There is a condition on the subject, but a token without one passes it.");
  } else {
    const clients = clientsOf(binding.host, view);
    severity = powerful === null ? "low" : "medium";
    reasons.push(
      binding.audience === "any"
        ? "Any audience will do."
        : "Tokens that were made for somebody else are accepted too.",
      clients === null
        ? "What the provider's own list of audiences still refuses is not known."
        : `IAM still refuses audiences that the provider does not list; it lists ${clients.join(", ") || "none"}.`,
    );
    if (binding.reach === "anyone")
      reasons.push(`The issuer's ${issuer.tenantWord} is not asked for either.`);
  }
  if (powerful !== null) reasons.push(powerful);
  if (power.kind === "none") {
    severity = "low";
    reasons.push("The role has no permissions at present.");
  }
  return {
    cause,
    severity,
    reasons,
    title:
      what === "subject"
        ? `${labelOf(binding)}: tokens are accepted whatever their subject`
        : `${labelOf(binding)}: tokens are accepted whatever their audience`,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}

function labelOf({ issuer, host }: Binding): string {
  return issuer.name.toLowerCase() === host.toLowerCase() ? issuer.name : `${issuer.name} (${host})`;
}

function nameIn(view: TrustView, draft: Draft): string {
  const grant = view.grants[draft.grants[0] ?? -1];
  return (grant === undefined ? null : bindingOf(grant))?.issuer.name ?? "the provider";
}

/** The audiences that the provider itself lists; null: not known. */
function clientsOf(host: string, view: TrustView): readonly string[] | null {
  const { snapshot } = view.context;
  const providers = snapshot.accountData(view.context.accountIndexOf(view.role))?.oidcProviders ?? null;
  return providers?.find(({ url }) => url.toLowerCase() === host.toLowerCase())?.clientIds ?? null;
}

function fixOf(view: TrustView, draft: Draft): FixProposal | null {
  const grant = view.grants[draft.grants[0] ?? -1];
  const binding = grant === undefined ? null : bindingOf(grant);
  if (binding === null) return null;
  const { issuer, host } = binding;
  if (draft.cause.startsWith("subject")) {
    const { example } = issuer;
    return {
      summary: `Ask for ${host}:sub; put your own names in place of those in capitals.`,
      edits: example === null ? [] : demand(view, draft, `${host}:sub`, [example]),
    };
  }
  const audiences = issuer.usualAudience === null ? (clientsOf(host, view) ?? []) : [issuer.usualAudience];
  return {
    summary: `Ask for ${host}:${issuer.audience}, the audience that your tokens are made for.`,
    edits: audiences.length === 0 ? [] : demand(view, draft, `${host}:${issuer.audience}`, audiences),
  };
}

function demand(
  view: TrustView,
  draft: Draft,
  key: string,
  values: readonly string[],
): readonly StatementEdit[] {
  const operator = values.some((value) => value.includes("*")) ? "StringLike" : "StringEquals";
  return requireOfThem(view, draft, { operator, key, values });
}
