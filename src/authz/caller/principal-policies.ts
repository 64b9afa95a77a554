/** Which policies a role or user has, read from the snapshot and compiled when first needed. */
import {
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  fromTemplate,
  noDocument,
  ownAccount,
  type Role,
  type RoleIndex,
  type Snapshot,
  type Tag,
  type User,
} from "../../model/index.ts";
import type { Statement } from "../../policy/ast.ts";
import { parsePolicy } from "../../policy/index.ts";
import type { ActionLens } from "../action-lens.ts";
import { actionBit, actionBits } from "../actions.ts";
import { compileIdentity, emptyIdentityPolicy, type IdentityPolicy, ofOwner } from "./identity-policy.ts";
import { ServiceMarks } from "./service-marks.ts";

/** A principal of an account that the snapshot has data of. */
export type CallerPrincipal =
  | { readonly kind: "role"; readonly index: RoleIndex }
  /** `index`: its place among the account's users. */
  | { readonly kind: "user"; readonly account: AccountIndex; readonly index: number };

export type NamedIdentityPolicy = {
  /** Inline name (of a group with the group's name before it), or the managed policy's ARN. */
  readonly name: string;
  /** Null: the snapshot does not hold its text, or it can't be read. */
  readonly policy: IdentityPolicy | null;
};

export type PrincipalPolicies = {
  readonly kind: "role" | "user";
  readonly arn: Arn;
  readonly account: AccountIndex;
  readonly tags: readonly Tag[];
  readonly identity: readonly NamedIdentityPolicy[];
  /** Null: it has none. */
  readonly boundary: NamedIdentityPolicy | null;
};

function allowsTagging({ effect, action }: Statement): boolean {
  return effect === "Allow" && (actionBits(action) & actionBit["sts:TagSession"]) !== 0;
}

export class PolicyLibrary {
  readonly snapshot: Snapshot;
  readonly marks: ServiceMarks;
  readonly #lens: ActionLens;
  readonly #compiled = new Map<DocumentIndex, IdentityPolicy | null>();
  /** By trust policy. */
  readonly #taggable = new Map<number, boolean>();
  /** By account and number of the ARN's text: whether that managed policy may concern the action. */
  readonly #managedMarks = new Map<number, boolean>();

  constructor(snapshot: Snapshot, lens: ActionLens, keptMarks: Uint8Array | null) {
    this.snapshot = snapshot;
    this.#lens = lens;
    this.marks = new ServiceMarks(snapshot, lens.service, keptMarks);
  }

  /** Whether any policy of the role may concern the action, told from the columns alone. */
  mayConcernRole(role: RoleIndex): boolean {
    const { columns } = this.snapshot.roles;
    const inlineEnd = columns.inlineStart[role + 1] ?? 0;
    for (let at = columns.inlineStart[role] ?? 0; at < inlineEnd; at++) {
      if (this.marks.mayConcern(columns.inlineDocument[at] as DocumentIndex)) return true;
    }
    const attachedEnd = columns.attachedStart[role + 1] ?? 0;
    for (let at = columns.attachedStart[role] ?? 0; at < attachedEnd; at++) {
      if (this.#managedMayConcern(columns.attachedPolicy[at] ?? 0, columns.account[role] ?? 0)) return true;
    }
    return false;
  }

  #managedMayConcern(arn: number, account: AccountIndex): boolean {
    const { roles, accounts } = this.snapshot;
    const key = arn * accounts.length + account;
    let may = this.#managedMarks.get(key);
    if (may === undefined) {
      const policy = this.snapshot.managedPolicy(roles.columns.texts.at(arn) as Arn, account);
      // A policy whose text is not at hand may hold anything.
      may = policy === null || this.marks.mayConcern(policy.document);
      this.#managedMarks.set(key, may);
    }
    return may;
  }

  /** Null for a user that does not exist. */
  policiesOf(principal: CallerPrincipal): PrincipalPolicies | null {
    const { roles } = this.snapshot;
    if (principal.kind === "role")
      return this.#ofRole(roles.row(principal.index), roles.account[principal.index] ?? 0);
    const user = this.snapshot.accountData(principal.account)?.users[principal.index];
    return user === undefined ? null : this.#ofUser(user, principal.account);
  }

  #ofRole(role: Role, account: AccountIndex): PrincipalPolicies {
    return {
      kind: "role",
      arn: role.arn,
      account,
      tags: role.tags,
      identity: this.#all(role.inlinePolicies, role.attachedPolicies, "", account),
      boundary: role.permissionsBoundary === null ? null : this.#managed(role.permissionsBoundary, account),
    };
  }

  #ofUser(user: User, account: AccountIndex): PrincipalPolicies {
    const identity = [...this.#all(user.inlinePolicies, user.attachedPolicies, "", account)];
    for (const group of this.snapshot.accountData(account)?.groups ?? []) {
      if (!user.groups.includes(group.name)) continue;
      identity.push(...this.#all(group.inlinePolicies, group.attachedPolicies, `${group.name}/`, account));
    }
    return {
      kind: "user",
      arn: user.arn,
      account,
      tags: user.tags,
      identity,
      boundary: user.permissionsBoundary === null ? null : this.#managed(user.permissionsBoundary, account),
    };
  }

  #all(
    inline: Role["inlinePolicies"],
    attached: readonly Arn[],
    prefix: string,
    account: AccountIndex,
  ): readonly NamedIdentityPolicy[] {
    return [
      ...inline.map(({ name, document }) => ({
        name: `${prefix}${name}`,
        policy: this.#policy(document, account),
      })),
      ...attached.map((arn) => this.#managed(arn, account)),
    ];
  }

  #managed(arn: Arn, account: AccountIndex): NamedIdentityPolicy {
    const found = this.snapshot.managedPolicy(arn, account);
    return { name: arn, policy: found === null ? null : this.#policy(found.document, account) };
  }

  #policy(document: DocumentIndex, account: AccountIndex): IdentityPolicy | null {
    const compiled = this.compiled(document);
    const owner = this.snapshot.accounts[account]?.id;
    return compiled === null || owner === undefined ? compiled : ofOwner(compiled, owner);
  }

  /**
   * Whether the role's trust policy lets anybody tag its sessions (IAM-SEMANTICS 30); true where that policy is not at
   * hand. Its Deny statements and conditions do not count.
   */
  sessionsMayBeTagged(role: RoleIndex): boolean {
    const document = this.snapshot.roles.trustPolicy[role] ?? noDocument;
    if (document === noDocument) return true;
    let may = this.#taggable.get(document);
    if (may === undefined) {
      const template = this.snapshot.documents.template(document as DocumentIndex);
      const parsed = parsePolicy(fromTemplate(template, ownAccount), { kind: "trust" });
      may = !parsed.ok || parsed.value.statements.some(allowsTagging);
      this.#taggable.set(document, may);
    }
    return may;
  }

  /** Null where the text can't be read. */
  compiled(document: DocumentIndex): IdentityPolicy | null {
    let policy = this.#compiled.get(document);
    if (policy === undefined) {
      policy = this.#compile(document);
      this.#compiled.set(document, policy);
    }
    return policy;
  }

  #compile(document: DocumentIndex): IdentityPolicy | null {
    if (!this.marks.mayConcern(document)) return emptyIdentityPolicy;
    const template = this.snapshot.documents.template(document);
    const parsed = parsePolicy(fromTemplate(template, ownAccount), { kind: "identity" });
    return parsed.ok ? compileIdentity(parsed.value, this.#lens) : null;
  }
}
