/**
 * A snapshot in which some subjects are as another snapshot has them: what was read anew in place of what was known, everything
 * else as it is.
 */
import { isArnOf, isOfSubject, type Subject, subjectKey } from "./change-event.ts";
import { columnSnapshot } from "./column-snapshot.ts";
import type { CoverageGap } from "./coverage.ts";
import type { DocumentIndex } from "./documents.ts";
import { type AccountId, splitArn } from "./identifiers.ts";
import type { Account, Organization } from "./organization.ts";
import { type RoleSplice, withRoles } from "./replaced-roles.ts";
import { unreachable } from "./result.ts";
import type { RoleColumns } from "./role-columns.ts";
import type { AccountData, Group, InlinePolicy, ManagedPolicy, Resource, Snapshot } from "./snapshot.ts";
import { AppendedTexts, keepLayer, layerOf, templatesOf } from "./snapshot-layers.ts";

/**
 * `read` holds what the subjects are now, and may hold nothing else: a subject that it does not have is gone. Policies that the read
 * brought besides, because a principal has them, are taken where `base` has none of that ARN. Accounts that left the organization
 * go with all that is theirs; those that joined are there without data.
 */
export function withSubjects(base: Snapshot, read: Snapshot, subjects: readonly Subject[]): Snapshot {
  const draft = new Draft(base, read);
  const unique = new Map(subjects.map((subject) => [subjectKey(subject), subject]));
  for (const subject of unique.values()) draft.take(subject);
  return draft.snapshot([...unique.values()]);
}

const noData: AccountData = {
  users: [],
  groups: [],
  managedPolicies: [],
  oidcProviders: null,
  samlProviders: null,
  resources: null,
  settings: null,
  rolesAnywhere: null,
};

class Draft {
  readonly #base: Snapshot;
  readonly #read: Snapshot;
  readonly #templates: AppendedTexts;
  readonly #changed = new Map<AccountId, AccountData>();
  readonly #splices: RoleSplice[] = [];
  readonly #awsPolicies: ManagedPolicy[] = [];
  /** By ARN: as they are now, in place of all that is known of them. */
  readonly #newAwsPolicies = new Map<string, ManagedPolicy>();
  #organization: Organization | null;
  #accounts: readonly Account[] | null = null;
  #identityCenter: Snapshot["identityCenter"];

  constructor(base: Snapshot, read: Snapshot) {
    this.#base = base;
    this.#read = read;
    const layer = layerOf(base);
    this.#templates = new AppendedTexts(templatesOf(layer.bottom.documents), layer.added);
    this.#organization = base.organization;
    this.#identityCenter = base.identityCenter;
  }

