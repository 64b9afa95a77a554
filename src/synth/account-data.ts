/** What synth makes of one account, before it is written in any format. Times are seconds since 1970, UTC. */
import type { AccountId } from "../model/index.ts";
import type { PolicyDocument } from "./policy-document.ts";

export type NamedDocument = { readonly name: string; readonly document: PolicyDocument };
export type TagData = { readonly key: string; readonly value: string };

export type RoleData = {
  readonly name: string;
  /** Starts and ends with a slash. */
  readonly path: string;
  readonly uniqueId: string;
  readonly trust: PolicyDocument;
  readonly inline: readonly NamedDocument[];
  readonly attached: readonly string[];
  readonly boundary: string | null;
  readonly createdAt: number;
  /** Null: never used. */
  readonly lastUsed: { readonly at: number; readonly region: string } | null;
  readonly maxSessionSeconds: number;
  readonly tags: readonly TagData[];
  /** Name of its instance profile, where it has one. */
  readonly instanceProfile: string | null;
};

export type UserData = {
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string;
  readonly inline: readonly NamedDocument[];
  readonly attached: readonly string[];
  readonly boundary: string | null;
  readonly groups: readonly string[];
  readonly createdAt: number;
  readonly tags: readonly TagData[];
};

export type GroupData = {
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string;
  readonly inline: readonly NamedDocument[];
  readonly attached: readonly string[];
  readonly createdAt: number;
};

export type ManagedPolicyData = {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string;
  readonly createdAt: number;
  /** The default version first; it has the highest number. */
  readonly versions: readonly PolicyDocument[];
  readonly boundaryUses: number;
};

export type ResourceData = {
  readonly arn: string;
  /** CloudFormation type. */
  readonly type: string;
  readonly region: string;
  readonly policy: PolicyDocument | null;
  readonly attributes: Readonly<Record<string, unknown>>;
};

export type OidcProviderData = {
  readonly arn: string;
  /** Without scheme. */
  readonly url: string;
  readonly clientIds: readonly string[];
};

export type AccountContents = {
  readonly id: AccountId;
  readonly roles: readonly RoleData[];
  readonly users: readonly UserData[];
  readonly groups: readonly GroupData[];
  readonly managedPolicies: readonly ManagedPolicyData[];
  readonly oidcProviders: readonly OidcProviderData[];
  readonly samlProviders: readonly string[];
  readonly resources: readonly ResourceData[];
  /** The account-level block of public access to S3. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Trust anchors and profiles of Roles Anywhere. */
  readonly rolesAnywhere: Readonly<Record<string, unknown>>;
};
