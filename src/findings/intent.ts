/**
 * Declared intent: what an organization says about itself, so that what is approved can be told apart from what is not.
 * Plain data; `work/intent-file.ts` reads it from `accesslens.yaml`, and docs/intent.md tells people about it.
 */
import type { Severity } from "./types.ts";
import type { KnownAccounts } from "./vendors.ts";

/** A vendor that may come in. */
export type ApprovedVendor = {
  readonly name: string;
  readonly accounts: readonly string[];
  /** Who answers for it; null where nobody is named. */
  readonly owner: string | null;
  /** Names or ARNs of the roles that it may assume, with wildcards; empty: any. */
  readonly roles: readonly string[];
  /** Seconds since 1970 at which the approval ends; null: it does not. */
  readonly until: number | null;
};

/** A level of trust of organizational units: the higher, the more trusted (production above development). */
export type TrustTier = {
  readonly name: string;
  readonly level: number;
  /** Names, ids or paths of organizational units, or account ids, with wildcards. */
  readonly units: readonly string[];
};

/** A way from one tier to another that is meant to be. */
export type AllowedCrossing = {
  readonly from: string;
  readonly to: string;
  /** Names or ARNs of the roles that may be assumed so, with wildcards; empty: any. */
  readonly roles: readonly string[];
  readonly reason: string;
};

export type Intent = {
  /** Ids of organizations that are ours besides the one at hand. */
  readonly organizations: readonly string[];
  /** Accounts that are ours, outside the organization. */
  readonly accounts: readonly string[];
  readonly vendors: readonly ApprovedVendor[];
  readonly knownAccounts: readonly KnownAccounts[];
  readonly tiers: readonly TrustTier[];
  readonly crossings: readonly AllowedCrossing[];
  /** How long a session may last; null: not declared. */
  readonly standardSessionSeconds: number | null;
  /** ARNs with wildcards. */
  readonly crownJewels: readonly string[];
  /** Trust in outsiders that was not used for so long is stale. */
  readonly staleAfterDays: number;
  /** What our organization is called, for telling guessable external IDs. */
  readonly companyNames: readonly string[];
  readonly rules: Readonly<Record<string, { readonly severity?: Severity; readonly enabled?: boolean }>>;
};

export const emptyIntent: Intent = {
  organizations: [],
  accounts: [],
  vendors: [],
  knownAccounts: [],
  tiers: [],
  crossings: [],
  standardSessionSeconds: null,
  crownJewels: [],
  staleAfterDays: 90,
  companyNames: [],
  rules: {},
};
