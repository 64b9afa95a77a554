/**
 * The policies that a snapshot holds for a request: the principal's own, the control policies along both paths, and the
 * resource's. What it does not hold is named, and keeps an answer from being sure.
 */
import { rcpServices } from "../../authz/concrete/index.ts";
import type { ControlLevel, NamedPolicy, PolicySet, RequestToDecide } from "../../authz/request-question.ts";
import {
  type AccountId,
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  err,
  type InlinePolicy,
  ok,
  type Result,
  type Role,
  type Snapshot,
  splitArn,
} from "../../model/index.ts";
import { decodePolicyText, displayPolicy, type PolicyKind, parsePolicy } from "../../policy/index.ts";
import { resourceInSnapshot } from "./snapshot-resource.ts";

export type SnapshotPolicies = {
  readonly policies: PolicySet;
  /** Condition keys that the snapshot tells of the principal. */
  readonly context: RequestToDecide["context"];
  /** The role of a session, with its path. */
  readonly role: string | null;
  /** What limits the request and is not known, one sentence each: an Allowed is then no more than possible. */
  readonly missing: readonly string[];
};

export function policiesOfSnapshot(snapshot: Snapshot, request: RequestToDecide): SnapshotPolicies {
  return policiesWith(snapshot, new Map(), request);
}

/** For many requests: each policy is read once. */
export function policySource(snapshot: Snapshot): (request: RequestToDecide) => SnapshotPolicies {
  const read: ReadPolicies = new Map();
  return (request) => policiesWith(snapshot, read, request);
}

/** The text and document of a role's trust policy, as {@link policiesOfSnapshot} has it. Null: not collected, or not to be read. */
export function trustPolicyOf(
  snapshot: Snapshot,
  { trustPolicy, account }: Pick<Role, "trustPolicy" | "account">,
): NamedPolicy | null {
  return trustPolicy === null
    ? null
    : new SnapshotReader(snapshot, new Map()).policy(trustPolicy, account, "trust", "trust policy");
}

/** By document, owner and kind. */
type ReadPolicies = Map<string, Result<Pick<NamedPolicy, "document" | "text">, string>>;

function policiesWith(snapshot: Snapshot, read: ReadPolicies, request: RequestToDecide): SnapshotPolicies {
  const reader = new SnapshotReader(snapshot, read);
  const principal = reader.principal(request.principal);
  const caller = typeof request.principal === "string" ? splitArn(request.principal)?.account : undefined;
  const resource = resourceInSnapshot(snapshot, request, (document, owner, kind, name) =>
    reader.policy(document, owner, kind, name),
  );
  return {
    policies: {
      identity: principal.identity,
      resource: resource.policy,
      boundary: principal.boundary,
      session: null,
      scps: caller === undefined ? null : reader.levels(caller, "SERVICE_CONTROL_POLICY", "scp"),
      rcps: isReachedByRcps(request.action)
        ? reader.levels(request.resource.account, "RESOURCE_CONTROL_POLICY", "rcp")
        : null,
      endpoint: null,
      attributes: resource.attributes,
    },
    context: principal.context,
    role: principal.role,
    missing: reader.missing,
  };
}

/** What is not known of policies that do not apply is not missing. */
function isReachedByRcps(action: string): boolean {
  return rcpServices.has(action.slice(0, action.indexOf(":")).toLowerCase());
}

type PrincipalPolicies = Pick<PolicySet, "identity" | "boundary"> &
  Pick<SnapshotPolicies, "context" | "role">;

/** A role, user or group, as far as its policies go. */
type Holder = {
  readonly arn: string;
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly Arn[];
};

class SnapshotReader {
  readonly missing: string[] = [];
  readonly #snapshot: Snapshot;
  readonly #read: ReadPolicies;

  constructor(snapshot: Snapshot, read: ReadPolicies) {
    this.#snapshot = snapshot;
    this.#read = read;
  }

  principal(principal: RequestToDecide["principal"]): PrincipalPolicies {
    const none: PrincipalPolicies = { identity: [], boundary: null, context: {}, role: null };
    const parts = typeof principal === "string" ? splitArn(principal) : null;
    if (parts === null || typeof principal !== "string" || parts.resource === "root") return none;
    const account = this.#snapshot.accountIndex(parts.account);
    if (account === null) return { ...none, identity: "unknown" };
    if (parts.resource.startsWith("user/") || parts.resource.startsWith("federated-user/")) {
      return this.#user(principal, parts.resource, account) ?? { ...none, identity: "unknown" };
    }
    return this.#role(principal, parts.resource, account) ?? { ...none, identity: "unknown" };
  }

