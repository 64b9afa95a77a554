/** Who has an access: the answer's unit, in the shape of every output format. */
import type { Certainty, Guard, OrganizationView, Party } from "../authz/types.ts";

export type Who = {
  readonly kind:
    | "account"
    | "role"
    | "user"
    | "session"
    | "federated"
    | "service"
    | "organization"
    | "organizational-unit"
    | "any-account"
    | "anonymous";
  readonly id: string;
  /** Account or vendor name, where known. */
  readonly name?: string;
  /** Outside the organization. */
  readonly external: boolean;
  readonly proven: boolean;
  readonly guard: Guard;
  /** `direct`: named by the policy; `account`: through trust in its whole account, organization or unit. */
  readonly via: "direct" | "account";
};

/** What identifies a party in outputs: an ARN, an id, a path, a provider or a service. */
export function partyId(party: Party): string {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
      return party.arn;
    case "account":
      return party.account;
    case "organization":
      return party.id;
    case "organizational-unit":
      return party.path;
    case "any-account":
      return "*";
    case "federated":
      return party.provider;
    case "service":
      return party.service;
  }
}

/** A party as it stands, not expanded to the principals behind it. */
export function whoIs(
  party: Party,
  guard: Guard,
  certainty: Certainty,
  organization: OrganizationView,
  nameOf: (account: string) => string | null,
): Who {
  const name = "account" in party ? nameOf(party.account) : null;
  return {
    kind: party.kind,
    id: partyId(party),
    ...(name === null ? {} : { name }),
    external: isOutside(party, organization),
    proven: certainty.kind === "proven",
    guard,
    via: "direct",
  };
}

/**
 * Whether the party stands outside the organization. People and programs behind an identity provider count as outside:
 * the provider's tenants are not the organization's principals. Services of AWS do not.
 */
export function isOutside(party: Party, organization: OrganizationView): boolean {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
    case "account":
      return !organization.isOurs(party.account);
    case "organization":
      return party.id !== organization.organizationId;
    case "organizational-unit":
      return organization.organizationId === null || !party.path.startsWith(`${organization.organizationId}/`);
    case "any-account":
    case "federated":
      return true;
    case "service":
      return false;
  }
}
