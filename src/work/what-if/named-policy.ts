/** A policy of the snapshot by the name that evidence gives it, and how it is changed. */
import {
  type AccountId,
  type AccountIndex,
  type ControlPolicy,
  type DocumentIndex,
  err,
  isArn,
  ok,
  type PolicyHolder,
  type Result,
  type Snapshot,
  type SnapshotEdit,
  splitArn,
} from "../../model/index.ts";
import type { PolicyKind } from "../../policy/index.ts";
import type { NamedIn, NameFault } from "../named-in-snapshot.ts";

export type NamedPolicy = {
  /** As it was named. */
  readonly name: string;
  /** The same for the same policy, however it was named. */
  readonly key: string;
  /** As what AWS would check a text of it. */
  readonly kind: PolicyKind;
  /** As its owner has it; null: it was not collected, or there is none. */
  readonly text: string | null;
  /** Whose permissions it is part of, where it is somebody's inline policy; the role, where it is a trust policy. */
  readonly holder: PolicyHolder | null;
  /** `text` null: the policy is taken away; null where AWS knows no such thing. */
  edit(text: string | null): SnapshotEdit | null;
};

type Found = Result<NamedPolicy, NameFault>;

/** `trust policy of ARN`, `policy of ARN`, a managed policy's ARN, an inline policy's `ARN/name`, `NAME at TARGET`, `p-…`. */
export function namedPolicy(name: string, named: NamedIn): Found {
  const trusted = /^trust policy of (.+)$/s.exec(name)?.[1];
  if (trusted !== undefined) return trustPolicy(name, trusted, named);
  const resource = /^policy of (.+)$/s.exec(name)?.[1];
  if (resource !== undefined) return resourcePolicy(name, resource, named);
  const parts = splitArn(name);
  if (parts?.service === "iam") {
    return parts.resource.startsWith("policy/")
      ? managedPolicy(name, parts.account, named)
      : inlinePolicy(name, named);
  }
  return controlPolicy(name, named);
}

function absent(name: string, { where }: NamedIn): Found {
  return err({
    kind: "usage",
    message: `${where} holds no policy ${JSON.stringify(name)}`,
    advice:
      "Name it as paths --explain does: 'trust policy of ROLE-ARN', 'policy of RESOURCE-ARN', a managed policy's ARN, HOLDER-ARN/NAME for an inline policy, 'NAME at TARGET' or p-… for a control policy.",
  });
}

function textAt({ documents }: Snapshot, document: DocumentIndex | null, owner: AccountId): string | null {
  return document === null ? null : documents.text(document, owner);
}

function trustPolicy(name: string, arn: string, named: NamedIn): Found {
  const { snapshot } = named;
  const role = snapshot.roles.byArn(arn);
  if (role === null || snapshot.roles.arn(role) !== arn) return absent(name, named);
  const { trustPolicy: document, account } = snapshot.roles.row(role);
  return ok({
    name,
    key: `trust ${role}`,
    kind: "trust",
    text: textAt(snapshot, document, account),
    holder: { kind: "role", role },
    edit: (text) => (text === null ? null : { kind: "trust-policy", role, text }),
  });
}

function resourcePolicy(name: string, arn: string, named: NamedIn): Found {
  const { snapshot } = named;
  for (const [account, { id }] of snapshot.accounts.entries()) {
    const row = snapshot.accountData(account)?.resources?.find((one) => one.arn === arn);
    if (row === undefined) continue;
    return ok({
      name,
      key: `resource ${account} ${row.arn}`,
      // A repository's policy names no resource: it stands on the only one it speaks of.
      kind: row.type === "AWS::ECR::Repository" ? "trust" : "resource",
      text: textAt(snapshot, row.policy, id),
      holder: null,
      edit: (text) => ({ kind: "resource-policy", account, resource: row.arn, text }),
    });
  }
  return absent(name, named);
}

