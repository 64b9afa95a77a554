/**
 * Callers and roles of a trail against the snapshot's. A trail tells ARNs without paths, unique ids without ARNs, and principals that
 * are gone or were made anew under the same name since (IAM-SEMANTICS 13, 14); each is told apart here, once.
 */
import {
  type AccountId,
  type Arn,
  isAccountId,
  type Partition,
  type Role,
  type RoleIndex,
  type Snapshot,
  splitArn,
  type UseCaller,
  type User,
} from "../../model/index.ts";

/** What the snapshot knows of who called. */
export type CallerStanding =
  | { readonly kind: "role"; readonly role: RoleIndex }
  | { readonly kind: "user"; readonly user: User }
  /** The account was read, and holds no such principal. */
  | { readonly kind: "gone" }
  /** One of that name is there, made after the call, or with another unique id. */
  | { readonly kind: "made-anew"; readonly arn: Arn }
  /** The account is not in the snapshot, or was not read. */
  | { readonly kind: "not-held" }
  /** No principal of an account's: a service, an identity provider, a root user, or an account alone. */
  | { readonly kind: "not-a-principal" };

export type ResolvedCaller = {
  readonly caller: UseCaller;
  /** The principal's own ARN, with its path where the snapshot or the trail tells it; null where neither does. */
  readonly arn: Arn | null;
  readonly account: AccountId | null;
  readonly standing: CallerStanding;
  /** The organization's: it lies in one. */
  readonly partition: Partition;
};

/** What the snapshot knows of what was assumed. */
export type RoleStanding =
  | { readonly kind: "held"; readonly role: RoleIndex }
  | { readonly kind: "gone" }
  /** The role of that name was made after the call. */
  | { readonly kind: "made-anew"; readonly role: RoleIndex }
  | { readonly kind: "not-held" }
  /** An account's root user, by AssumeRoot. */
  | { readonly kind: "root" }
  /** The call assumes no role, or the event doesn't tell which. */
  | { readonly kind: "none" };

export type ResolvedRole = {
  readonly arn: Arn | null;
  readonly account: AccountId | null;
  readonly standing: RoleStanding;
};

export interface Resolver {
  /** `at`: of the last of the calls, in milliseconds since 1970. */
  caller(caller: UseCaller, at: number): ResolvedCaller;
  role(arn: Arn | null, at: number): ResolvedRole;
}

export function resolver(snapshot: Snapshot): Resolver {
  return new SnapshotResolver(snapshot);
}

type Ids = { readonly roles: ReadonlyMap<string, RoleIndex>; readonly users: ReadonlyMap<string, User> };

class SnapshotResolver implements Resolver {
  readonly #snapshot: Snapshot;
  /** By account: only few of them come up. */
  readonly #ids = new Map<AccountId, Ids | null>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  caller(caller: UseCaller, at: number): ResolvedCaller {
    return { ...this.#known(caller, at), partition: this.#snapshot.accounts[0]?.partition ?? "aws" };
  }

  #known(caller: UseCaller, at: number): Omit<ResolvedCaller, "partition"> {
    switch (caller.kind) {
      case "role":
      case "user": {
        const standing = caller.kind === "role" ? this.#role(caller, at) : this.#user(caller, at);
        return { caller, arn: this.#arnOf(standing) ?? caller.arn, account: caller.account, standing };
      }
      case "root":
      case "account":
        return { caller, arn: null, account: caller.account, standing: { kind: "not-a-principal" } };
      case "federated": {
        const account = splitArn(caller.provider)?.account ?? "";
        return {
          caller,
          arn: null,
          account: isAccountId(account) ? account : null,
          standing: { kind: "not-a-principal" },
        };
      }
      case "service":
      case "certificate":
      case "identity-center-user":
      case "unknown":
        return { caller, arn: null, account: null, standing: { kind: "not-a-principal" } };
    }
  }

