/** Who has an access: the answer's unit, in the shape of every output format. */
import type { Guard, Party } from "../authz/types.ts";

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
