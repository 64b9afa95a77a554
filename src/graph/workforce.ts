/** Identity providers whose subjects are the organization's own people and workloads. */
import type { Party } from "../authz/types.ts";

/** The provider without its account: the host and path of an OIDC issuer, the name of a SAML provider. */
export function providerName(provider: string): string {
  if (provider === "*") return "any identity provider";
  const marker = /:(?:oidc|saml)-provider\//.exec(provider);
  return marker === null ? provider : provider.slice(marker.index + marker[0].length);
}

/**
 * Identity Center's own SAML provider and the issuers of EKS clusters: their subjects are the organization's people and
 * workloads. Whether a cluster's subject pattern is too broad is asked by a rule of its own.
 */
export function isOwnWorkforceOrCluster(party: Extract<Party, { kind: "federated" }>): boolean {
  const name = providerName(party.provider);
  return party.protocol === "saml"
    ? name.startsWith("AWSSSO_")
    : /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\//.test(name);
}
