/** What to collect so that a gap is none; docs/formats.md says what the files hold. */
import type { CoverageGap } from "../model/index.ts";

const advice: Readonly<Record<CoverageGap["what"], string>> = {
  organization: "aws organizations describe-organization, list-roots, list-accounts → organization.json",
  "control-policies":
    "aws organizations list-policies, describe-policy, list-targets-for-policy → Policies of organization.json",
  "delegated-administrators":
    "aws organizations list-delegated-administrators → DelegatedAdministrators of organization.json",
  account: "aws iam get-account-authorization-details → accounts/ID/authorization-details.json",
  "identity-providers":
    "aws iam list-open-id-connect-providers, list-saml-providers → accounts/ID/identity-providers.json",
  "resource-policies": "the resources with their policies → accounts/ID/resource-policies.json",
  "account-settings":
    "aws s3control get-public-access-block, aws iam list-organizations-features → accounts/ID/account.json",
  "roles-anywhere": "aws rolesanywhere list-trust-anchors, list-profiles → accounts/ID/roles-anywhere.json",
  "identity-center": "aws sso-admin list-instances and what they hold → identity-center.json",
  "managed-policy":
    "aws iam get-account-authorization-details, with no --filter → accounts/ID/authorization-details.json",
  "policy-construct": "nothing can be collected: read the policy yourself",
  file: "the file again, whole",
};

export function collectAdvice(what: CoverageGap["what"]): string {
  return advice[what];
}
