/** All policies that limit or grant what one principal can do, as documents, and what is known of its requests. */
import {
  type Account,
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  type Organization,
  type Role,
  type Snapshot,
  splitArn,
  type User,
} from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/ast.ts";
import { parsePolicy } from "../../policy/index.ts";
import type { Lookup } from "../conditions/values.ts";
import type { ControlLevel, NamedPolicy } from "../request-question.ts";
import { knownOfRole, knownOfRoot, knownOfUser } from "./known-keys.ts";

export type PrincipalLayers = {
  readonly principal: Arn;
  readonly kind: "role" | "user" | "root";
  readonly account: string;
  readonly identity: readonly NamedPolicy[];
  /** Null: it has none. */
  readonly boundary: NamedPolicy | null;
  /** From the root to the account; empty where SCPs do not apply (IAM-SEMANTICS 5, 6). */
  readonly controls: readonly ControlLevel[];
  /** What is missing and could deny any request: sentences. */
  readonly unknowns: readonly string[];
  /** What the answer leaves out, for whoever reads it. */
  readonly notes: readonly string[];
  readonly lookup: Lookup;
};

/** Null: the snapshot holds no such role, user or account. A role's session counts as its role. */
export function layersOf(snapshot: Snapshot, arn: string): PrincipalLayers | null {
  const parts = splitArn(arn);
  const index = parts === null ? null : snapshot.accountIndex(parts.account);
  const account = index === null ? undefined : snapshot.accounts[index];
  if (parts === null || index === null || account === undefined) return null;
  if (parts.resource === "root") return new LayerReader(snapshot, account, index).ofRoot();
  const role = snapshot.roles.byArn(arn);
  if (role !== null && (parts.service === "sts" || snapshot.roles.arn(role) === arn)) {
    return new LayerReader(snapshot, account, index).ofRole(snapshot.roles.row(role));
  }
  const user = snapshot.accountData(index)?.users.find((one) => one.arn === arn);
  return user === undefined ? null : new LayerReader(snapshot, account, index).ofUser(user);
}

class LayerReader {
  readonly #snapshot: Snapshot;
  readonly #account: Account;
  readonly #index: AccountIndex;
  readonly #unknowns: string[] = [];
  readonly #notes: string[] = [];

  constructor(snapshot: Snapshot, account: Account, index: AccountIndex) {
    this.#snapshot = snapshot;
    this.#account = account;
    this.#index = index;
  }

  ofRole(role: Role): PrincipalLayers {
    const isServiceLinked = role.path.startsWith("/aws-service-role/");
    if (isServiceLinked) this.#notes.push("a service-linked role: SCPs do not apply to it");
    const known = knownOfRole(role, this.#account, this.#organization);
    return this.#layers(
      role.arn,
      "role",
      this.#all(role.inlinePolicies, role.attachedPolicies, ""),
      role.permissionsBoundary,
      isServiceLinked,
      known,
    );
  }