function managedPolicy(name: string, account: string, named: NamedIn): Found {
  const { snapshot } = named;
  const index = snapshot.accountIndex(account);
  if (account === "aws") {
    return err({
      kind: "usage",
      message: `${JSON.stringify(name)} is AWS's own, and nobody else changes it`,
      advice: "Detach it instead: --detach HOLDER-ARN=POLICY-ARN",
    });
  }
  const found =
    index === null ? undefined : snapshot.accountData(index)?.managedPolicies.find(({ arn }) => arn === name);
  const id = index === null ? undefined : snapshot.accounts[index]?.id;
  if (index === null || found === undefined || id === undefined) return absent(name, named);
  return ok({
    name,
    key: `managed ${name}`,
    kind: "identity",
    text: textAt(snapshot, found.document, id),
    holder: null,
    edit: (text) =>
      text === null ? null : { kind: "managed-policy", account: index, policy: found.arn, text },
  });
}

function inlinePolicy(name: string, named: NamedIn): Found {
  // Names of inline policies hold no slash.
  const slash = name.lastIndexOf("/");
  const own = name.slice(slash + 1);
  const holder = policyHolder(name.slice(0, slash), named.snapshot);
  const found = holder?.inlinePolicies.find((one) => one.name === own);
  if (holder === null || found === undefined) return absent(name, named);
  return ok({
    name,
    key: `inline ${name}`,
    kind: "identity",
    text: textAt(named.snapshot, found.document, holder.owner),
    holder: holder.holder,
    edit: (text) => ({ kind: "inline-policy", holder: holder.holder, name: own, text }),
  });
}

export type FoundHolder = {
  readonly holder: PolicyHolder;
  readonly owner: AccountId;
  readonly inlinePolicies: readonly { readonly name: string; readonly document: DocumentIndex }[];
  readonly attachedPolicies: readonly string[];
};

/** A role, user or group by its whole ARN; null: the snapshot does not hold it. */
export function policyHolder(arn: string, snapshot: Snapshot): FoundHolder | null {
  const role = snapshot.roles.byArn(arn);
  if (role !== null && snapshot.roles.arn(role) === arn) {
    const { account, inlinePolicies, attachedPolicies } = snapshot.roles.row(role);
    return { holder: { kind: "role", role }, owner: account, inlinePolicies, attachedPolicies };
  }
  const account = isArn(arn) ? snapshot.accountIndex(splitArn(arn)?.account ?? "") : null;
  return account === null ? null : (userOrGroup(arn, account, snapshot) ?? null);
}

function userOrGroup(arn: string, account: AccountIndex, snapshot: Snapshot): FoundHolder | undefined {
  const data = snapshot.accountData(account);
  const kinds = [
    ["user", data?.users ?? []],
    ["group", data?.groups ?? []],
  ] as const;
  for (const [kind, all] of kinds) {
    const found = all.find((one) => one.arn === arn);
    if (found === undefined) continue;
    const { account: owner, name, inlinePolicies, attachedPolicies } = found;
    return { holder: { kind, account, name }, owner, inlinePolicies, attachedPolicies };
  }
  return undefined;
}

function controlPolicy(name: string, named: NamedIn): Found {
  const matching = (named.snapshot.organization?.controlPolicies ?? []).filter((one) => isCalled(one, name));
  const [found, other] = matching;
  if (found === undefined) return absent(name, named);
  if (other !== undefined) {
    return err({
      kind: "usage",
      message: `${JSON.stringify(name)} are several control policies: ${matching.map(({ id }) => id).join(", ")}`,
      advice: "Name one by its id.",
    });
  }
  if (/^p-(RCP)?Full(AWS)?Access$|^p-RCPFullAWSAccess$/.test(found.id)) {
    return err({
      kind: "usage",
      message: `${found.name} (${found.id}) is AWS's own, and nobody else changes it`,
      advice: "Ask about a control policy that your organization has written.",
    });
  }
  // Control policies are nobody's own: their texts stand as they are.
  const text = named.snapshot.documents.text(found.document, "" as AccountId);
  return ok({
    name,
    key: `control ${found.id}`,
    kind: found.type === "RESOURCE_CONTROL_POLICY" ? "rcp" : "scp",
    text,
    holder: null,
    edit: (after) => (after === null ? null : { kind: "control-policy", id: found.id, text: after }),
  });
}

function isCalled({ id, name: own, targets }: ControlPolicy, name: string): boolean {
  return id === name || targets.some((target) => name === `${own} at ${target}`);
}