  /** Null: the management account, an account of no organization, or no control policies at all. */
  levels(account: string, type: string, kind: "scp" | "rcp"): readonly ControlLevel[] | null {
    const { organization } = this.#snapshot;
    const what = kind === "scp" ? "service control policies" : "resource control policies";
    const index = this.#snapshot.accountIndex(account);
    const row = index === null ? undefined : this.#snapshot.accounts[index];
    if (organization === null || row === undefined || row.parent === null) {
      if (organization?.managementAccount === account) return null;
      this.missing.push(`The ${what} of account ${account} are not in the snapshot.`);
      return null;
    }
    if (organization.managementAccount === account) return null;
    if (organization.controlPolicies === null) {
      this.missing.push(`The ${what} of the organization are not in the snapshot.`);
      return null;
    }
    const all = organization.controlPolicies.filter((policy) => policy.type === type);
    if (all.length === 0) return null;
    const path = [account];
    for (let unit: string | null = row.parent; unit !== null; ) {
      path.unshift(unit);
      const id: string = unit;
      unit = organization.units.find((one) => one.id === id)?.parent ?? null;
    }
    const levels = path.map((target) => ({
      target,
      policies: all
        .filter((policy) => policy.targets.includes(target))
        .flatMap(
          (policy) => this.policy(policy.document, organization.managementAccount, kind, policy.name) ?? [],
        ),
    }));
    // An organization without an Allow at some level can do nothing: its default policies were not exported.
    const told = levels.filter((level) => level.policies.length > 0);
    if (kind === "rcp" || told.length === levels.length || all.some(({ id }) => id === "p-FullAWSAccess")) {
      return levels;
    }
    this.missing.push("FullAWSAccess is not among the service control policies of the snapshot.");
    return told.length === 0 ? null : told;
  }

  /** Null where its text can't be read. Positions are those of the text as it is shown. */
  policy(document: DocumentIndex, owner: AccountId, kind: PolicyKind, name: string): NamedPolicy | null {
    const key = `${document} ${owner} ${kind}`;
    let read = this.#read.get(key);
    if (read === undefined) {
      const text = displayPolicy(decodePolicyText(this.#snapshot.documents.text(document, owner))).text;
      const parsed = parsePolicy(text, { kind });
      read = parsed.ok ? ok({ document: parsed.value, text }) : err(parsed.error.message);
      this.#read.set(key, read);
    }
    if (read.ok) return { name, ...read.value };
    this.missing.push(`The policy ${name} can't be read: ${read.error}.`);
    return null;
  }

  #role(principal: string, resource: string, account: AccountIndex): PrincipalPolicies | null {
    const index = this.#snapshot.roles.byArn(principal);
    if (index === null) return null;
    const role = this.#snapshot.roles.row(index);
    const session = resource.startsWith("assumed-role/") ? (resource.split("/")[2] ?? null) : null;
    return {
      ...this.#policiesOf([role], role.permissionsBoundary, role.account, account),
      context: {
        ...(session === null ? {} : { "aws:userid": `${role.uniqueId}:${session}` }),
        ...tagKeys(role.tags),
      },
      role: role.arn,
    };
  }

  #user(principal: string, resource: string, account: AccountIndex): PrincipalPolicies | null {
    const data = this.#snapshot.accountData(account);
    const isFederated = resource.startsWith("federated-user/");
    const user = data?.users.find((one) => one.arn === principal);
    if (data === null || user === undefined || isFederated) return null;
    const groups = data.groups.filter((group) => user.groups.includes(group.name));
    return {
      ...this.#policiesOf([user, ...groups], user.permissionsBoundary, user.account, account),
      context: { "aws:userid": user.uniqueId, ...tagKeys(user.tags) },
      role: null,
    };
  }

  #policiesOf(
    holders: readonly Holder[],
    boundary: Arn | null,
    owner: AccountId,
    account: AccountIndex,
  ): Pick<PolicySet, "identity" | "boundary"> {
    const found: NamedPolicy[] = [];
    let isComplete = this.#snapshot.accounts[account]?.hasData === true;
    for (const holder of holders) {
      for (const { name, document } of holder.inlinePolicies) {
        const policy = this.policy(document, owner, "identity", name);
        if (policy !== null) found.push(policy);
        else isComplete = false;
      }
      for (const arn of holder.attachedPolicies) {
        const policy = this.#managed(arn, owner, account, "identity");
        if (policy !== null) found.push(policy);
        else isComplete = false;
      }
    }
    const limit = boundary === null ? null : this.#managed(boundary, owner, account, "boundary");
    return {
      // Of policies that are not all known, a Deny or an Allow may be missing.
      identity: isComplete && (boundary === null || limit !== null) ? found : "unknown",
      boundary: limit === null ? null : [limit],
    };
  }

  #managed(arn: Arn, owner: AccountId, account: AccountIndex, kind: PolicyKind): NamedPolicy | null {
    const policy = this.#snapshot.managedPolicy(arn, account);
    if (policy !== null) return this.policy(policy.document, owner, kind, arn);
    this.missing.push(`The managed policy ${arn} is not in the snapshot.`);
    return null;
  }
}

function tagKeys(
  tags: readonly { readonly key: string; readonly value: string }[],
): RequestToDecide["context"] {
  return Object.fromEntries(tags.map(({ key, value }) => [`aws:PrincipalTag/${key}`, value]));
}
