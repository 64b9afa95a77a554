/**
 * A snapshot as it would be after a change: the columns that change are copied, everything else is shared with the snapshot
 * it was made from. Roles and accounts keep their numbers unless an account leaves.
 */
import { columnSnapshot } from "./column-snapshot.ts";
import { type DocumentIndex, toTemplate } from "./documents.ts";
import { type AccountId, type Arn, iamArn, type UniqueId } from "./identifiers.ts";
import { err, ok, type Result, unreachable } from "./result.ts";
import { noText, type RoleColumns } from "./role-columns.ts";
import type { AccountData, AccountIndex, Group, RoleIndex, Snapshot, User } from "./snapshot.ts";
import type { TextColumn } from "./text-column.ts";
import { columnsWithoutAccount } from "./without-account.ts";

/** Whose policies are changed. Users and groups by name, in the snapshot's spelling. */
export type PolicyHolder =
  | { readonly kind: "role"; readonly role: RoleIndex }
  | { readonly kind: "user" | "group"; readonly account: AccountIndex; readonly name: string };

/** One change. `text`: the policy's JSON as its owner writes it; null: the policy is taken away. */
export type SnapshotEdit =
  | { readonly kind: "trust-policy"; readonly role: RoleIndex; readonly text: string }
  | {
      readonly kind: "inline-policy";
      readonly holder: PolicyHolder;
      readonly name: string;
      readonly text: string | null;
    }
  | { readonly kind: "detach-policy"; readonly holder: PolicyHolder; readonly policy: Arn }
  | {
      readonly kind: "managed-policy";
      readonly account: AccountIndex;
      readonly policy: Arn;
      readonly text: string;
    }
  | {
      readonly kind: "resource-policy";
      readonly account: AccountIndex;
      readonly resource: Arn;
      readonly text: string | null;
    }
  /** `id` as `p-…`. */
  | { readonly kind: "control-policy"; readonly id: string; readonly text: string }
  /** A new user that may do whatever control policies leave: what an attacker with the account's root or an administrator is. */
  | { readonly kind: "administrator-appears"; readonly account: AccountIndex; readonly name: string }
  /** Whatever trusts it trusts an outsider from then on. */
  | { readonly kind: "account-leaves"; readonly account: AccountIndex };

/** What an edit names and the snapshot does not hold, in words for people. */
export type EditFault = { readonly message: string };

/**
 * Applies the edits one after the other; `account-leaves` last of all, as it alone gives accounts and roles other numbers.
 * What was collected is not questioned: a policy text is not parsed here.
 */
export function editedSnapshot(
  snapshot: Snapshot,
  edits: readonly SnapshotEdit[],
): Result<Snapshot, EditFault> {
  const draft = new SnapshotDraft(snapshot);
  for (const edit of edits) {
    const fault = draft.apply(edit);
    if (fault !== null) return err({ message: fault });
  }
  return ok(draft.snapshot());
}

