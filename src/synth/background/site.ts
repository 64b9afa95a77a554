/** What the families of roles know about the account that they furnish. */
import type { AccountPlan } from "../account-plan.ts";
import type { OrganizationPlan } from "../organization-plan.ts";
import { lowerHex, type Random } from "../random.ts";
import { domains, nouns, qualifiers } from "../words.ts";

export type Site = {
  readonly account: AccountPlan;
  readonly organization: OrganizationPlan;
  /** Part of names that are unique over all of AWS, such as buckets. */
  readonly globalName: string;
  /** Issuers of the account's EKS clusters, without scheme. */
  readonly clusters: readonly string[];
  /** Accounts large enough to have the roles that every account has. */
  readonly peers: readonly AccountPlan[];
  /** Decides names and documents. */
  readonly shape: Random;
};

export type Workload = {
  /** Such as `payments-ledger-exporter`. */
  readonly name: string;
  readonly domain: string;
};

export function workload(shape: Random): Workload {
  const domain = shape.pick(domains);
  const noun = shape.pick(nouns);
  return {
    domain,
    name: shape.chance(0.75) ? `${domain}-${shape.pick(qualifiers)}-${noun}` : `${domain}-${noun}`,
  };
}

export function clusterIssuer(region: string, shape: Random): string {
  return `oidc.eks.${region}.amazonaws.com/id/${shape.text(lowerHex, 32).toUpperCase()}`;
}

export function providerArn(accountId: string, issuer: string): string {
  return `arn:aws:iam::${accountId}:oidc-provider/${issuer}`;
}

function samlArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:saml-provider/${name}`;
}

/** The trust anchor of Roles Anywhere that an account has for the company's own certificates. */
export function trustAnchorArn(account: AccountPlan): string {
  return `arn:aws:rolesanywhere:${account.region}:${account.id}:trust-anchor/0f0e1d2c-3b4a-4958-8766-${account.id}`;
}

export const gitHub = "token.actions.githubusercontent.com";
export const gitLab = "gitlab.com";
export const terraformCloud = "app.terraform.io";

/** Bitbucket's issuer and audience name the workspace. */
export function bitbucket(company: string): string {
  return `api.bitbucket.org/2.0/workspaces/${company}/pipelines-config/identity/oidc`;
}

/** The provider of Identity Center in an account. */
export function identityCenterProvider(account: AccountPlan): string {
  return samlArn(account.id, `AWSSSO_${account.identityCenterHash}_DO_NOT_DELETE`);
}

/** The company's own SAML provider, in accounts that had one before Identity Center. */
export function companySaml(account: AccountPlan): string {
  return samlArn(account.id, "Okta");
}
