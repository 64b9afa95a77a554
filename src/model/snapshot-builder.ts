/**
 * Makes a snapshot in memory: import and generator add what they have in any order, `build` sorts and numbers it.
 * Inputs are taken as checked; what contradicts itself here (a role of an account that was never added) is a bug.
 */
import { columnSnapshot } from "./column-snapshot.ts";
import type { CoverageGap } from "./coverage.ts";
import { type DocumentIndex, toTemplate } from "./documents.ts";
import { type AccountId, iamArn, type OrganizationNodeId, type Partition, splitArn } from "./identifiers.ts";
import type { Account, AccountStatus, Organization, Tag } from "./organization.ts";
import { organizationPaths } from "./organization-path.ts";
import { RoleColumnsBuilder } from "./role-columns.ts";
import { byAccountRank } from "./role-order.ts";
import {
  type AccountData,
  type Group,
  type ManagedPolicy,
  noDocument,
  notKnown,
  type Role,
  type Snapshot,
  type User,
} from "./snapshot.ts";
import { TextStore } from "./text-store.ts";

export type AccountInput = {
  readonly id: AccountId;
  /** Default: `aws`. */
  readonly partition?: Partition;
  readonly name?: string | null;
  readonly email?: string | null;
  /** Default: `ACTIVE`. */
  readonly status?: AccountStatus;
  /** Its root or unit; null or absent: it has none that we know. */
  readonly parent?: OrganizationNodeId | null;
  /** Default: whether it has a parent. */
  readonly inOrganization?: boolean;
  readonly tags?: readonly Tag[];
  /** Whether its IAM data was read. Default: whether anything of the account is added. */
  readonly hasData?: boolean;
};

/** What is left out is not known, or empty for a list; the longest session is 3600 seconds then. */
export type RoleInput = Pick<Role, "name" | "uniqueId" | "trustPolicy"> &
  Partial<Omit<Role, "index" | "arn" | "account" | "name" | "uniqueId" | "trustPolicy">>;

export type UserInput = Omit<User, "arn" | "account">;
export type GroupInput = Omit<Group, "arn" | "account">;

/** A member that is left out was not collected. */
export type AccountDetails = Partial<
  Pick<AccountData, "oidcProviders" | "samlProviders" | "resources" | "settings" | "rolesAnywhere">
>;

type Draft = {
  readonly number: number;
  readonly input: AccountInput;
  readonly partition: Partition;
  added: boolean;
  readonly users: User[];
  readonly groups: Group[];
  readonly ownPolicies: ManagedPolicy[];
  readonly awsPolicies: ManagedPolicy[];
  details: AccountDetails;
};

export class SnapshotBuilder {
  readonly #createdAt: number;
  readonly #source: Snapshot["source"];
  readonly #drafts = new Map<AccountId, Draft>();
  readonly #roles = new RoleColumnsBuilder();
  readonly #templates = new TextStore();
  readonly #awsPolicies = new Map<string, ManagedPolicy>();
  readonly #coverage: CoverageGap[] = [];
  #organization: Organization | null = null;
  #identityCenter: Snapshot["identityCenter"] = null;

  /** `createdAt` in seconds since 1970. */
  constructor(about: { readonly createdAt: number; readonly source: Snapshot["source"] }) {
    this.#createdAt = about.createdAt;
    this.#source = about.source;
  }

  /** Keeps a document once by content, however many own it. Owner null: nobody's id is replaced (SCPs, AWS's policies). */
  document(text: string, owner: AccountId | null): DocumentIndex {
    return this.#templates.numberOf(toTemplate(text, owner)) as DocumentIndex;
  }

  setOrganization(organization: Organization): void {
    this.#organization = organization;
  }

  setIdentityCenter(value: NonNullable<Snapshot["identityCenter"]>): void {
    this.#identityCenter = value;
  }

  hasAccount(id: AccountId): boolean {
    return this.#drafts.has(id);
  }

