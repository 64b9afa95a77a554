/** All policies that limit or grant what one principal can do, as documents, and what is known of its requests. */
import {
  type Account,
  type AccountIndex,
  type Arn,
  type ControlPolicy,
  type DocumentIndex,
  type Organization,
  type Role,
  type Snapshot,
  splitArn,
  type User,
} from "../../model/index.ts";
import type { Lookup } from "../conditions/values.ts";
import { allowOfAll, policyOf } from "../everything.ts";
import type { ControlLevel, NamedPolicy } from "../request-question.ts";
import { knownOfRole, knownOfRoot, knownOfUser } from "./known-keys.ts";
import { type LayerKind, ParsedPolicies } from "./parsed-policies.ts";

export type PrincipalLayers = {
  readonly principal: Arn;
  readonly kind: "role" | "user" | "root";
  readonly account: string;
  readonly identity: readonly NamedPolicy[];
  /** Null: it has none. */
  readonly boundary: NamedPolicy | null;
  /** SCPs from the root to the account; empty where they do not apply (IAM-SEMANTICS 5, 6). */
  readonly controls: readonly ControlLevel[];
  /** RCPs over the resources of the principal's own account, in the same order; empty where they do not apply (57). */
  readonly resourceControls: readonly ControlLevel[];
  /** What is missing and could deny any request: sentences. */
  readonly unknowns: readonly string[];
  /** Of these, those about the principal's own policies. */
  readonly unread: { readonly identity: readonly string[]; readonly boundary: readonly string[] };
  /** What the answer leaves out, for whoever reads it. */
  readonly notes: readonly string[];
  readonly lookup: Lookup;
};

/**
 * Null: the snapshot holds no such role, user or account. A role's session counts as its role. `parsed`: to be shared by
 * all who ask about one snapshot.
 */
export function layersOf(
  snapshot: Snapshot,
  arn: string,
  parsed: ParsedPolicies = new ParsedPolicies(snapshot.documents),
): PrincipalLayers | null {
  const parts = splitArn(arn);
  const index = parts === null ? null : snapshot.accountIndex(parts.account);
  const account = index === null ? undefined : snapshot.accounts[index];
  if (parts === null || index === null || account === undefined) return null;
  if (parts.resource === "root") return new LayerReader(snapshot, parsed, account, index).ofRoot();
  const role = snapshot.roles.byArn(arn);
  if (role !== null && (parts.service === "sts" || snapshot.roles.arn(role) === arn)) {
    return new LayerReader(snapshot, parsed, account, index).ofRole(snapshot.roles.row(role));
  }
  const user = snapshot.accountData(index)?.users.find((one) => one.arn === arn);
  return user === undefined ? null : new LayerReader(snapshot, parsed, account, index).ofUser(user);
}

class LayerReader {
  readonly #snapshot: Snapshot;
  readonly #parsed: ParsedPolicies;
  readonly #account: Account;
  readonly #index: AccountIndex;
  readonly #unknowns: string[] = [];
  readonly #unread = { identity: [] as string[], boundary: [] as string[] };
  readonly #notes: string[] = [];

  constructor(snapshot: Snapshot, parsed: ParsedPolicies, account: Account, index: AccountIndex) {
    this.#snapshot = snapshot;
    this.#parsed = parsed;
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
    const known = knownOfRoot(arn, this.#account, this.#organization);
    const identity = [{ name: "the root user's own rights", document: policyOf([allowOfAll("*")]) }];
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
    const [controls, resourceControls] = exempt ? [[], []] : this.#controls();
    return {
      principal,
      kind,
      account: this.#account.id,
      identity,
      boundary: limit,
      controls,
      resourceControls,
      unknowns: this.#unknowns,
      unread: this.#unread,
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
    this.#note(
      kind,
      kind === "boundary"
        ? `the snapshot does not hold the text of the boundary ${arn}, which may allow less`
        : `the snapshot does not hold the text of ${arn}, which may deny, or allow more`,
    );
    return null;
  }

  #policy(name: string, document: DocumentIndex, kind: LayerKind): NamedPolicy | null {
    const parsed = this.#parsed.policy(document, this.#account.id, kind);
    if (parsed.ok) return { name, document: parsed.value };
    this.#note(kind, `the text of ${name} can't be read: ${parsed.error.message}`);
    return null;
  }

  #note(kind: LayerKind, unknown: string): void {
    this.#unknowns.push(unknown);
    if (kind === "identity" || kind === "boundary") this.#unread[kind].push(unknown);
  }

  /** SCPs and RCPs at the root, each unit on the way, and the account (IAM-SEMANTICS 5, 6, 57). */
  #controls(): readonly [scps: readonly ControlLevel[], rcps: readonly ControlLevel[]] {
    const organization = this.#organization;
    const { id, parent } = this.#account;
    const none: readonly [readonly ControlLevel[], readonly ControlLevel[]] = [[], []];
    if (organization === null) {
      this.#notes.push(
        "no organization in the snapshot: SCPs and RCPs, if there are any, are not in this answer",
      );
      return none;
    }
    if (organization.managementAccount === id) {
      this.#notes.push("the management account: SCPs and RCPs do not apply to it");
      return none;
    }
    if (parent === null) {
      this.#notes.push(
        "the account is in no known place of the organization: SCPs and RCPs are not in this answer",
      );
      return none;
    }
    if (organization.controlPolicies === null) {
      this.#unknowns.push("the organization's SCPs and RCPs were not collected, and may allow less");
      return none;
    }
    for (const { what, account, reason } of this.#snapshot.coverage) {
      if (what === "control-policies" && account === null) {
        this.#unknowns.push(`a control policy was not collected, and may deny: ${reason}`);
      }
    }
    const path = pathTo(this.#account, organization);
    const ofType = (type: ControlPolicy["type"]): readonly ControlPolicy[] =>
      organization.controlPolicies?.filter((policy) => policy.type === type) ?? [];
    const scps = ofType("SERVICE_CONTROL_POLICY");
    // An organization without the policy type has none at all.
    return [
      scps.length === 0 ? [] : this.#serviceControls(scps, path),
      this.#resourceControls(ofType("RESOURCE_CONTROL_POLICY"), path),
    ];
  }

  #serviceControls(policies: readonly ControlPolicy[], path: readonly string[]): readonly ControlLevel[] {
    return path.flatMap((target) => {
      const attached = policies.filter(({ targets }) => targets.includes(target));
      if (attached.length === 0) {
        // AWS lets nobody detach the last one.
        this.#unknowns.push(`no SCP of ${target} is in the snapshot, and AWS always has one there`);
        return [];
      }
      return [this.#level(target, attached, "scp")];
    });
  }

  #resourceControls(policies: readonly ControlPolicy[], path: readonly string[]): readonly ControlLevel[] {
    return path.flatMap((target) => {
      const attached = policies.filter(({ targets }) => targets.includes(target));
      return attached.length === 0 ? [] : [this.#level(target, attached, "rcp")];
    });
  }

  #level(target: string, attached: readonly ControlPolicy[], kind: "scp" | "rcp"): ControlLevel {
    return {
      target,
      policies: attached.flatMap(({ name, document }) => this.#policy(name, document, kind) ?? []),
    };
  }
}

/** From the root to the account itself. */
function pathTo({ id, parent }: Account, { units }: Organization): readonly string[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const path: string[] = [id];
  for (
    let at = parent === null ? undefined : byId.get(parent);
    at !== undefined;
    at = at.parent === null ? undefined : byId.get(at.parent)
  ) {
    path.unshift(at.id);
  }
  return path;
}
