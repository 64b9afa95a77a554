/**
 * The snapshot: an immutable picture of an organization at one moment, and the only input of the engine.
 *
 * Roles are by far the most numerous (hundreds of thousands), so they stand in columns; a row is made when asked for.
 * Hot paths read the typed arrays, everything else calls `role(i)`.
 */

import type { CoverageGap } from "./coverage.ts";
import type { DocumentIndex, DocumentTable } from "./documents.ts";
import type { AccountId, Arn, UniqueId } from "./identifiers.ts";
import type { Account, Organization, Tag } from "./organization.ts";
import type { RoleColumns } from "./role-columns.ts";

export type AccountIndex = number;
export type RoleIndex = number;

export type InlinePolicy = { readonly name: string; readonly document: DocumentIndex };

export type Role = {
  readonly index: RoleIndex;
  readonly arn: Arn;
  readonly account: AccountId;
  readonly name: string;
  /** Starts and ends with a slash. */
  readonly path: string;
  readonly uniqueId: UniqueId;
  /** Null: not collected. */
  readonly trustPolicy: DocumentIndex | null;
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly Arn[];
  readonly permissionsBoundary: Arn | null;
  /** Seconds since 1970, UTC; null where not known. */
  readonly createdAt: number | null;
  /** Seconds since 1970; `"never"` within AWS's tracking period; null where not collected. */
  readonly lastUsedAt: number | "never" | null;
  /** 3600 to 43200. */
  readonly maxSessionSeconds: number;
  readonly description: string | null;
  readonly tags: readonly Tag[];
  readonly instanceProfiles: readonly Arn[];
};

export const noDocument = 0xffffffff;
export const notKnown = 0xffffffff;

/** Columns over all roles, grouped by account in the order of `Snapshot.accounts`. */
export interface RoleTable {
  readonly count: number;
  /** Index into `Snapshot.accounts`. */
  readonly account: Uint32Array;
  /** Document index, or `noDocument`. */
  readonly trustPolicy: Uint32Array;
  /** Seconds since 1970; 0: never used; `notKnown`: not collected. */
  readonly lastUsedAt: Uint32Array;
  readonly createdAt: Uint32Array;
  readonly maxSessionSeconds: Uint32Array;
  /** Everything else in columns, for passes over all roles that {@link RoleTable.row} would be too slow for. */
  readonly columns: RoleColumns;
  name(index: RoleIndex): string;
  path(index: RoleIndex): string;
  uniqueId(index: RoleIndex): UniqueId;
  arn(index: RoleIndex): Arn;
  row(index: RoleIndex): Role;
  /** The roles of one account: [first, after the last). */
  ofAccount(account: AccountIndex): readonly [RoleIndex, RoleIndex];
  /**
   * Names are unique in an account without regard to case (IAM-SEMANTICS 20); the ARN may be a role's or a session's.
   * The path is not compared (a session's ARN has none): where it matters, compare with `arn(index)`.
   */
  byArn(arn: string): RoleIndex | null;
  byName(account: AccountId, name: string): RoleIndex | null;
}

export type User = {
  readonly arn: Arn;
  readonly account: AccountId;
  readonly name: string;
  readonly path: string;
  readonly uniqueId: UniqueId;
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly Arn[];
  readonly permissionsBoundary: Arn | null;
  /** Names of the groups it belongs to, in its own account. */
  readonly groups: readonly string[];
  readonly createdAt: number | null;
  readonly tags: readonly Tag[];
};

export type Group = {
  readonly arn: Arn;
  readonly account: AccountId;
  readonly name: string;
  readonly path: string;
  readonly uniqueId: UniqueId;
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly Arn[];
};

/** A managed policy's default version. */
export type ManagedPolicy = { readonly arn: Arn; readonly name: string; readonly document: DocumentIndex };

export type OidcProvider = {
  readonly arn: Arn;
  /** Issuer without scheme, such as `token.actions.githubusercontent.com`. */
  readonly url: string;
  readonly clientIds: readonly string[];
};

export type Resource = {
  readonly arn: Arn;
  /** CloudFormation type, such as `AWS::S3::Bucket`. */
  readonly type: string;
  readonly region: string | null;
  /** Null: it has none, or nothing is known of it (`isPolicyUnread`). */
  readonly policy: DocumentIndex | null;
  /** What the policy alone does not say (block settings, grants, function URL…), as collected. */
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** What the snapshot holds of one account besides its roles. A null member was not collected. */
export type AccountData = {
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  /** Customer-managed policies, then the AWS-managed ones that the account's own data listed. */
  readonly managedPolicies: readonly ManagedPolicy[];
  readonly oidcProviders: readonly OidcProvider[] | null;
  readonly samlProviders: readonly Arn[] | null;
  readonly resources: readonly Resource[] | null;
  /** `account.json` as collected: account-level block settings, AssumeRoot enablement. */
  readonly settings: Readonly<Record<string, unknown>> | null;
  readonly rolesAnywhere: Readonly<Record<string, unknown>> | null;
};

export interface Snapshot {
  /** Seconds since 1970, UTC. */
  readonly createdAt: number;
  readonly source: "import" | "collect" | "synth";
  /** Null: every account is its own trust zone. */
  readonly organization: Organization | null;
  /** By id, ascending. Accounts of the organization without data stand here too. */
  readonly accounts: readonly Account[];
  readonly roles: RoleTable;
  readonly documents: DocumentTable;
  /** AWS-managed policies that any account's data listed, each distinct version once. */
  readonly awsManagedPolicies: readonly ManagedPolicy[];
  readonly identityCenter: Readonly<Record<string, unknown>> | null;
  readonly coverage: readonly CoverageGap[];
  accountIndex(id: string): AccountIndex | null;
  /**
   * Made when first asked for, then kept. Null for an account of which nothing was read. Where its IAM data alone is
   * missing (`hasData` is false), users, groups and policies are empty because they are not known.
   */
  accountData(account: AccountIndex): AccountData | null;
  /** Looks in the account's own policies, then among AWS's. Null: the snapshot does not hold it. */
  managedPolicy(arn: Arn, account: AccountIndex): ManagedPolicy | null;
}