const everything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`;

// As of no user that AWS has made: those have 17 characters after the prefix.
const madeUpId = "AIDAACCESSLENSMADEUP" as UniqueId;

/** What an edited snapshot lies over, so that the next one lies over the same however many edits there were. */
type Layer = {
  readonly documents: Snapshot["documents"];
  readonly added: readonly string[];
  readonly accountData: (account: AccountIndex) => AccountData | null;
};

const layers = new WeakMap<Snapshot, Layer>();

class SnapshotDraft {
  readonly #base: Snapshot;
  readonly #added: string[] = [];
  readonly #addedNumbers = new Map<string, DocumentIndex>();
  readonly #accounts = new Map<AccountIndex, AccountData>();
  readonly #leaving = new Set<AccountIndex>();
  #columns: RoleColumns;
  #organization: Snapshot["organization"];

  constructor(base: Snapshot) {
    this.#base = base;
    this.#columns = base.roles.columns;
    this.#organization = base.organization;
  }

  /** Null: done. */
  apply(edit: SnapshotEdit): string | null {
    switch (edit.kind) {
      case "trust-policy":
        return this.#setTrust(edit.role, edit.text);
      case "inline-policy":
        return edit.holder.kind === "role"
          ? this.#setRolePolicy(edit.holder.role, edit.name, edit.text)
          : this.#changeHolder(edit.holder, (holder, owner) =>
              withInline(holder, edit.name, edit.text === null ? null : this.#document(edit.text, owner)),
            );
      case "detach-policy":
        return edit.holder.kind === "role"
          ? this.#detachFromRole(edit.holder.role, edit.policy)
          : this.#changeHolder(edit.holder, (holder) =>
              holder.attachedPolicies.includes(edit.policy)
                ? {
                    ...holder,
                    attachedPolicies: holder.attachedPolicies.filter((arn) => arn !== edit.policy),
                  }
                : null,
            );
      case "managed-policy":
        return this.#setManaged(edit.account, edit.policy, edit.text);
      case "resource-policy":
        return this.#setResourcePolicy(edit.account, edit.resource, edit.text);
      case "control-policy":
        return this.#setControl(edit.id, edit.text);
      case "administrator-appears":
        return this.#addAdministrator(edit.account, edit.name);
      case "account-leaves":
        return this.#leave(edit.account);
      default:
        return unreachable(edit);
    }
  }

  snapshot(): Snapshot {
    const base = this.#base;
    const leaving = [...this.#leaving].sort((a, b) => b - a);
    const kept = base.accounts.map((_, index) => index).filter((index) => !this.#leaving.has(index));
    const ids = new Set(leaving.map((index) => base.accounts[index]?.id));
    const layer = this.#layer(kept);
    const snapshot = columnSnapshot({
      createdAt: base.createdAt,
      source: base.source,
      organization: this.#organization,
      accounts: kept.flatMap((index) => base.accounts[index] ?? []),
      roles: leaving.reduce(columnsWithoutAccount, this.#columns),
      templates: templatesOf(layer),
      awsManagedPolicies: base.awsManagedPolicies,
      accountData: layer.accountData,
      identityCenter: base.identityCenter,
      coverage: base.coverage.filter(({ account }) => account === null || !ids.has(account)),
    });
    layers.set(snapshot, layer);
    return snapshot;
  }

  #layer(kept: readonly number[]): Layer {
    const base = this.#base;
    const below = layers.get(base);
    const accounts = new Map(this.#accounts);
    const isSame = accounts.size === 0 && kept.length === base.accounts.length;
    return {
      documents: below?.documents ?? base.documents,
      added: [...(below?.added ?? []), ...this.#added],
      accountData:
        isSame && below !== undefined
          ? below.accountData
          : (index) => accounts.get(kept[index] ?? -1) ?? base.accountData(kept[index] ?? -1),
    };
  }

  #document(text: string, owner: AccountId | null): DocumentIndex {
    const template = toTemplate(text, owner);
    const known = this.#addedNumbers.get(template);
    if (known !== undefined) return known;
    const number = (this.#base.documents.count + this.#added.push(template) - 1) as DocumentIndex;
    this.#addedNumbers.set(template, number);
    return number;
  }

  #setTrust(role: RoleIndex, text: string): string | null {
    const owner = this.#ownerOf(role);
    if (owner === null) return `there is no role ${role}`;
    const trustPolicy = this.#columns.trustPolicy.slice();
    trustPolicy[role] = this.#document(text, owner);
    this.#columns = { ...this.#columns, trustPolicy };
    return null;
  }

  #setRolePolicy(role: RoleIndex, name: string, text: string | null): string | null {
    const owner = this.#ownerOf(role);
    const { inlineStart, inlineName, inlineDocument, texts } = this.#columns;
    const at = placeIn(inlineStart, role, (place) => texts.at(inlineName[place] ?? noText) === name);
    if (owner === null || at === null) return `the role has no inline policy ${name}`;
    if (text === null) {
      this.#columns = {
        ...this.#columns,
        inlineStart: shortened(inlineStart, role),
        inlineName: without(inlineName, at),
        inlineDocument: without(inlineDocument, at),
      };
    } else {
      const documents = inlineDocument.slice();
      documents[at] = this.#document(text, owner);
      this.#columns = { ...this.#columns, inlineDocument: documents };
    }
    return null;
  }

  #detachFromRole(role: RoleIndex, policy: Arn): string | null {
    const { attachedStart, attachedPolicy, texts } = this.#columns;
    const at = placeIn(attachedStart, role, (place) => texts.at(attachedPolicy[place] ?? noText) === policy);
    if (at === null) return `${policy} is not attached to the role`;
    this.#columns = {
      ...this.#columns,
      attachedStart: shortened(attachedStart, role),
      attachedPolicy: without(attachedPolicy, at),
    };
    return null;
  }

  /** `change` answers null where the holder has no such policy. */
  #changeHolder(
    holder: Exclude<PolicyHolder, { readonly kind: "role" }>,
    change: <T extends User | Group>(holder: T, owner: AccountId) => T | null,
  ): string | null {
    const owner = this.#base.accounts[holder.account]?.id;
    const data = this.#dataOf(holder.account);
    if (owner === undefined || data === null) return `nothing was read of the account of ${holder.name}`;
    const changed = <T extends User | Group>(all: readonly T[]): readonly T[] | null => {
      const old = all.find(({ name }) => name === holder.name);
      const made = old === undefined ? null : change(old, owner);
      return made === null ? null : all.map((one) => (one === old ? made : one));
    };
    if (holder.kind === "user") {
      const users = changed(data.users);
      if (users === null) return `the user ${holder.name} has no such policy`;
      this.#accounts.set(holder.account, { ...data, users });
    } else {
      const groups = changed(data.groups);
      if (groups === null) return `the group ${holder.name} has no such policy`;
      this.#accounts.set(holder.account, { ...data, groups });
    }
    return null;
  }

  #setManaged(account: AccountIndex, policy: Arn, text: string): string | null {
    const data = this.#dataOf(account);
    const owner = this.#base.accounts[account]?.id ?? null;
    if (data === null || !data.managedPolicies.some(({ arn }) => arn === policy))
      return `the account has no managed policy ${policy}`;
    const document = this.#document(text, owner);
    const managedPolicies = data.managedPolicies.map((one) =>
      one.arn === policy ? { ...one, document } : one,
    );
    this.#accounts.set(account, { ...data, managedPolicies });
    return null;
  }

  #setResourcePolicy(account: AccountIndex, resource: Arn, text: string | null): string | null {
    const data = this.#dataOf(account);
    const owner = this.#base.accounts[account]?.id ?? null;
    if (data?.resources == null || !data.resources.some(({ arn }) => arn === resource))
      return `the snapshot holds no resource ${resource}`;
    const policy = text === null ? null : this.#document(text, owner);
    const resources = data.resources.map((one) => (one.arn === resource ? { ...one, policy } : one));
    this.#accounts.set(account, { ...data, resources });
    return null;
  }

  #setControl(id: string, text: string): string | null {
    const policies = this.#organization?.controlPolicies ?? null;
    if (this.#organization === null || policies === null || !policies.some((one) => one.id === id))
      return `the snapshot holds no control policy ${id}`;
    const document = this.#document(text, null);
    const controlPolicies = policies.map((one) => (one.id === id ? { ...one, document } : one));
    this.#organization = { ...this.#organization, controlPolicies };
    return null;
  }

  #addAdministrator(account: AccountIndex, name: string): string | null {
    const owner = this.#base.accounts[account];
    const data = this.#dataOf(account);
    if (owner === undefined || data === null) return `nothing was read of account ${owner?.id ?? account}`;
    if (data.users.some((user) => user.name.toLowerCase() === name.toLowerCase()))
      return `the account has a user ${name} already`;
    const user: User = {
      arn: iamArn(owner.partition, owner.id, "user", "/", name),
      account: owner.id,
      name,
      path: "/",
      uniqueId: madeUpId,
      inlinePolicies: [{ name: "everything", document: this.#document(everything, owner.id) }],
      attachedPolicies: [],
      permissionsBoundary: null,
      groups: [],
      createdAt: null,
      tags: [],
    };
    this.#accounts.set(account, { ...data, users: [...data.users, user] });
    return null;
  }

  #leave(account: AccountIndex): string | null {
    const id = this.#base.accounts[account]?.id;
    if (id === undefined) return `there is no account ${account}`;
    if (this.#organization?.managementAccount === id)
      return `${id} is the management account, which can't leave its organization`;
    this.#leaving.add(account);
    if (this.#organization === null) return null;
    const delegated = this.#organization.delegatedAdministrators;
    const delegatedAdministrators = delegated === null ? null : delegated.filter((one) => one.account !== id);
    this.#organization = { ...this.#organization, delegatedAdministrators };
    return null;
  }

  #dataOf(account: AccountIndex): AccountData | null {
    return this.#accounts.get(account) ?? this.#base.accountData(account);
  }

  #ownerOf(role: RoleIndex): AccountId | null {
    return this.#base.accounts[this.#columns.account[role] ?? -1]?.id ?? null;
  }
}

