/**
 * The states of an attacker as numbers: to act as a principal; as a principal that was given every permission which its
 * boundary and denials leave; as an account's administrator; as a member of a group that it joined; as a principal whose
 * permissions boundary was taken away; to change what the organization holds over its accounts.
 */
import type { CallerPrincipal } from "../../authz/index.ts";
import type { AccountIndex, Arn, Snapshot } from "../../model/index.ts";
import { arnOfPrincipal, principalOf } from "../principals.ts";

export type ReachNode =
  | { readonly kind: "principal" | "changed"; readonly principal: CallerPrincipal }
  | { readonly kind: "administrator"; readonly account: AccountIndex }
  /** To change what the organization holds over its accounts. */
  | { readonly kind: "organization" }
  /** `group`: its place among the account's groups. */
  | { readonly kind: "member"; readonly principal: CallerPrincipal; readonly group: number }
  | ({ readonly kind: "freed"; readonly principal: CallerPrincipal } & Freed);

/** What a principal without its boundary has besides its own permissions. */
export type Freed = {
  /** It was given every permission. */
  readonly hasEverything: boolean;
  /** The group that it joined, by its place among the account's groups. */
  readonly group: number | null;
};

/** Members by their group; freed ones by these bits, and one more than the group. */
const freedBit = 0x8000_0000;
const everythingBit = 0x4000_0000;

function codeOf({ hasEverything, group }: Freed): number {
  return freedBit + (hasEverything ? everythingBit : 0) + (group === null ? 0 : group + 1);
}

function freedOf(code: number): Freed | null {
  if (code < freedBit) return null;
  const rest = code - freedBit;
  const group = rest % everythingBit;
  return { hasEverything: rest >= everythingBit, group: group === 0 ? null : group - 1 };
}

export class ReachNodes {
  readonly snapshot: Snapshot;
  /** Roles first, then the users of each account in turn. */
  readonly principals: number;
  readonly #userStart: Uint32Array;
  readonly #members: { readonly principal: CallerPrincipal; readonly code: number }[] = [];
  readonly #memberNumbers = new Map<string, number>();

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    const start = new Uint32Array(snapshot.accounts.length + 1);
    start[0] = snapshot.roles.count;
    for (let account = 0; account < snapshot.accounts.length; account++) {
      start[account + 1] = (start[account] ?? 0) + (snapshot.accountData(account)?.users.length ?? 0);
    }
    this.#userStart = start;
    this.principals = start[snapshot.accounts.length] ?? 0;
  }

  /** Principals, and what they have more, of members and freed ones, in pairs: what {@link withMembers} takes. */
  get members(): Uint32Array {
    return Uint32Array.from(
      this.#members.flatMap(({ principal, code }) => [this.ofPrincipal(principal), code]),
    );
  }

  /** Numbers the members as they were numbered before. */
  withMembers(pairs: Uint32Array): this {
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      this.#ofCode(this.principalAt(pairs[at] ?? 0), pairs[at + 1] ?? 0);
    }
    return this;
  }

  get count(): number {
    return this.#firstMember + this.#members.length;
  }

  get #firstAdministrator(): number {
    return 2 * this.principals;
  }

  get organization(): number {
    return this.#firstAdministrator + this.snapshot.accounts.length;
  }

  get #firstMember(): number {
    return this.organization + 1;
  }

  ofPrincipal(principal: CallerPrincipal): number {
    return principal.kind === "role"
      ? principal.index
      : (this.#userStart[principal.account] ?? 0) + principal.index;
  }

  ofChanged(principal: CallerPrincipal): number {
    return this.changedOf(this.ofPrincipal(principal));
  }

  /** Of a principal's node, the one with every permission. */
  changedOf(node: number): number {
    return this.principals + node;
  }

  ofAdministrator(account: AccountIndex): number {
    return this.#firstAdministrator + account;
  }

  /** Made when first asked for. */
  ofMember(principal: CallerPrincipal, group: number): number {
    return this.#ofCode(principal, group);
  }

  /** Without its boundary; made when first asked for. */
  ofFreed(principal: CallerPrincipal, freed: Freed): number {
    return this.#ofCode(principal, codeOf(freed));
  }

  #ofCode(principal: CallerPrincipal, code: number): number {
    const key = `${this.ofPrincipal(principal)} ${code}`;
    let number = this.#memberNumbers.get(key);
    if (number === undefined) {
      number = this.#members.push({ principal, code }) - 1;
      this.#memberNumbers.set(key, number);
    }
    return this.#firstMember + number;
  }

  /** A role's, user's or session's ARN; null: the snapshot holds no such principal. */
  ofArn(arn: string): number | null {
    const principal = principalOf(arn, this.snapshot);
    return principal === null ? null : this.ofPrincipal(principal);
  }

  at(node: number): ReachNode {
    if (node < this.principals) return { kind: "principal", principal: this.principalAt(node) };
    if (node < this.#firstAdministrator) {
      return { kind: "changed", principal: this.principalAt(node - this.principals) };
    }
    if (node === this.organization) return { kind: "organization" };
    if (node < this.#firstMember) {
      return { kind: "administrator", account: node - this.#firstAdministrator };
    }
    const member = this.#members[node - this.#firstMember];
    if (member === undefined) throw new RangeError(`there is no node ${node}`);
    const { principal, code } = member;
    const freed = freedOf(code);
    return freed === null
      ? { kind: "member", principal, group: code }
      : { kind: "freed", principal, ...freed };
  }

  /** Null: an account's administrator, whoever that is, and the organization. */
  arnOf(node: number): Arn | null {
    const found = this.at(node);
    return found.kind === "administrator" || found.kind === "organization"
      ? null
      : arnOfPrincipal(found.principal, this.snapshot);
  }

  /** The organization is of its management account. */
  accountOf(node: number): AccountIndex {
    const found = this.at(node);
    if (found.kind === "organization") {
      return this.snapshot.accountIndex(this.snapshot.organization?.managementAccount ?? "") ?? 0;
    }
    if (found.kind === "administrator") return found.account;
    return found.principal.kind === "user"
      ? found.principal.account
      : (this.snapshot.roles.account[found.principal.index] ?? 0);
  }

  /** Of every node: quicker than to ask for one after the other. */
  get accounts(): Uint32Array {
    const all = new Uint32Array(this.count);
    all.set(this.snapshot.roles.account);
    for (let account = 0; account < this.snapshot.accounts.length; account++)
      all.fill(account, this.#userStart[account], this.#userStart[account + 1]);
    all.copyWithin(this.principals, 0, this.principals);
    for (let node = 2 * this.principals; node < all.length; node++) all[node] = this.accountOf(node);
    return all;
  }

  principalAt(number: number): CallerPrincipal {
    const { roles, accounts } = this.snapshot;
    if (number < roles.count) return { kind: "role", index: number };
    // The last account whose users start at or before the number.
    let low = 0;
    let high = accounts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#userStart[middle] ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    return { kind: "user", account: low, index: number - (this.#userStart[low] ?? 0) };
  }
}
