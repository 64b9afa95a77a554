import type { TrustGrant } from "../../../authz/types.ts";
import { providerName } from "../../../graph/index.ts";
import { demandedTexts, demandsOn, statementsOf } from "../../guard-terms.ts";
import { requireOfThem } from "../../require-of-them.ts";
import { type Draft, powerReason, type TrustRule, type TrustView } from "../../rule.ts";

const audienceKey = new Set(["saml:aud"]);

export const samlAudienceMissing: TrustRule = {
  kind: "trust",
  id: "saml-audience-missing",
  title: "SAML provider trusted without audience",
  rationale:
    "SAML:aud is the address that the assertion was made for (its Recipient). A role that does not ask for AWS's own " +
    "sign-in address also takes what the identity provider signed for somebody else, such as another application, whose " +
    "operators could pass it on. AWS's console writes the condition into every new role for SAML; older roles and " +
    "templates lack it. The issuer and the subject do not replace it.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml",
  ],
  severity: "medium",
  appliesTo: (facts) => facts.hasSaml,

  *check(view): Iterable<Draft> {
    const found = new Map<string, number[]>();
    for (const [index, grant] of view.grants.entries()) {
      if (grant.party.kind !== "federated" || grant.party.protocol !== "saml") continue;
      if (asksForAudience(grant)) continue;
      const provider = providerName(grant.party.provider);
      const known = found.get(provider);
      if (known === undefined) found.set(provider, [index]);
      else known.push(index);
    }
    // AWS writes the trust policies of Identity Center's roles, and nobody else can (IAM-SEMANTICS 42).
    if (found.size === 0 || view.context.snapshot.roles.path(view.role).startsWith("/aws-reserved/")) return;
    for (const [provider, grants] of found) yield draftOf(provider, grants, view);
  },

  fix: (view, draft) => ({
    summary: "Ask for AWS's sign-in address in SAML:aud.",
    edits: requireOfThem(view, draft, { operator: "StringEquals", key: "SAML:aud", values: [signIn(view)] }),
  }),
};

function asksForAudience(grant: TrustGrant): boolean {
  return demandsOn(grant, audienceKey).some((term) =>
    demandedTexts(term).every(({ open, text }) => !open || text.includes("signin.")),
  );
}

/** Each partition signs in elsewhere. */
function signIn(view: TrustView): string {
  const { snapshot } = view.context;
  switch (snapshot.accounts[view.context.accountIndexOf(view.role)]?.partition) {
    case "aws-cn":
      return "https://signin.amazonaws.cn/saml";
    case "aws-us-gov":
      return "https://signin.amazonaws-us-gov.com/saml";
    default:
      return "https://signin.aws.amazon.com/saml";
  }
}

function draftOf(provider: string, grants: readonly number[], view: TrustView): Draft {
  const power = view.context.powerOf(view.role);
  const powerful = powerReason(power);
  const reasons = ["Assertions that were made for somebody else pass as well."];
  if (powerful !== null) reasons.push(powerful);
  if (power.kind === "none") reasons.push("The role has no permissions at present.");
  return {
    cause: provider,
    severity: power.kind === "none" ? "low" : powerful !== null ? "high" : "medium",
    reasons,
    title: `SAML assertions of ${provider} are accepted whatever their audience`,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}
