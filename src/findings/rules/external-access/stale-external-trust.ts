import { notKnown } from "../../../model/index.ts";
import { outsidersOf } from "../../outsiders.ts";
import { type Draft, powerReason, type TrustRule, type TrustView } from "../../rule.ts";
import { capitalized } from "../../sentence.ts";

const daySeconds = 86_400;

export const staleExternalTrust: TrustRule = {
  kind: "trust",
  id: "stale-external-trust",
  title: "Outsiders trusted by a role that nobody uses",
  rationale:
    "A role that outsiders can assume and that nobody has assumed for 90 days (or for `staleAfterDays` of " +
    "accesslens.yaml) is usually left over from a trial, a vendor that was replaced or a migration. It gives nothing and stays a way in. AWS tracks the last use for 400 days, " +
    "and some days late.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html",
    "Access Analyzer UnusedIAMRole",
  ],
  severity: "low",
  appliesTo: (facts) =>
    facts.hasAnyAccount || facts.hasExternalAccount || facts.hasOrganization || facts.hasOidc,

  *check(view): Iterable<Draft> {
    const unused = unusedFor(view);
    if (unused === null) return;
    const outsiders = outsidersOf(view).filter(
      (outsider) => outsider.kind !== "saml" && outsider.standing.kind !== "aws-service",
    );
    const [first] = outsiders;
    if (first === undefined) return;
    const power = view.context.powerOf(view.role);
    const powerful = powerReason(power);
    const grants = outsiders.flatMap((outsider) => outsider.grants);
    const others = outsiders.length > 1 ? ` and ${outsiders.length - 1} more` : "";
    yield {
      cause: "unused",
      severity: powerful !== null ? "medium" : "low",
      reasons: [`${unused}.`, ...(powerful === null ? [] : [powerful])],
      title: `${capitalized(first.label)}${others} can assume the role, but nobody does: ${unused.toLowerCase()}`,
      grants,
      statements: [...new Set(grants.flatMap((index) => view.grants[index]?.allowedBy ?? []))],
    };
  },

  fix: () => ({
    summary:
      "Ask the role's owner whether it is still needed; delete it, or take the outsiders out of its trust policy.",
    edits: [],
  }),
};

/** How long it has not been used, as a sentence without its full stop; null: in use, new, or not known. */
function unusedFor(view: TrustView): string | null {
  const { context, role } = view;
  const unusedDays = context.intent.staleAfterDays;
  const used = context.snapshot.roles.lastUsedAt[role] ?? notKnown;
  if (used === notKnown) return null;
  const created = context.snapshot.roles.createdAt[role] ?? notKnown;
  if (used === 0) {
    if (created === notKnown) return null;
    const ageDays = Math.floor((context.now - created) / daySeconds);
    return ageDays > unusedDays ? `Never used in the ${ageDays} days since it was made` : null;
  }
  const idleDays = Math.floor((context.now - used) / daySeconds);
  return idleDays > unusedDays ? `Last used ${idleDays} days ago` : null;
}
