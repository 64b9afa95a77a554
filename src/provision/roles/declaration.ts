/** Spoke roles as somebody declares them: one role, stamped out over many accounts. Made by a reader that has checked the forms. */
import type { AccountId, OrganizationId, Partition, Tag } from "../../model/index.ts";

/** Whom the role is for: one principal, or whoever an account's own policies permit. */
export type DeclaredPrincipal =
  | {
      readonly kind: "role" | "user";
      readonly arn: string;
      readonly account: AccountId;
      readonly partition: Partition;
    }
  | { readonly kind: "account"; readonly account: AccountId };

/** A tag of the session that the caller may set. */
export type SessionTag = {
  readonly key: string;
  /** Patterns with `*` and `?`, one of which its value matches. */
  readonly values: readonly string[];
  /** Without it, nobody gets in. */
  readonly required: boolean;
  /** Whether it may be handed on to the next role. */
  readonly transitive: boolean;
};

export type SourceIdentity = { readonly values: readonly string[]; readonly required: boolean };

/**
 * `stated`: the values of which the caller has to state one: several while one is being replaced. `waived`: an outsider comes in without,
 * for a reason. `none`: nothing is said.
 */
export type DeclaredExternalId =
  | {
      readonly kind: "stated";
      readonly values: readonly string[];
      /** Of the registry, whose external ID it is; left out: it is from elsewhere. */
      readonly relationship?: string;
    }
  | { readonly kind: "waived"; readonly reason: string }
  | { readonly kind: "none" };

/** One way in. */
export type DeclaredTrust = {
  readonly principals: readonly DeclaredPrincipal[];
  /** The caller has to belong to it (`aws:PrincipalOrgID`). */
  readonly organization: OrganizationId | null;
  /** Patterns of `aws:PrincipalOrgPaths`, or ids or names of units, of which one has to hold the caller's account. */
  readonly units: readonly string[];
  readonly externalId: DeclaredExternalId;
  readonly sessionTags: readonly SessionTag[];
  readonly sourceIdentity: SourceIdentity | null;
};

/** `path/name`, without a leading slash; its owner is AWS, or the account of the role. */
export type PolicyName = { readonly owner: "aws" | "account"; readonly name: string };

export type DeclaredRole = {
  readonly name: string;
  /** Starts and ends with a slash. */
  readonly path: string;
  /** Null: whatever it is. */
  readonly description: string | null;
  readonly trust: readonly DeclaredTrust[];
  readonly policies: readonly PolicyName[];
  /** Texts may hold `{account}` and `{partition}`, which stand for the role's own. */
  readonly inline: readonly { readonly name: string; readonly text: string }[];
  /** Null: whatever stands there stays, as administrators may have set it for all roles. */
  readonly boundary: PolicyName | "none" | null;
  /** 3600 to 43200. */
  readonly maxSessionSeconds: number;
  readonly tags: readonly Tag[];
  readonly targets: Targets;
};

/** Accounts that are named, and active ones of the organization that stand in one of the units and have all tags; without `except`. */
export type Targets = {
  readonly accounts: readonly AccountId[];
  /** Ids or names of units; `*` is the whole organization. */
  readonly units: readonly string[];
  readonly tags: readonly Tag[];
  readonly except: readonly AccountId[];
};

/** A caller whose own policy is written, too: to assume the roles of the set, and nothing else. */
export type DeclaredHub = {
  readonly principal: Extract<DeclaredPrincipal, { readonly kind: "role" | "user" }>;
  /** Name of its inline policy: nothing else is to be in it. */
  readonly policy: string;
};

export type RoleSet = {
  /** Stands in the tag of every role that was made of the file: nobody else's are touched. */
  readonly name: string;
  readonly roles: readonly DeclaredRole[];
  readonly hubs: readonly DeclaredHub[];
};

/** The tag that says whose a role is. */
export const managedTag = "accesslens:managed-by";