  ofUser(user: User): PrincipalLayers {
    const identity = [...this.#all(user.inlinePolicies, user.attachedPolicies, "")];
    for (const group of this.#snapshot.accountData(this.#index)?.groups ?? []) {
      if (!user.groups.includes(group.name)) continue;
      identity.push(...this.#all(group.inlinePolicies, group.attachedPolicies, `${group.name}/`));
    }
    const known = knownOfUser(user, this.#account, this.#organization);
    return this.#layers(user.arn, "user", identity, user.permissionsBoundary, false, known);
  }

  /** Unlimited but for SCPs (IAM-SEMANTICS 11). */
  ofRoot(): PrincipalLayers {
    const arn = `arn:${this.#account.partition}:iam::${this.#account.id}:root` as Arn;
    const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
    const document = this.#parsed("what a root user can do by itself", everything, "identity");
    const known = knownOfRoot(arn, this.#account, this.#organization);
    const identity = document === null ? [] : [{ name: "the root user's own rights", document }];
    return this.#layers(arn, "root", identity, null, false, known);
  }

  get #organization(): Organization | null {
    return this.#snapshot.organization;
  }

  #layers(
    principal: Arn,
    kind: PrincipalLayers["kind"],
    identity: readonly NamedPolicy[],
    boundary: Arn | null,
    exempt: boolean,
    lookup: Lookup,
  ): PrincipalLayers {
    const limit = boundary === null ? null : this.#managed(boundary, "boundary");
    const controls = exempt ? [] : this.#controls();
    return {
      principal,
      kind,
      account: this.#account.id,
      identity,
      boundary: limit,
      controls,
      unknowns: this.#unknowns,
      notes: this.#notes,
      lookup,
    };
  }

  #all(inline: Role["inlinePolicies"], attached: readonly Arn[], prefix: string): readonly NamedPolicy[] {
    return [
      ...inline.flatMap(({ name, document }) => this.#policy(`${prefix}${name}`, document, "identity") ?? []),
      ...attached.flatMap((arn) => this.#managed(arn, "identity") ?? []),
    ];
  }

  #managed(arn: Arn, kind: "identity" | "boundary"): NamedPolicy | null {
    const found = this.#snapshot.managedPolicy(arn, this.#index);
    if (found !== null) return this.#policy(arn, found.document, kind);
    this.#unknowns.push(
      kind === "boundary"
        ? `the snapshot does not hold the text of the boundary ${arn}, which may allow less`
        : `the snapshot does not hold the text of ${arn}, which may deny, or allow more`,
    );
    return null;
  }

  #policy(name: string, document: DocumentIndex, kind: "identity" | "boundary" | "scp"): NamedPolicy | null {
    const parsed = this.#parsed(name, this.#snapshot.documents.text(document, this.#account.id), kind);
    return parsed === null ? null : { name, document: parsed };
  }

  #parsed(name: string, text: string, kind: "identity" | "boundary" | "scp"): PolicyDocument | null {
    const parsed = parsePolicy(text, { kind });
    if (parsed.ok) return parsed.value;
    this.#unknowns.push(`the text of ${name} can't be read: ${parsed.error.message}`);
    return null;
  }

  /** IAM-SEMANTICS 5, 6: the root, each unit on the way, the account. */
  #controls(): readonly ControlLevel[] {
    const organization = this.#organization;
    const { id, parent } = this.#account;
    if (organization === null) {
      this.#notes.push("no organization in the snapshot: SCPs, if there are any, are not in this answer");
      return [];
    }
    if (organization.managementAccount === id) {
      this.#notes.push("the management account: SCPs do not apply to it");
      return [];
    }
    if (parent === null) {
      this.#notes.push("the account is in no known place of the organization: SCPs are not in this answer");
      return [];
    }
    const policies = organization.controlPolicies?.filter(({ type }) => type === "SERVICE_CONTROL_POLICY");
    if (policies === undefined) {
      this.#unknowns.push("the organization's SCPs were not collected, and may allow less");
      return [];
    }
    for (const { what, account, reason } of this.#snapshot.coverage) {
      if (what === "control-policies" && account === null) {
        this.#unknowns.push(`a control policy was not collected, and may deny: ${reason}`);
      }
    }
    // An organization without the policy type has none at all.
    if (policies.length === 0) return [];
    const units = new Map(organization.units.map((unit) => [unit.id, unit]));
    const path: string[] = [id];
    for (
      let at = units.get(parent);
      at !== undefined;
      at = at.parent === null ? undefined : units.get(at.parent)
    ) {
      path.unshift(at.id);
    }
    return path.flatMap((target) => {
      const attached = policies.filter(({ targets }) => targets.includes(target));
      if (attached.length === 0) {
        // AWS lets nobody detach the last one.
        this.#unknowns.push(`no SCP of ${target} is in the snapshot, and AWS always has one there`);
        return [];
      }
      return [
        {
          target,
          policies: attached.flatMap(({ name, document }) => this.#policy(name, document, "scp") ?? []),
        },
      ];
    });
  }
}