function templatesOf({ documents, added }: Layer): TextColumn {
  return {
    length: documents.count + added.length,
    at: (index) =>
      index < documents.count
        ? documents.template(index as DocumentIndex)
        : (added[index - documents.count] ?? ""),
  };
}

/** `document` null: the policy is taken away. Null: the holder has no inline policy of that name. */
function withInline<T extends User | Group>(
  holder: T,
  name: string,
  document: DocumentIndex | null,
): T | null {
  if (!holder.inlinePolicies.some((one) => one.name === name)) return null;
  const inlinePolicies = holder.inlinePolicies.flatMap((one) =>
    one.name !== name ? [one] : document === null ? [] : [{ name, document }],
  );
  return { ...holder, inlinePolicies };
}

function placeIn(start: Uint32Array, owner: number, is: (place: number) => boolean): number | null {
  for (let place = start[owner] ?? 0; place < (start[owner + 1] ?? 0); place++) if (is(place)) return place;
  return null;
}

/** The starts of lists, of which the owner's has lost an element. */
function shortened(start: Uint32Array, owner: number): Uint32Array {
  return start.map((place, index) => (index > owner ? place - 1 : place));
}

function without(values: Uint32Array, at: number): Uint32Array {
  const left = new Uint32Array(values.length - 1);
  left.set(values.subarray(0, at));
  left.set(values.subarray(at + 1), at);
  return left;
}
