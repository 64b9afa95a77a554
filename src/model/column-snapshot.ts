/** The snapshot in memory, over columns that a builder, a snapshot file or a cache has filled. */

import type { CoverageGap } from "./coverage.ts";
import { type DocumentIndex, type DocumentTable, fromTemplate } from "./documents.ts";
import type { Arn } from "./identifiers.ts";
import type { Account, Organization } from "./organization.ts";
import type { RoleColumns } from "./role-columns.ts";
import { roleTable } from "./role-table.ts";
import type { AccountData, AccountIndex, ManagedPolicy, RoleTable, Snapshot } from "./snapshot.ts";
import type { TextColumn } from "./text-column.ts";

export type SnapshotParts = {
  readonly createdAt: number;
  readonly source: Snapshot["source"];
  readonly organization: Organization | null;
  /** By id, ascending. */
  readonly accounts: readonly Account[];
  /** Grouped by account, in the order of `accounts`. */
  readonly roles: RoleColumns;
  /** Stored forms, by document index. */
  readonly templates: TextColumn;
  readonly awsManagedPolicies: readonly ManagedPolicy[];
  /** Called once an account at most. */
  readonly accountData: (account: AccountIndex) => AccountData | null;
  readonly identityCenter: Snapshot["identityCenter"];
  readonly coverage: readonly CoverageGap[];
};

export function columnSnapshot(parts: SnapshotParts): Snapshot {
  return new ColumnSnapshot(parts);
}

class ColumnSnapshot implements Snapshot {
  readonly createdAt: number;
  readonly source: Snapshot["source"];
  readonly organization: Organization | null;
  readonly accounts: readonly Account[];
  readonly roles: RoleTable;
  readonly documents: DocumentTable;
  readonly awsManagedPolicies: readonly ManagedPolicy[];
  readonly identityCenter: Snapshot["identityCenter"];
  readonly coverage: readonly CoverageGap[];
  readonly #loadAccountData: (account: AccountIndex) => AccountData | null;
  readonly #accountData: (AccountData | null | undefined)[] = [];
  readonly #ownPolicies: (Map<string, ManagedPolicy> | undefined)[] = [];
  readonly #accountNumbers: Map<string, AccountIndex>;
  #awsPolicies: Map<string, ManagedPolicy> | null = null;

  constructor(parts: SnapshotParts) {
    this.createdAt = parts.createdAt;
    this.source = parts.source;
    this.organization = parts.organization;
    this.accounts = parts.accounts;
    this.documents = documentTable(parts.templates);
    this.awsManagedPolicies = parts.awsManagedPolicies;
    this.identityCenter = parts.identityCenter;
    this.coverage = parts.coverage;
    this.#loadAccountData = parts.accountData;
    this.#accountNumbers = new Map(parts.accounts.map((account, index) => [account.id, index]));
    this.roles = roleTable(parts.roles, parts.accounts, (id) => this.accountIndex(id));
  }

  accountIndex(id: string): AccountIndex | null {
    return this.#accountNumbers.get(id) ?? null;
  }

  accountData(account: AccountIndex): AccountData | null {
    const made = this.#accountData[account];
    if (made !== undefined) return made;
    const data = this.#loadAccountData(account);
    this.#accountData[account] = data;
    return data;
  }

  managedPolicy(arn: Arn, account: AccountIndex): ManagedPolicy | null {
    let own = this.#ownPolicies[account];
    if (own === undefined) {
      own = new Map(this.accountData(account)?.managedPolicies.map((policy) => [policy.arn, policy]));
      this.#ownPolicies[account] = own;
    }
    const found = own.get(arn);
    if (found !== undefined) return found;
    // Of several versions, the one that was added first stands for those accounts that did not list the policy.
    this.#awsPolicies ??= new Map(this.awsManagedPolicies.toReversed().map((policy) => [policy.arn, policy]));
    return this.#awsPolicies.get(arn) ?? null;
  }
}

function documentTable(templates: TextColumn): DocumentTable {
  return {
    count: templates.length,
    template: (index: DocumentIndex) => templates.at(index),
    text: (index: DocumentIndex, owner) => fromTemplate(templates.at(index), owner),
  };
}