  take(subject: Subject): void {
    switch (subject.kind) {
      case "role":
        this.#takeRole(subject.account, subject.name);
        return;
      case "user":
      case "group":
        this.#takeHolder(subject.kind, subject.account, subject.name);
        return;
      case "managed-policy":
        this.#change(subject.account, (data, read) => ({
          ...data,
          managedPolicies: replaced(
            data.managedPolicies,
            (one) => one.arn === subject.arn,
            this.#policies(read.managedPolicies),
          ),
        }));
        return;
      case "resource":
      case "resources":
        this.#takeResources(subject.account, (resource) => isOfSubject(resource, subject));
        return;
      case "identity-providers":
        this.#change(subject.account, (data, { oidcProviders, samlProviders }) => ({
          ...data,
          oidcProviders,
          samlProviders,
        }));
        return;
      case "account-settings":
        this.#change(subject.account, (data, { settings }) => ({ ...data, settings }));
        return;
      case "roles-anywhere":
        this.#change(subject.account, (data, { rolesAnywhere }) => ({ ...data, rolesAnywhere }));
        return;
      case "account":
        this.#takeAccount(subject.account);
        return;
      case "aws-managed-policy":
        this.#takeAwsPolicy(subject.arn);
        return;
      case "organization":
        this.#takeOrganization();
        return;
      case "identity-center":
        this.#identityCenter = this.#read.identityCenter;
        return;
      default:
        unreachable(subject);
    }
  }

  snapshot(subjects: readonly Subject[]): Snapshot {
    const base = this.#base;
    const accounts = this.#accounts ?? base.accounts;
    const layer = layerOf(base);
    const data = new Map<AccountId, AccountData | null>([...layer.accounts, ...this.#changed]);
    const templates = this.#templates.column();
    const snapshot = columnSnapshot({
      createdAt: base.createdAt,
      source: base.source,
      organization: this.#organization,
      accounts,
      roles: this.#roleColumns(accounts),
      templates,
      awsManagedPolicies: this.#awsManagedPolicies(),
      accountData: (index) => {
        const id = accounts[index]?.id;
        if (id === undefined) return null;
        const known = data.get(id);
        if (known !== undefined) return known;
        const below = layer.bottom.accountIndex(id);
        return below === null ? null : layer.bottom.accountData(below);
      },
      identityCenter: this.#identityCenter,
      coverage: this.#coverage(subjects, accounts),
    });
    keepLayer(snapshot, { bottom: layer.bottom, added: this.#templates.added, accounts: data });
    return snapshot;
  }

  #awsManagedPolicies(): readonly ManagedPolicy[] {
    const base = this.#base.awsManagedPolicies;
    if (this.#awsPolicies.length === 0 && this.#newAwsPolicies.size === 0) return base;
    const kept = [...base, ...this.#awsPolicies].filter(({ arn }) => !this.#newAwsPolicies.has(arn));
    return [...kept, ...this.#newAwsPolicies.values()];
  }

  /** All that stands in the account is as it was read. Where nothing of it was read, it stays as it is. */
  #takeAccount(id: AccountId): void {
    const [base, read] = [this.#base, this.#read];
    const [account, there] = [base.accountIndex(id), read.accountIndex(id)];
    const data = there === null ? null : read.accountData(there);
    if (account === null || there === null || data === null || read.accounts[there]?.hasData !== true) return;
    const [first, end] = base.roles.ofAccount(account);
    const [from, to] = read.roles.ofAccount(there);
    const rows = Array.from({ length: to - from }, (_, at) => this.#row(from + at));
    if (rows.length > 0 || first < end)
      this.#splices.push({ at: first, removed: end - first, account, rows });
    const managedPolicies = this.#policies(data.managedPolicies);
    const known = new Set<string>(base.awsManagedPolicies.map(({ arn }) => arn));
    for (const one of managedPolicies)
      if (splitArn(one.arn)?.account === "aws" && !known.has(one.arn)) this.#awsPolicies.push(one);
    const inline = <T extends { readonly inlinePolicies: readonly InlinePolicy[] }>(all: readonly T[]) =>
      all.map((one) => ({ ...one, inlinePolicies: this.#inline(one.inlinePolicies) }));
    this.#change(id, () => ({
      ...data,
      users: inline(data.users),
      groups: inline(data.groups),
      managedPolicies,
      resources: data.resources === null ? null : this.#resources(data.resources),
    }));
    this.#accounts = (this.#accounts ?? base.accounts).map((one) =>
      one.id === id ? { ...one, hasData: true } : one,
    );
  }

  /** Each account that has it has its own copy. One that the read does not have stays as it is: AWS takes none away from who has it. */
  #takeAwsPolicy(arn: string): void {
    const found = this.#read.awsManagedPolicies.find((one) => one.arn === arn);
    if (found === undefined) return;
    const [policy = found] = this.#policies([found]);
    this.#newAwsPolicies.set(arn, policy);
    for (const [index, { id }] of this.#base.accounts.entries()) {
      const data = this.#changed.get(id) ?? this.#base.accountData(index);
      if (data?.managedPolicies.some((one) => one.arn === arn) !== true) continue;
      const managedPolicies = data.managedPolicies.map((one) => (one.arn === arn ? policy : one));
      this.#changed.set(id, { ...data, managedPolicies });
    }
  }

  #takeRole(id: AccountId, name: string): void {
    const [base, read] = [this.#base, this.#read];
    const account = base.accountIndex(id);
    if (account === null) return;
    const [old, now] = [base.roles.byName(id, name), read.roles.byName(id, name)];
    const [, end] = base.roles.ofAccount(account);
    const rows = now === null ? [] : [this.#row(now)];
    if (old === null && now === null) return;
    this.#splices.push({ at: old ?? end, removed: old === null ? 0 : 1, account, rows });
    this.#change(id, (data) => data);
  }

  #row(role: number): RoleSplice["rows"][number] {
    const row = this.#read.roles.row(role);
    return {
      ...row,
      trustPolicy: row.trustPolicy === null ? null : this.#document(row.trustPolicy),
      inlinePolicies: this.#inline(row.inlinePolicies),
    };
  }

  #takeHolder(kind: "user" | "group", id: AccountId, name: string): void {
    const isIt = (one: { readonly name: string }): boolean => one.name.toLowerCase() === name.toLowerCase();
    const here = <T extends { readonly inlinePolicies: readonly InlinePolicy[] }>(all: readonly T[]) =>
      all.map((one) => ({ ...one, inlinePolicies: this.#inline(one.inlinePolicies) }));
    this.#change(id, (data, read) =>
      kind === "user"
        ? { ...data, users: replaced(data.users, isIt, here(read.users)) }
        : {
            ...data,
            groups: replaced(data.groups, isIt, here(read.groups)),
            users: this.#withGroupNamed(id, data.users, read.groups.find(isIt)),
          },
    );
  }

  /** A group that has another name now keeps its members, which know it by its name. */
  #withGroupNamed(
    id: AccountId,
    users: AccountData["users"],
    group: Group | undefined,
  ): AccountData["users"] {
    const known = this.#base.accountData(this.#base.accountIndex(id) ?? -1)?.groups ?? [];
    const was = known.find(({ uniqueId }) => uniqueId === group?.uniqueId)?.name;
    if (group === undefined || was === undefined || was === group.name) return users;
    const renamed = (name: string): string => (name === was ? group.name : name);
    return users.map((user) =>
      user.groups.includes(was) ? { ...user, groups: user.groups.map(renamed) } : user,
    );
  }

  #takeResources(id: AccountId, isIt: (one: Resource) => boolean): void {
    this.#change(id, (data, read) => ({
      ...data,
      resources: replaced(data.resources ?? [], isIt, this.#resources(read.resources ?? [])),
    }));
  }

  #resources(all: readonly Resource[]): readonly Resource[] {
    return all.map((one) => ({
      ...one,
      policy: one.policy === null ? null : this.#document(one.policy),
    }));
  }

  #takeOrganization(): void {
    const { organization, accounts } = this.#read;
    if (organization === null) return;
    this.#organization = {
      ...organization,
      controlPolicies:
        organization.controlPolicies?.map((one) => ({ ...one, document: this.#document(one.document) })) ??
        null,
    };
    const now = new Map(accounts.map((one) => [one.id, one]));
    const kept = this.#base.accounts.flatMap((one) => {
      const read = now.get(one.id);
      now.delete(one.id);
      if (read !== undefined) {
        // Tags take a call for each account, and are often not asked for.
        const tags = read.tags.length === 0 ? one.tags : read.tags;
        return [{ ...read, tags, partition: one.partition, hasData: one.hasData }];
      }
      return one.inOrganization ? [] : [one];
    });
    const joined = [...now.values()].map((one) => ({ ...one, hasData: false }));
    this.#accounts = [...kept, ...joined].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** `change` is given what is known of the account, and what was read of it. */
  #change(id: AccountId, change: (data: AccountData, read: AccountData) => AccountData): void {
    const [index, there] = [this.#base.accountIndex(id), this.#read.accountIndex(id)];
    if (index === null) return;
    const known = this.#changed.get(id) ?? this.#base.accountData(index) ?? noData;
    const read = (there === null ? null : this.#read.accountData(there)) ?? noData;
    const data = change(known, read);
    const missing = this.#policies(read.managedPolicies).filter(
      ({ arn }) =>
        !data.managedPolicies.some((one) => one.arn === arn) && this.#base.managedPolicy(arn, index) === null,
    );
    for (const one of missing) if (splitArn(one.arn)?.account === "aws") this.#awsPolicies.push(one);
    this.#changed.set(id, { ...data, managedPolicies: [...data.managedPolicies, ...missing] });
  }

  #policies(all: readonly ManagedPolicy[]): readonly ManagedPolicy[] {
    return all.map((one) => ({ ...one, document: this.#document(one.document) }));
  }

  #inline(all: readonly InlinePolicy[]): readonly InlinePolicy[] {
    return all.map(({ name, document }) => ({ name, document: this.#document(document) }));
  }

  #document(index: DocumentIndex): DocumentIndex {
    // INVARIANT: the numbers of a snapshot's templates are its documents'.
    return this.#templates.numberOf(this.#read.documents.template(index)) as DocumentIndex;
  }

  #roleColumns(accounts: readonly Account[]): RoleColumns {
    const base = this.#base;
    const places = new Map(accounts.map(({ id }, place) => [id, place]));
    const gone = base.accounts.flatMap(({ id }, account): RoleSplice[] => {
      const [first, end] = base.roles.ofAccount(account);
      return places.has(id) || first === end ? [] : [{ at: first, removed: end - first, account, rows: [] }];
    });
    const isGone = new Set(gone.map(({ account }) => account));
    const splices = [...this.#splices.filter(({ account }) => !isGone.has(account)), ...gone];
    const columns = withRoles(base.roles.columns, inOrder(splices));
    if (accounts === base.accounts) return columns;
    const place = base.accounts.map(({ id }) => places.get(id) ?? 0);
    return { ...columns, account: columns.account.map((account) => place[account] ?? 0) };
  }

  /** Of accounts whose resources were not collected there are some now: the others are still not known. */
  #resourcesInPart(subjects: readonly Subject[], kept: readonly CoverageGap[]): readonly CoverageGap[] {
    const accounts = subjects.flatMap((one) =>
      one.kind === "resource" || one.kind === "resources" ? [one.account] : [],
    );
    return [...new Set(accounts)].flatMap((account): CoverageGap[] => {
      const index = this.#base.accountIndex(account);
      const isTold = kept.some((gap) => gap.what === "resource-policies" && gap.account === account);
      if (index === null || isTold || (this.#base.accountData(index)?.resources ?? null) !== null) return [];
      const reason = "Its resources were not collected; those that changed since were read one by one.";
      return [{ what: "resource-policies", account, subject: null, reason }];
    });
  }

  #coverage(subjects: readonly Subject[], accounts: readonly Account[]): readonly CoverageGap[] {
    const [base, read] = [this.#base, this.#read];
    const there = new Set(accounts.map(({ id }) => id));
    const isReadAnew = (gap: CoverageGap): boolean => subjects.some((subject) => concerns(gap, subject));
    const kept = base.coverage.filter(
      (gap) => !isReadAnew(gap) && (gap.account === null || there.has(gap.account)),
    );
    const joined = accounts.filter(({ id }) => base.accountIndex(id) === null);
    return [
      ...kept,
      ...read.coverage.filter(isReadAnew),
      ...this.#resourcesInPart(subjects, kept),
      ...joined.map(
        ({ id, name }): CoverageGap => ({
          what: "account",
          account: id,
          subject: name,
          reason: "It has joined the organization, and its IAM data was not collected yet.",
        }),
      ),
    ];
  }
}

/** New roles of one account, which all stand at its end, become one splice. */
function inOrder(splices: readonly RoleSplice[]): readonly RoleSplice[] {
  const sorted = splices.toSorted((a, b) => a.at - b.at || a.account - b.account || b.removed - a.removed);
  const made: RoleSplice[] = [];
  for (const splice of sorted) {
    const last = made.at(-1);
    if (
      last !== undefined &&
      last.at === splice.at &&
      last.removed === 0 &&
      splice.removed === 0 &&
      last.account === splice.account
    ) {
      made[made.length - 1] = { ...last, rows: [...last.rows, ...splice.rows] };
    } else made.push(splice);
  }
  return made;
}

/** In its place, where there was one. */
function replaced<T>(all: readonly T[], isIt: (one: T) => boolean, read: readonly T[]): readonly T[] {
  const now = read.filter(isIt);
  const place = all.findIndex(isIt);
  if (place === -1) return [...all, ...now];
  return [...all.slice(0, place), ...now, ...all.slice(place).filter((one) => !isIt(one))];
}

/** Whether a read of the subject decides what the gap is about. */
function concerns(gap: CoverageGap, subject: Subject): boolean {
  switch (subject.kind) {
    case "organization":
      return (
        gap.what === "organization" ||
        gap.what === "control-policies" ||
        gap.what === "delegated-administrators"
      );
    case "account":
      return gap.account === subject.account;
    case "aws-managed-policy":
      return gap.what === "managed-policy" && gap.subject === subject.arn;
    case "identity-center":
      return gap.what === "identity-center";
    case "identity-providers":
    case "account-settings":
    case "roles-anywhere":
      return gap.account === subject.account && gap.what === subject.kind;
    case "resource":
      return gap.account === subject.account && isArnOf(gap.subject ?? "", subject.arn);
    case "managed-policy":
      return gap.account === subject.account && gap.subject === subject.arn;
    case "resources":
      return (
        gap.account === subject.account && gap.what === "resource-policies" && gap.subject === subject.type
      );
    case "role":
    case "user":
    case "group": {
      const parts = splitArn(gap.subject ?? "");
      const own = `/${subject.name.toLowerCase()}`;
      return (
        gap.account === subject.account &&
        parts?.service === "iam" &&
        parts.resource.startsWith(`${subject.kind}/`) &&
        `/${parts.resource.toLowerCase().slice(subject.kind.length + 1)}`.endsWith(own)
      );
    }
    default:
      return unreachable(subject);
  }
}
