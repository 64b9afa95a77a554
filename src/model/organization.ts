/** The organization: its tree of organizational units, accounts, control policies and delegated administrators. */

import type { DocumentIndex } from "./documents.ts";
import type { AccountId, OrganizationId, OrganizationNodeId, Partition } from "./identifiers.ts";

export type Tag = { readonly key: string; readonly value: string };

export type OrganizationalUnit = {
  readonly id: OrganizationNodeId;
  readonly name: string;
  /** Null for a root. */
  readonly parent: OrganizationNodeId | null;
};

export type ControlPolicy = {
  readonly id: string;
  readonly name: string;
  readonly type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY" | (string & {});
  readonly document: DocumentIndex;
  /** Roots, organizational units and account ids that it is attached to. */
  readonly targets: readonly string[];
};

export type Organization = {
  readonly id: OrganizationId;
  readonly managementAccount: AccountId;
  /** Roots first; each unit after its parent. */
  readonly units: readonly OrganizationalUnit[];
  /** Null: not collected. */
  readonly controlPolicies: readonly ControlPolicy[] | null;
  readonly delegatedAdministrators:
    | readonly { readonly account: AccountId; readonly servicePrincipal: string }[]
    | null;
};

export type AccountStatus = "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED" | (string & {});

export type Account = {
  readonly id: AccountId;
  readonly partition: Partition;
  readonly name: string | null;
  readonly email: string | null;
  readonly status: AccountStatus;
  /** Whether it belongs to the snapshot's organization; false without one. */
  readonly inOrganization: boolean;
  /** Null where it does not belong to the organization, or its place there was not collected. */
  readonly parent: OrganizationNodeId | null;
  /** `o-…/r-…/ou-…/`, as `aws:PrincipalOrgPaths` gives it; null without an organization, and where it is not known. */
  readonly organizationPath: string | null;
  readonly tags: readonly Tag[];
  /** Whether its IAM data was read; without it, its principals are not known. */
  readonly hasData: boolean;
};
