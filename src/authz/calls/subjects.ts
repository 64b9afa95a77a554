/** Makes subjects of a snapshot's principals. */
import {
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  type Group,
  noDocument,
  type Role,
  type RoleIndex,
  type Snapshot,
  type User,
} from "../../model/index.ts";
import type { CallerPrincipal } from "../caller/principal-policies.ts";
import { isServiceLinked } from "../controls/control-library.ts";
import { tagsByKey } from "../trust/situation.ts";
import type { ActionMask, ActionSet } from "./action-set.ts";
import type { CallPolicyLibrary } from "./call-policies.ts";
import type { NamedCallPolicy, Subject } from "./subject.ts";

export class SubjectLibrary {
  readonly #snapshot: Snapshot;
  readonly #actions: ActionSet;
  readonly #policies: CallPolicyLibrary;
  readonly #taggable: (role: RoleIndex) => boolean;

  /** `sessionsMayBeTagged`: whether a role's trust policy lets anybody tag its sessions (IAM-SEMANTICS 30). */
  constructor(
    snapshot: Snapshot,
    actions: ActionSet,
    policies: CallPolicyLibrary,
    sessionsMayBeTagged: (role: RoleIndex) => boolean,
  ) {
    this.#snapshot = snapshot;
    this.#actions = actions;
    this.#policies = policies;
    this.#taggable = sessionsMayBeTagged;
  }

  /** By the role's trust policy, which says nothing else of a subject. */
  sessionsMayBeTagged(role: RoleIndex): boolean {
    return this.#taggable(role);
  }

  /** Null for a user that does not exist. */
  subjectOf(principal: CallerPrincipal): Subject | null {
    const { roles } = this.#snapshot;
    if (principal.kind === "role") {
      return this.#ofRole(roles.row(principal.index), roles.account[principal.index] ?? 0);
    }
    const user = this.#snapshot.accountData(principal.account)?.users[principal.index];
    return user === undefined ? null : this.#ofUser(user, principal.account);
  }

  /** The user as one more member of the group. */
  asMember(own: Subject, group: Group): Subject {
    const more = this.#all(group.inlinePolicies, group.attachedPolicies, `${group.name}/`, own.account);
    let mayAllow = own.mayAllow;
    for (const { policy } of more) mayAllow |= policy?.allows ?? this.#actions.all;
    return { ...own, identity: [...own.identity, ...more], mayAllow };
  }

  /** Somebody of the account who is allowed everything that SCPs leave: its administrator can make one. */
  administratorOf(account: AccountIndex): Subject {
    const id = this.#accountId(account);
    return {
      name: `an administrator of account ${id}`,
      party: { kind: "account", account: id },
      account,
      accountId: id,
      arn: null,
      tags: null,
      identity: [],
      hasEverything: true,
      boundary: null,
      isServiceLinked: false,
      mayAllow: this.#actions.all,
    };
  }

  /** Which of the actions a role's own policies may allow, without making a subject of it. */
  mayAllowOfRole(role: RoleIndex): ActionMask {
    const { columns } = this.#snapshot.roles;
    let mask = 0n;
    for (let at = columns.inlineStart[role] ?? 0; at < (columns.inlineStart[role + 1] ?? 0); at++) {
      // INVARIANT: document numbers of the columns are indexes of the table.
      const document = (columns.inlineDocument[at] ?? noDocument) as DocumentIndex;
      mask |= this.#policies.policy(document)?.allows ?? this.#actions.all;
    }
    for (let at = columns.attachedStart[role] ?? 0; at < (columns.attachedStart[role + 1] ?? 0); at++) {
      // INVARIANT: the column holds what was attached, by ARN.
      const arn = columns.texts.at(columns.attachedPolicy[at] ?? 0) as Arn;
      const found = this.#snapshot.managedPolicy(arn, columns.account[role] ?? 0);
      const policy = found === null ? null : this.#policies.policy(found.document);
      mask |= policy?.allows ?? this.#actions.all;
    }
    return mask;
  }

  #ofRole(role: Role, account: AccountIndex): Subject {
    const identity = this.#all(role.inlinePolicies, role.attachedPolicies, "", account);
    return this.#subject(role, "role", account, identity, {
      own: tagsByKey(role.tags),
      sessionsMayBeTagged: () => this.#taggable(role.index),
    });
  }

  #ofUser(user: User, account: AccountIndex): Subject {
    const identity = [...this.#all(user.inlinePolicies, user.attachedPolicies, "", account)];
    for (const group of this.#snapshot.accountData(account)?.groups ?? []) {
      if (!user.groups.includes(group.name)) continue;
      identity.push(...this.#all(group.inlinePolicies, group.attachedPolicies, `${group.name}/`, account));
    }
    const tags = { own: tagsByKey(user.tags), sessionsMayBeTagged: () => false };
    return this.#subject(user, "user", account, identity, tags);
  }

  #subject(
    { arn, path, permissionsBoundary }: Pick<Role, "arn" | "path" | "permissionsBoundary">,
    kind: "role" | "user",
    account: AccountIndex,
    identity: readonly NamedCallPolicy[],
    tags: NonNullable<Subject["tags"]>,
  ): Subject {
    const accountId = this.#accountId(account);
    let mayAllow = 0n;
    for (const { policy } of identity) mayAllow |= policy?.allows ?? this.#actions.all;
    return {
      name: arn,
      party: { kind, arn, account: accountId, named: "pinned" },
      account,
      accountId,
      arn,
      tags,
      identity,
      hasEverything: false,
      boundary: permissionsBoundary === null ? null : this.#managed(permissionsBoundary, account),
      isServiceLinked: isServiceLinked(path),
      mayAllow,
    };
  }

  #all(
    inline: Role["inlinePolicies"],
    attached: readonly Arn[],
    prefix: string,
    account: AccountIndex,
  ): readonly NamedCallPolicy[] {
    return [
      ...inline.map(({ name, document }) => ({
        name: `${prefix}${name}`,
        policy: this.#policies.policy(document),
        document,
      })),
      ...attached.map((arn) => this.#managed(arn, account)),
    ];
  }

  #managed(arn: Arn, account: AccountIndex): NamedCallPolicy {
    const found = this.#snapshot.managedPolicy(arn, account);
    return found === null
      ? { name: arn, policy: null, document: null }
      : { name: arn, policy: this.#policies.policy(found.document), document: found.document };
  }

  #accountId(index: AccountIndex): Subject["accountId"] {
    const account = this.#snapshot.accounts[index];
    if (account === undefined) throw new RangeError(`there is no account ${index}`);
    return account.id;
  }
}
