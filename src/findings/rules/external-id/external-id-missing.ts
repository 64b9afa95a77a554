import { isSafeFromConfusion } from "../../deputies.ts";
import { outsidersOf } from "../../outsiders.ts";
import { type Draft, powerReason, type TrustRule } from "../../rule.ts";
import { capitalized } from "../../sentence.ts";
import { externalIdDemand } from "./external-id-terms.ts";
import { requireExternalId } from "./require-external-id.ts";

export const externalIdMissing: TrustRule = {
  kind: "trust",
  id: "external-id-missing",
  title: "External account trusted without an external ID",
  rationale:
    "A third party that works for many customers can be talked into using its access to one of them on behalf of " +
    "another, who only has to know the role's ARN: the confused deputy. An external ID that the third party keeps " +
    "apart for each customer closes that way; it must be asked for in every statement that lets the account in. People " +
    "of a partner who sign in with MFA, services of AWS and our own accounts need none.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    "Datadog def-000-au9",
    "KICS 85138beb-ce7c-4ca3-a09f-e8fbcc57ddd7",
    "AWS guardrails IAM-STS-1",
  ],
  severity: "high",
  appliesTo: (facts) => facts.hasExternalAccount,

  *check(view): Iterable<Draft> {
    for (const outsider of outsidersOf(view)) {
      if (outsider.kind !== "account" || outsider.standing.kind === "aws-service") continue;
      const open = outsider.grants.filter((index) => {
        const grant = view.grants[index];
        return grant !== undefined && externalIdDemand(grant).kind === "none" && !isSafeFromConfusion(grant);
      });
      if (open.length === 0) continue;
      const power = view.context.powerOf(view.role);
      const reasons = [
        `If ${outsider.label} works for others too, one of them can make it act on this role.`,
      ];
      if (open.length < outsider.grants.length)
        reasons.push("Another way in asks for an external ID, but this one does not.");
      const powerful = powerReason(power);
      if (powerful !== null) reasons.push(powerful);
      const approved = outsider.standing.kind === "approved-vendor";
      if (approved)
        reasons.push("The vendor is approved, which does not protect against its other customers.");
      if (power.kind === "none") reasons.push("The role has no permissions at present.");
      yield {
        cause: outsider.cause,
        severity: power.kind === "none" ? "low" : "high",
        reasons,
        title: `${capitalized(outsider.label)} is trusted without an external ID`,
        grants: open,
        statements: [...new Set(open.flatMap((index) => view.grants[index]?.allowedBy ?? []))],
      };
    }
  },

  fix: (view, draft) => ({
    summary: "Require an external ID that the third party issued or received for this relationship alone.",
    edits: requireExternalId(view, draft),
  }),

  impact: () => ["Whoever can have the third party assume roles by ARN gets what this role can do."],
};
