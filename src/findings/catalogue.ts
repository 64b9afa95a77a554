/** Every rule there is. To add one: its file under `rules/`, its test beside it, and one line in this list. */
import type { Intent } from "./intent.ts";
import type { Rule } from "./rule.ts";
import { ciReachesAdministrator } from "./rules/chains/ci-reaches-administrator.ts";
import { circularTrust } from "./rules/chains/circular-trust.ts";
import { lowTrustReachesHighTrust } from "./rules/chains/low-trust-reaches-high-trust.ts";
import { memberReachesManagement } from "./rules/chains/member-reaches-management.ts";
import { outsiderReachesAdministrator } from "./rules/chains/outsider-reaches-administrator.ts";
import { principalEscalatesToAdministrator } from "./rules/chains/principal-escalates-to-administrator.ts";
import { vendorReachesFurther } from "./rules/chains/vendor-reaches-further.ts";
import { externalAccess } from "./rules/external-access/external-access.ts";
import { heldBackByRcp } from "./rules/external-access/held-back-by-rcp.ts";
import { staleExternalTrust } from "./rules/external-access/stale-external-trust.ts";
import { wholeAccountTrust } from "./rules/external-access/whole-account-trust.ts";
import { externalIdMissing } from "./rules/external-id/external-id-missing.ts";
import { externalIdShared } from "./rules/external-id/external-id-shared.ts";
import { externalIdWeak } from "./rules/external-id/external-id-weak.ts";
import { administratorPolicy } from "./rules/identity-policy/administrator-policy.ts";
import { assumeRoleAnyResource } from "./rules/identity-policy/assume-role-any-resource.ts";
import { cognitoBroad } from "./rules/identity-provider/cognito-broad.ts";
import { oidcConditionMissing } from "./rules/identity-provider/oidc-condition-missing.ts";
import { oidcSubjectBroad } from "./rules/identity-provider/oidc-subject-broad.ts";
import { samlAudienceMissing } from "./rules/identity-provider/saml-audience-missing.ts";
import { organizationBoundMissing } from "./rules/organization/organization-bound-missing.ts";
import { ouCrossing } from "./rules/organization/ou-crossing.ts";
import { scpDeadGrant } from "./rules/organization/scp-dead-grant.ts";
import { deadPrincipal } from "./rules/principal/dead-principal.ts";
import { notPrincipal } from "./rules/principal/not-principal.ts";
import { recreatablePrincipal } from "./rules/principal/recreatable-principal.ts";
import { sessionTooLong } from "./rules/role/session-too-long.ts";
import { serviceConfusedDeputy } from "./rules/service/service-confused-deputy.ts";
import { actionMissingForKey } from "./rules/trust-policy/action-missing-for-key.ts";
import { callerControlledGuard } from "./rules/trust-policy/caller-controlled-guard.ts";
import { sensitiveKeyWildcard } from "./rules/trust-policy/sensitive-key-wildcard.ts";
import { trustActionBroad } from "./rules/trust-policy/trust-action-broad.ts";
import { trustUnsatisfiable } from "./rules/trust-policy/trust-unsatisfiable.ts";

export const catalogue: readonly Rule[] = [
  externalAccess,
  staleExternalTrust,
  heldBackByRcp,
  wholeAccountTrust,
  externalIdMissing,
  externalIdShared,
  externalIdWeak,
  oidcConditionMissing,
  oidcSubjectBroad,
  cognitoBroad,
  samlAudienceMissing,
  serviceConfusedDeputy,
  administratorPolicy,
  assumeRoleAnyResource,
  sessionTooLong,
  notPrincipal,
  deadPrincipal,
  recreatablePrincipal,
  trustUnsatisfiable,
  actionMissingForKey,
  callerControlledGuard,
  sensitiveKeyWildcard,
  trustActionBroad,
  organizationBoundMissing,
  ouCrossing,
  scpDeadGrant,
  outsiderReachesAdministrator,
  ciReachesAdministrator,
  memberReachesManagement,
  lowTrustReachesHighTrust,
  principalEscalatesToAdministrator,
  vendorReachesFurther,
  circularTrust,
];

/** The rules that run: those of the catalogue that are on by default, unless intent says otherwise. */
export function rulesFor(intent: Intent): readonly Rule[] {
  return catalogue.filter((rule) => intent.rules[rule.id]?.enabled ?? rule.onByDefault !== false);
}
