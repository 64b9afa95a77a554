/**
 * The organization's control policies, as far as they speak of an action (mostly: assuming roles): SCPs along the path of the caller's
 * account, RCPs along the path of the role's (IAM-SEMANTICS A1, A6). Compiled once, whatever the number of accounts.
 */
import {
  type Account,
  type AccountIndex,
  type ControlPolicy,
  type DocumentIndex,
  fromTemplate,
  type RoleIndex,
  type Snapshot,
} from "../../model/index.ts";
import { parsePolicy } from "../../policy/index.ts";
import { type ActionLens, assumeLens } from "../action-lens.ts";
import { compileIdentity, type IdentityPolicy } from "../caller/identity-policy.ts";
import { noControls, type ResourceControls, resourceControls } from "./resource-controls.ts";

export type NamedControlPolicy = {
  readonly name: string;
  /** Null: its text can't be read. */
  readonly policy: IdentityPolicy | null;
};

/** The SCPs attached to one root, unit or account; one of them has to allow (IAM-SEMANTICS 5). */
export type ScpLevel = { readonly target: string; readonly policies: readonly NamedControlPolicy[] };

/**
 * What SCPs an account's principals are under. `none`: they are not limited. `unknown`: the organization's SCPs were not
 * collected.
 */
export type Scps =
  | { readonly kind: "none" }
  | { readonly kind: "unknown" }
  | { readonly kind: "levels"; readonly levels: readonly ScpLevel[] };

const unlimited: Scps = { kind: "none" };

const libraries = new WeakMap<Snapshot, Map<string, ControlLibrary>>();

/** One library for all who ask about a snapshot and an action. */
export function controlLibrary(snapshot: Snapshot, lens: ActionLens = assumeLens): ControlLibrary {
  let byAction = libraries.get(snapshot);
  if (byAction === undefined) {
    byAction = new Map();
    libraries.set(snapshot, byAction);
  }
  const key = lens.isAssumption ? "" : lens.action;
  let library = byAction.get(key);
  if (library === undefined) {
    library = new ControlLibrary(snapshot, lens);
    byAction.set(key, library);
  }
  return library;
}

/** Of two snapshots that differ in policies of roles alone, which no library reads: what was read for one serves the other. */
export function shareControlLibraries(from: Snapshot, to: Snapshot): void {
  const byAction = libraries.get(from);
  if (byAction !== undefined && !libraries.has(to)) libraries.set(to, byAction);
}

export class ControlLibrary {
  readonly #snapshot: Snapshot;
  readonly #lens: ActionLens;
  readonly #compiled = new Map<DocumentIndex, IdentityPolicy | null>();
  readonly #byTarget: ReadonlyMap<string, readonly ControlPolicy[]>;
  /** Of units. */
  readonly #parents: ReadonlyMap<string, Account["parent"]>;
  readonly #hasScps: boolean;
  readonly #scps = new Map<AccountIndex, Scps>();
  readonly #rcps = new Map<AccountIndex, (roleArn: string) => ResourceControls>();

  constructor(snapshot: Snapshot, lens: ActionLens) {
    this.#snapshot = snapshot;
    this.#lens = lens;
    const policies = snapshot.organization?.controlPolicies ?? [];
    this.#hasScps = policies.some(({ type }) => type === "SERVICE_CONTROL_POLICY");
    const byTarget = new Map<string, ControlPolicy[]>();
    for (const policy of policies) {
      for (const target of policy.targets) {
        const attached = byTarget.get(target);
        if (attached === undefined) byTarget.set(target, [policy]);
        else attached.push(policy);
      }
    }
    this.#byTarget = byTarget;
    this.#parents = new Map(snapshot.organization?.units.map(({ id, parent }) => [id, parent]) ?? []);
  }

  /** The management account's principals are under none (IAM-SEMANTICS 6); whoever stands outside is under no SCP of ours. */
  scpsOf(index: AccountIndex): Scps {
    let scps = this.#scps.get(index);
    if (scps === undefined) {
      scps = this.#findScps(index);
      this.#scps.set(index, scps);
    }
    return scps;
  }

