/** The roles' face: rows out of columns, and look-up by name. */

import type { DocumentIndex } from "./documents.ts";
import type { AccountId, Arn, UniqueId } from "./identifiers.ts";
import { iamArn, splitArn } from "./identifiers.ts";
import type { Account } from "./organization.ts";
import { noText, type RoleColumns } from "./role-columns.ts";
import {
  type AccountIndex,
  type InlinePolicy,
  noDocument,
  notKnown,
  type Role,
  type RoleIndex,
  type RoleTable,
} from "./snapshot.ts";

// INVARIANT: the columns hold only what a builder was given as an identifier or a file's reader has checked; hence the
// `as` of texts to Arn and UniqueId below.
export function roleTable(
  columns: RoleColumns,
  accounts: readonly Account[],
  accountIndex: (id: string) => AccountIndex | null,
): RoleTable {
  return new ColumnRoles(columns, accounts, accountIndex);
}

/** Lower-case name to role, by account; made for an account when it is first asked for. */
type NamesByAccount = (ReadonlyMap<string, RoleIndex> | undefined)[];

/** Snapshots that were patched mostly share these columns, and look names up over and over. */
const known = new WeakMap<
  RoleColumns["names"],
  { readonly account: Uint32Array; readonly byName: NamesByAccount }
>();

function namesByAccount({ names, account }: RoleColumns): NamesByAccount {
  const shared = known.get(names);
  if (shared?.account === account) return shared.byName;
  const byName: NamesByAccount = [];
  known.set(names, { account, byName });
  return byName;
}

class ColumnRoles implements RoleTable {
  readonly columns: RoleColumns;
  readonly #accounts: readonly Account[];
  readonly #accountIndex: (id: string) => AccountIndex | null;
  readonly #byName: NamesByAccount;
  #firstOfAccount: Uint32Array | null = null;

  constructor(
    columns: RoleColumns,
    accounts: readonly Account[],
    accountIndex: (id: string) => AccountIndex | null,
  ) {
    this.columns = columns;
    this.#accounts = accounts;
    this.#accountIndex = accountIndex;
    this.#byName = namesByAccount(columns);
  }

  get count(): number {
    return this.columns.count;
  }
  get account(): Uint32Array {
    return this.columns.account;
  }
  get trustPolicy(): Uint32Array {
    return this.columns.trustPolicy;
  }
  get lastUsedAt(): Uint32Array {
    return this.columns.lastUsedAt;
  }
  get createdAt(): Uint32Array {
    return this.columns.createdAt;
  }
  get maxSessionSeconds(): Uint32Array {
    return this.columns.maxSessionSeconds;
  }

  name(index: RoleIndex): string {
    return this.columns.names.at(index);
  }

  path(index: RoleIndex): string {
    return this.#text(this.columns.path[index]) ?? "/";
  }

  uniqueId(index: RoleIndex): UniqueId {
    return this.columns.uniqueIds.at(index) as UniqueId;
  }

  arn(index: RoleIndex): Arn {
    const account = this.#accountOf(index);
    return iamArn(account.partition, account.id, "role", this.path(index), this.name(index));
  }

  row(index: RoleIndex): Role {
    const columns = this.columns;
    const trust = columns.trustPolicy[index] ?? noDocument;
    const created = columns.createdAt[index] ?? notKnown;
    const used = columns.lastUsedAt[index] ?? notKnown;
    return {
      index,
      arn: this.arn(index),
      account: this.#accountOf(index).id,
      name: this.name(index),
      path: this.path(index),
      uniqueId: this.uniqueId(index),
      trustPolicy: trust === noDocument ? null : (trust as DocumentIndex),
      inlinePolicies: elements(
        columns.inlineStart,
        index,
        (at): InlinePolicy => ({
          name: columns.texts.at(columns.inlineName[at] ?? noText),
          document: columns.inlineDocument[at] as DocumentIndex,
        }),
      ),
      attachedPolicies: elements(columns.attachedStart, index, (at) =>
        this.#arnText(columns.attachedPolicy[at]),
      ),
      permissionsBoundary: this.#text(columns.permissionsBoundary[index]) as Arn | null,
      createdAt: created === notKnown ? null : created,
      lastUsedAt: used === notKnown ? null : used === 0 ? "never" : used,
      maxSessionSeconds: columns.maxSessionSeconds[index] ?? 3600,
      description: this.#text(columns.description[index]),
      tags: elements(columns.tagStart, index, (at) => ({
        key: columns.texts.at(columns.tagKey[at] ?? noText),
        value: columns.texts.at(columns.tagValue[at] ?? noText),
      })),
      instanceProfiles: elements(columns.profileStart, index, (at) => this.#arnText(columns.profile[at])),
    };
  }

  ofAccount(account: AccountIndex): readonly [RoleIndex, RoleIndex] {
    this.#firstOfAccount ??= firstRoles(this.columns.account, this.#accounts.length);
    return [this.#firstOfAccount[account] ?? this.count, this.#firstOfAccount[account + 1] ?? this.count];
  }

  byArn(arn: string): RoleIndex | null {
    const parts = splitArn(arn);
    if (parts === null) return null;
    const account = this.#accountIndex(parts.account);
    if (account === null || this.#accounts[account]?.partition !== parts.partition) return null;
    const resource = parts.resource.split("/");
    if (parts.service === "iam" && resource[0] === "role" && resource.length > 1) {
      return this.#named(account, resource.at(-1) ?? "");
    }
    if (parts.service === "sts" && resource[0] === "assumed-role" && resource.length > 1) {
      return this.#named(account, resource[1] ?? "");
    }
    return null;
  }

  byName(account: AccountId, name: string): RoleIndex | null {
    const index = this.#accountIndex(account);
    return index === null ? null : this.#named(index, name);
  }

  #named(account: AccountIndex, name: string): RoleIndex | null {
    let names = this.#byName[account];
    if (names === undefined) {
      const [first, end] = this.ofAccount(account);
      const made = new Map<string, RoleIndex>();
      for (let index = first; index < end; index += 1) made.set(this.name(index).toLowerCase(), index);
      names = made;
      this.#byName[account] = names;
    }
    return names.get(name.toLowerCase()) ?? null;
  }

  #accountOf(index: RoleIndex): Account {
    const account = this.#accounts[this.columns.account[index] ?? -1];
    if (account === undefined) throw new RangeError(`there is no role ${index}`);
    return account;
  }

  #text(number: number | undefined): string | null {
    return number === undefined || number === noText ? null : this.columns.texts.at(number);
  }

  #arnText(number: number | undefined): Arn {
    return this.columns.texts.at(number ?? noText) as Arn;
  }
}

/** Where each account's roles begin; the roles stand in the order of the accounts. */
function firstRoles(account: Uint32Array, accounts: number): Uint32Array {
  const first = new Uint32Array(accounts + 1);
  for (const number of account) first[number + 1] = (first[number + 1] ?? 0) + 1;
  for (let at = 1; at <= accounts; at += 1) first[at] = (first[at] ?? 0) + (first[at - 1] ?? 0);
  return first;
}

function elements<T>(start: Uint32Array, index: number, element: (at: number) => T): T[] {
  const list: T[] = [];
  const end = start[index + 1] ?? 0;
  for (let at = start[index] ?? 0; at < end; at += 1) list.push(element(at));
  return list;
}
