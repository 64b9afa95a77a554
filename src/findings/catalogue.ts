/** Every rule there is. To add one: its file under `rules/`, its test beside it, and one line in this list. */
import type { Intent } from "./intent.ts";
import type { Rule } from "./rule.ts";
import { externalAccess } from "./rules/external-access/external-access.ts";
import { staleExternalTrust } from "./rules/external-access/stale-external-trust.ts";
import { wholeAccountTrust } from "./rules/external-access/whole-account-trust.ts";
import { externalIdMissing } from "./rules/external-id/external-id-missing.ts";
import { externalIdShared } from "./rules/external-id/external-id-shared.ts";
import { externalIdWeak } from "./rules/external-id/external-id-weak.ts";
import { administratorPolicy } from "./rules/identity-policy/administrator-policy.ts";
import { assumeRoleAnyResource } from "./rules/identity-policy/assume-role-any-resource.ts";
import { oidcConditionMissing } from "./rules/identity-provider/oidc-condition-missing.ts";
import { oidcSubjectBroad } from "./rules/identity-provider/oidc-subject-broad.ts";
import { organizationBoundMissing } from "./rules/organization/organization-bound-missing.ts";
import { ouCrossing } from "./rules/organization/ou-crossing.ts";
import { sessionTooLong } from "./rules/role/session-too-long.ts";
import { trustUnsatisfiable } from "./rules/trust-policy/trust-unsatisfiable.ts";

export const catalogue: readonly Rule[] = [
  externalAccess,
  staleExternalTrust,
  wholeAccountTrust,
  externalIdMissing,
  externalIdShared,
  externalIdWeak,
  oidcConditionMissing,
  oidcSubjectBroad,
  administratorPolicy,
  assumeRoleAnyResource,
  sessionTooLong,
  trustUnsatisfiable,
  organizationBoundMissing,
  ouCrossing,
];

/** The rules that run: those of the catalogue that are on by default, unless intent says otherwise. */
export function rulesFor(intent: Intent): readonly Rule[] {
  return catalogue.filter((rule) => intent.rules[rule.id]?.enabled ?? rule.onByDefault !== false);
}
