/** Every lint rule, in the order of the page. */
import type { LintRule } from "./lint-rule.ts";
import { allowWithNotAction } from "./rules/action/allow-with-not-action.ts";
import { fullAccess } from "./rules/action/full-access.ts";
import { malformedAction } from "./rules/action/malformed-action.ts";
import { passRoleAnyRole } from "./rules/action/pass-role-any-role.ts";
import { redundantAction } from "./rules/action/redundant-action.ts";
import { unknownAction } from "./rules/action/unknown-action.ts";
import { unknownService } from "./rules/action/unknown-service.ts";
import { arnAsText } from "./rules/condition/arn-as-text.ts";
import { equalsWithWildcard } from "./rules/condition/equals-with-wildcard.ts";
import { forAllValuesSingleValued } from "./rules/condition/for-all-values.ts";
import { forAllValuesEmpty } from "./rules/condition/for-all-values-empty.ts";
import { forAnyValueNegated } from "./rules/condition/for-any-value.ts";
import { ifExistsInAllow } from "./rules/condition/if-exists-in-allow.ts";
import { invalidValue } from "./rules/condition/invalid-value.ts";
import { keyNotInRequest } from "./rules/condition/key-not-in-request.ts";
import { likeWithoutWildcard } from "./rules/condition/like-without-wildcard.ts";
import { mfaBoolInDeny } from "./rules/condition/mfa-bool-in-deny.ts";
import { operatorTypeMismatch } from "./rules/condition/operator-type-mismatch.ts";
import { redundantIfExists } from "./rules/condition/redundant-if-exists.ts";
import { sensitiveKeyWildcard } from "./rules/condition/sensitive-key-wildcard.ts";
import { setOperatorMissing } from "./rules/condition/set-operator-missing.ts";
import { sourceAccountMissing } from "./rules/condition/source-account-missing.ts";
import { unknownKey } from "./rules/condition/unknown-key.ts";
import { unknownVariable } from "./rules/condition/unknown-variable.ts";
import { variableNotSupported } from "./rules/condition/variable-not-supported.ts";
import { deniesAwsServices } from "./rules/control/denies-aws-services.ts";
import { deniesEverything } from "./rules/control/denies-everything.ts";
import { rcpUnsupportedService } from "./rules/control/rcp-unsupported-service.ts";
import { duplicateSid } from "./rules/document/duplicate-sid.ts";
import { invalidSid } from "./rules/document/invalid-sid.ts";
import { missingVersion } from "./rules/document/missing-version.ts";
import { oldVersion } from "./rules/document/old-version.ts";
import { policyTooLong } from "./rules/document/policy-too-long.ts";
import { variableInOldVersion } from "./rules/document/variable-in-old-version.ts";
import { deletedPrincipal } from "./rules/principal/deleted-principal.ts";
import { invalidPrincipal } from "./rules/principal/invalid-principal.ts";
import { notPrincipal } from "./rules/principal/not-principal.ts";
import { publicPrincipal } from "./rules/principal/public-principal.ts";
import { redundantPrincipal } from "./rules/principal/redundant-principal.ts";
import { serviceWithoutSource } from "./rules/principal/service-without-source.ts";
import { alwaysDenied } from "./rules/reach/always-denied.ts";
import { coveredStatement } from "./rules/reach/covered-statement.ts";
import { neverMatches } from "./rules/reach/never-matches.ts";
import { actionFitsNoResource } from "./rules/resource/action-fits-no-resource.ts";
import { actionWithoutResource } from "./rules/resource/action-without-resource.ts";
import { allowWithNotResource } from "./rules/resource/allow-with-not-resource.ts";
import { foreignPartition } from "./rules/resource/foreign-partition.ts";
import { malformedResource } from "./rules/resource/malformed-resource.ts";
import { redundantResource } from "./rules/resource/redundant-resource.ts";
import { resourceFitsNoAction } from "./rules/resource/resource-fits-no-action.ts";
import { actionPrincipalMismatch } from "./rules/trust/action-principal-mismatch.ts";
import { audienceMissing } from "./rules/trust/audience-missing.ts";
import { trustBareStar } from "./rules/trust/bare-star.ts";
import { externalIdGuessable, externalIdInvalid, externalIdWildcard } from "./rules/trust/external-id.ts";
import { issuerClaimMissing } from "./rules/trust/issuer-claim-missing.ts";
import { letsNobodyIn } from "./rules/trust/lets-nobody-in.ts";
import { regionalService } from "./rules/trust/regional-service.ts";
import { sessionActionMissing } from "./rules/trust/session-action-missing.ts";
import { trustAction } from "./rules/trust/trust-action.ts";

export const lintRules: readonly LintRule[] = [
  // document
  duplicateSid,
  invalidSid,
  missingVersion,
  oldVersion,
  policyTooLong,
  variableInOldVersion,
  // action
  allowWithNotAction,
  fullAccess,
  malformedAction,
  passRoleAnyRole,
  redundantAction,
  unknownAction,
  unknownService,
  // resource
  actionFitsNoResource,
  actionWithoutResource,
  allowWithNotResource,
  foreignPartition,
  malformedResource,
  redundantResource,
  resourceFitsNoAction,
  // condition
  arnAsText,
  equalsWithWildcard,
  forAllValuesEmpty,
  forAllValuesSingleValued,
  forAnyValueNegated,
  ifExistsInAllow,
  invalidValue,
  keyNotInRequest,
  likeWithoutWildcard,
  mfaBoolInDeny,
  operatorTypeMismatch,
  redundantIfExists,
  sensitiveKeyWildcard,
  setOperatorMissing,
  sourceAccountMissing,
  unknownKey,
  unknownVariable,
  variableNotSupported,
  // principal
  deletedPrincipal,
  invalidPrincipal,
  notPrincipal,
  publicPrincipal,
  redundantPrincipal,
  serviceWithoutSource,
  // trust
  actionPrincipalMismatch,
  audienceMissing,
  trustBareStar,
  externalIdInvalid,
  externalIdWildcard,
  externalIdGuessable,
  issuerClaimMissing,
  letsNobodyIn,
  regionalService,
  sessionActionMissing,
  trustAction,
  // control
  deniesAwsServices,
  deniesEverything,
  rcpUnsupportedService,
  // reach
  alwaysDenied,
  coveredStatement,
  neverMatches,
];