  /** An account without data so far: {@link SnapshotBuilder.addDetails} (also with `{}`) and everything that is added to it change that. */
  addAccount(input: AccountInput): void {
    if (this.#drafts.has(input.id)) throw new Error(`account ${input.id} is added twice`);
    this.#drafts.set(input.id, {
      number: this.#drafts.size,
      input,
      partition: input.partition ?? "aws",
      added: false,
      users: [],
      groups: [],
      ownPolicies: [],
      awsPolicies: [],
      details: {},
    });
  }

  addRole(account: AccountId, role: RoleInput): void {
    const columns = this.#roles;
    columns.add(this.#withData(account).number, role.name, role.path ?? "/", role.uniqueId);
    columns.facts(
      role.trustPolicy ?? noDocument,
      role.createdAt ?? notKnown,
      role.lastUsedAt === "never" ? 0 : (role.lastUsedAt ?? notKnown),
      role.maxSessionSeconds ?? 3600,
      role.permissionsBoundary ?? null,
      role.description ?? null,
    );
    if (role.inlinePolicies)
      for (const { name, document } of role.inlinePolicies) columns.inline(name, document);
    if (role.attachedPolicies) for (const arn of role.attachedPolicies) columns.attached(arn);
    if (role.tags) for (const { key, value } of role.tags) columns.tag(key, value);
    if (role.instanceProfiles) for (const arn of role.instanceProfiles) columns.instanceProfile(arn);
  }

  addUser(account: AccountId, user: UserInput): void {
    const draft = this.#withData(account);
    draft.users.push({
      ...user,
      account,
      arn: iamArn(draft.partition, account, "user", user.path, user.name),
    });
  }

  addGroup(account: AccountId, group: GroupInput): void {
    const draft = this.#withData(account);
    const arn = iamArn(draft.partition, account, "group", group.path, group.name);
    draft.groups.push({ ...group, account, arn });
  }

  /** A policy of the account, or one of AWS's that its data lists; the latter are kept once for all accounts. */
  addManagedPolicy(account: AccountId, policy: ManagedPolicy): void {
    const draft = this.#withData(account);
    if (splitArn(policy.arn)?.account !== "aws") {
      draft.ownPolicies.push(policy);
      return;
    }
    const key = `${policy.document} ${policy.arn}`;
    const shared = this.#awsPolicies.get(key) ?? policy;
    if (shared === policy) this.#awsPolicies.set(key, policy);
    draft.awsPolicies.push(shared);
  }

  /** May be called several times; later members replace earlier ones. */
  addDetails(account: AccountId, details: AccountDetails): void {
    const draft = this.#withData(account);
    draft.details = { ...draft.details, ...details };
  }

  addCoverage(gap: CoverageGap): void {
    this.#coverage.push(gap);
  }

  /** The builder must not be used after. */
  build(): Snapshot {
    const drafts = [...this.#drafts.values()].sort((a, b) => (a.input.id < b.input.id ? -1 : 1));
    const rank = new Uint32Array(drafts.length);
    drafts.forEach((draft, place) => {
      rank[draft.number] = place;
    });
    const organization = this.#organization;
    const pathOf =
      organization === null ? () => null : organizationPaths(organization.id, organization.units);
    return columnSnapshot({
      createdAt: this.#createdAt,
      source: this.#source,
      organization,
      accounts: drafts.map((draft) => account(draft, pathOf)),
      roles: byAccountRank(this.#roles.build(), rank),
      templates: this.#templates.column(),
      awsManagedPolicies: [...this.#awsPolicies.values()],
      accountData: (index) => accountData(drafts[index]),
      identityCenter: this.#identityCenter,
      coverage: this.#coverage,
    });
  }

  #withData(id: AccountId): Draft {
    const draft = this.#drafts.get(id);
    if (draft === undefined) throw new Error(`account ${id} was not added`);
    draft.added = true;
    return draft;
  }
}

function account(draft: Draft, pathOf: (parent: OrganizationNodeId) => string | null): Account {
  const { id, name, email, status, parent, inOrganization, tags } = draft.input;
  return {
    id,
    partition: draft.partition,
    name: name ?? null,
    email: email ?? null,
    status: status ?? "ACTIVE",
    inOrganization: inOrganization ?? Boolean(parent),
    parent: parent ?? null,
    organizationPath: parent ? pathOf(parent) : null,
    tags: tags ?? [],
    hasData: draft.input.hasData ?? draft.added,
  };
}

function accountData(draft: Draft | undefined): AccountData | null {
  if (draft === undefined || !draft.added) return null;
  const { users, groups, ownPolicies, awsPolicies, details } = draft;
  return {
    users,
    groups,
    managedPolicies: [...ownPolicies, ...awsPolicies],
    oidcProviders: details.oidcProviders ?? null,
    samlProviders: details.samlProviders ?? null,
    resources: details.resources ?? null,
    settings: details.settings ?? null,
    rolesAnywhere: details.rolesAnywhere ?? null,
  };
}
