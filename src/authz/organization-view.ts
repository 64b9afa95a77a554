/** The organization as the decision needs it, and who stands outside of it. */
import { type AccountId, type Snapshot, unreachable } from "../model/index.ts";
import type { OrganizationView, Party } from "./types.ts";

/** Without an organization in the snapshot, the accounts that it holds are ours (each its own trust zone). */
export function organizationView(snapshot: Snapshot): OrganizationView {
  const { organization } = snapshot;
  const paths = new Map<string, string | null>();
  for (const account of snapshot.accounts) {
    if (organization === null || account.inOrganization) paths.set(account.id, account.organizationPath);
  }
  // The management account is a member, whatever its row lacks.
  if (organization !== null && !paths.has(organization.managementAccount)) {
    paths.set(organization.managementAccount, null);
  }
  return {
    organizationId: organization?.id ?? null,
    isOurs: (account) => paths.has(account),
    pathOf: (account) => paths.get(account) ?? null,
  };
}

/**
 * Whether the party stands outside: another account or organization, anyone, or the tenants of an identity provider
 * (who are no principals of AWS at all). Services are not: what they do is decided by their own configuration.
 * The owner's own account is never outside.
 */
export function isExternalParty(party: Party, owner: AccountId, view: OrganizationView): boolean {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
    case "account":
      return party.account !== owner && !view.isOurs(party.account);
    case "organization":
      return party.id !== view.organizationId;
    case "organizational-unit":
      return view.organizationId === null || organizationOfPath(party.path) !== view.organizationId;
    case "any-account":
    case "federated":
      return true;
    case "service":
      return false;
    default:
      return unreachable(party);
  }
}

/** The organization that a path of `aws:PrincipalOrgPaths` begins with, or null where a wildcard leaves it open. */
export function organizationOfPath(path: string): string | null {
  const slash = path.indexOf("/");
  const start = slash < 0 ? path : path.slice(0, slash);
  return slash < 0 || start.includes("*") || start.includes("?") ? null : start;
}