  /** RCPs over the role; none for roles of the management account, and for service-linked roles (IAM-SEMANTICS 57). */
  rcpsOf(role: RoleIndex): ResourceControls {
    const { roles } = this.#snapshot;
    const forRole = this.#rcpsOfAccount(roles.account[role] ?? 0);
    const controls = forRole("");
    if (!controls.dependsOnRole)
      return controls === noControls || !isServiceLinked(roles.path(role)) ? controls : noControls;
    return isServiceLinked(roles.path(role)) ? noControls : forRole(roles.arn(role));
  }

  /** RCPs over another resource of the account. */
  rcpsOfResource(index: AccountIndex, arn: string): ResourceControls {
    return this.#rcpsOfAccount(index)(arn);
  }

  #rcpsOfAccount(index: AccountIndex): (arn: string) => ResourceControls {
    let forResource = this.#rcps.get(index);
    if (forResource === undefined) {
      forResource = this.#findRcps(index);
      this.#rcps.set(index, forResource);
    }
    return forResource;
  }

  #findScps(index: AccountIndex): Scps {
    const account = this.#member(index);
    if (account === null) return unlimited;
    if (this.#snapshot.organization?.controlPolicies === null) return { kind: "unknown" };
    if (!this.#hasScps) return unlimited;
    const levels = this.#path(account).map((target) => ({
      target,
      policies: this.#attached(target, "SERVICE_CONTROL_POLICY"),
    }));
    return { kind: "levels", levels };
  }

  #findRcps(index: AccountIndex): (roleArn: string) => ResourceControls {
    const account = this.#member(index);
    if (account === null) return () => noControls;
    if (this.#snapshot.organization?.controlPolicies === null) return () => unknownControls;
    const policies = this.#path(account).flatMap((target) =>
      this.#attached(target, "RESOURCE_CONTROL_POLICY").map((policy) => ({ ...policy, target })),
    );
    return resourceControls(policies, account.id);
  }

  /** Null: the management account, or one that stands outside of the organization. */
  #member(index: AccountIndex): Account | null {
    const account = this.#snapshot.accounts[index];
    const { organization } = this.#snapshot;
    if (account === undefined || organization === null || account.id === organization.managementAccount)
      return null;
    return account.parent === null ? null : account;
  }

  /** The root first, the account last. */
  #path(account: Account): readonly string[] {
    const path: string[] = [account.id];
    for (let at = account.parent; at !== null && !path.includes(at); at = this.#parents.get(at) ?? null)
      path.push(at);
    return path.reverse();
  }

  #attached(target: string, type: ControlPolicy["type"]): readonly NamedControlPolicy[] {
    return (this.#byTarget.get(target) ?? [])
      .filter((policy) => policy.type === type)
      .map((policy) => ({ name: policy.name, policy: this.#compile(policy) }));
  }

  #compile({ document, type }: ControlPolicy): IdentityPolicy | null {
    let policy = this.#compiled.get(document);
    if (policy === undefined) {
      // Nobody's own account: the texts of control policies stand as they are.
      const text = fromTemplate(this.#snapshot.documents.template(document), "");
      const parsed = parsePolicy(text, { kind: type === "SERVICE_CONTROL_POLICY" ? "scp" : "rcp" });
      policy = parsed.ok ? compileIdentity(parsed.value, this.#lens) : null;
      this.#compiled.set(document, policy);
    }
    return policy;
  }
}

const unknownControls: ResourceControls = resourceControls(
  [{ name: "the organization's RCPs", target: "", policy: null }],
  "",
)("");

/** Their paths tell them, and neither SCPs nor RCPs limit them (IAM-SEMANTICS 6, 57). */
export function isServiceLinked(path: string): boolean {
  return path.startsWith("/aws-service-role/");
}