  role(arn: Arn | null, at: number): ResolvedRole {
    const parts = arn === null ? null : splitArn(arn);
    if (arn === null || parts === null) return { arn, account: null, standing: { kind: "none" } };
    const account = isAccountId(parts.account) ? parts.account : null;
    if (parts.resource === "root") return { arn, account, standing: { kind: "root" } };
    if (account === null) return { arn, account, standing: { kind: "not-held" } };
    // A role may have been read by itself, without the rest of its account.
    const role = this.#snapshot.roles.byArn(arn) ?? this.#ofPermissionSet(arn, account);
    if (role === null) {
      const isRead = this.#idsOf(account) !== null;
      return { arn, account, standing: { kind: isRead ? "gone" : "not-held" } };
    }
    const kind = isAfter(this.#snapshot.roles.row(role).createdAt, at) ? "made-anew" : "held";
    return { arn: this.#snapshot.roles.arn(role), account, standing: { kind, role } };
  }

  /** Identity Center's events name the permission set alone; its role's name goes on with sixteen hexadecimal digits. */
  #ofPermissionSet(arn: Arn, account: AccountId): RoleIndex | null {
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const index = this.#snapshot.accountIndex(account);
    if (index === null || !name.startsWith("AWSReservedSSO_")) return null;
    const { roles } = this.#snapshot;
    const [first, end] = roles.ofAccount(index);
    for (let role = first; role < end; role++) {
      const own = roles.name(role);
      if (own.startsWith(`${name}_`) && /^[0-9a-f]{16}$/.test(own.slice(name.length + 1))) return role;
    }
    return null;
  }

  #arnOf(standing: CallerStanding): Arn | null {
    switch (standing.kind) {
      case "role":
        return this.#snapshot.roles.arn(standing.role);
      case "user":
        return standing.user.arn;
      case "made-anew":
        return standing.arn;
      default:
        return null;
    }
  }

  #role({ account, arn, id }: Extract<UseCaller, { kind: "role" }>, at: number): CallerStanding {
    const ids = this.#idsOf(account);
    if (ids === null) return { kind: "not-held" };
    const byId = id === null ? undefined : ids.roles.get(id);
    if (byId !== undefined) return { kind: "role", role: byId };
    const byName = arn === null ? null : this.#snapshot.roles.byArn(arn);
    if (byName === null) return { kind: "gone" };
    const role = this.#snapshot.roles.row(byName);
    return isAnother(role, id, at) ? { kind: "made-anew", arn: role.arn } : { kind: "role", role: byName };
  }

  #user({ account, arn, id }: Extract<UseCaller, { kind: "user" }>, at: number): CallerStanding {
    const ids = this.#idsOf(account);
    if (ids === null) return { kind: "not-held" };
    const byId = id === null ? undefined : ids.users.get(id);
    if (byId !== undefined) return { kind: "user", user: byId };
    const name = arn === null ? null : arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
    const byName = [...ids.users.values()].find((user) => user.name.toLowerCase() === name);
    if (byName === undefined) return { kind: "gone" };
    return isAnother(byName, id, at)
      ? { kind: "made-anew", arn: byName.arn }
      : { kind: "user", user: byName };
  }

  /** Null: the account was not read. */
  #idsOf(account: AccountId): Ids | null {
    const known = this.#ids.get(account);
    if (known !== undefined) return known;
    const index = this.#snapshot.accountIndex(account);
    const isRead = index !== null && this.#snapshot.accounts[index]?.hasData === true;
    const ids = index === null || !isRead ? null : this.#read(index);
    this.#ids.set(account, ids);
    return ids;
  }

  #read(account: number): Ids {
    const { roles } = this.#snapshot;
    const [first, end] = roles.ofAccount(account);
    const byId = new Map<string, RoleIndex>();
    for (let role = first; role < end; role++) byId.set(roles.uniqueId(role), role);
    const users = this.#snapshot.accountData(account)?.users ?? [];
    return { roles: byId, users: new Map(users.map((user) => [user.uniqueId, user])) };
  }
}

/** Of the same name, and not the same. */
function isAnother(
  held: Pick<Role | User, "uniqueId" | "createdAt">,
  id: string | null,
  at: number,
): boolean {
  return id === null ? isAfter(held.createdAt, at) : id !== held.uniqueId;
}

/** `createdAt` in seconds; the call's time is told in whole seconds too. */
function isAfter(createdAt: number | null, at: number): boolean {
  return createdAt !== null && createdAt > Math.floor(at / 1000);
}
