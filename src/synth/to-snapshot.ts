/** Straight to a snapshot, without files. */
import {
  type Arn,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type OrganizationId,
  type OrganizationNodeId,
  type Snapshot,
  SnapshotBuilder,
  type UniqueId,
} from "../model/index.ts";
import type { AccountContents, NamedDocument } from "./account-data.ts";
import { awsManagedPolicy } from "./aws-managed-policies.ts";
import { identityCenter } from "./identity-center.ts";
import type { SynthOptions } from "./options.ts";
import type { OrganizationPlan } from "./organization-plan.ts";
import { inPartition, type SynthPartition } from "./partition.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { type Synthesis, synthesize } from "./synthesize.ts";

/** Called after each account with how many are done. */
export type Progress = (done: number, of: number) => void;

export function toSnapshot(options: SynthOptions, onProgress: Progress = () => {}): Snapshot {
  return snapshotOf(synthesize(options), onProgress);
}

export function snapshotOf(synthesis: Synthesis, onProgress: Progress = () => {}): Snapshot {
  const { plan, options } = synthesis;
  const builder = new SnapshotBuilder({ createdAt: options.now, source: "synth" });
  addOrganization(builder, plan, options.partition);
  let done = 0;
  for (const contents of synthesis.accounts()) {
    addContents(builder, inPartition(options.partition).value(contents), options.partition);
    done++;
    onProgress(done, plan.accounts.length);
  }
  for (const account of plan.accounts)
    if (!account.readable)
      builder.addCoverage({
        what: "account",
        account: account.id,
        subject: null,
        reason: "The account is suspended, so its IAM data can't be read.",
      });
  return builder.build();
}

function addOrganization(builder: SnapshotBuilder, plan: OrganizationPlan, partition: SynthPartition): void {
  const { text, value } = inPartition(partition);
  builder.setOrganization({
    id: organizationId(plan.id),
    managementAccount: plan.hubs.management.id,
    units: [
      { id: nodeId(plan.rootId), name: "Root", parent: null },
      ...plan.units.map((unit) => ({ id: nodeId(unit.id), name: unit.name, parent: nodeId(unit.parentId) })),
    ],
    controlPolicies: plan.policies.map(({ id, name, type, document, targets }) => ({
      id,
      name,
      type,
      document: builder.document(text(JSON.stringify(document)), null),
      targets,
    })),
    delegatedAdministrators: [
      { account: plan.hubs.security.id, servicePrincipal: "guardduty.amazonaws.com" },
      { account: plan.hubs.security.id, servicePrincipal: "access-analyzer.amazonaws.com" },
    ],
  });
  builder.setIdentityCenter(value(identityCenter(plan)));
  for (const account of plan.accounts)
    builder.addAccount({
      id: account.id,
      partition,
      name: account.name,
      email: account.email,
      status: account.readable ? "ACTIVE" : "SUSPENDED",
      parent: nodeId(account.parent),
      tags: [{ key: "environment", value: account.environment }],
    });
}

function addContents(builder: SnapshotBuilder, contents: AccountContents, partition: SynthPartition): void {
  const owner = contents.id;
  const known = new Map<PolicyDocument, string>();
  // Stamped-out roles share the document object, too: each is turned into text once an account.
  const document = (value: PolicyDocument) => {
    let text = known.get(value);
    if (text === undefined) {
      text = JSON.stringify(value);
      known.set(value, text);
    }
    return builder.document(text, owner);
  };
  const inline = (list: readonly NamedDocument[]) =>
    list.map((one) => ({ name: one.name, document: document(one.document) }));
  const awsPolicies = new Set<string>();
  const attached = (list: readonly string[]): Arn[] =>
    list.map((text) => {
      if (text.startsWith(`arn:${partition}:iam::aws:`)) awsPolicies.add(text);
      return arn(text);
    });

  for (const role of contents.roles)
    builder.addRole(owner, {
      name: role.name,
      path: role.path,
      uniqueId: checkedUniqueId(role.uniqueId),
      trustPolicy: document(role.trust),
      inlinePolicies: inline(role.inline),
      attachedPolicies: attached(role.attached),
      permissionsBoundary: role.boundary === null ? null : arn(role.boundary),
      createdAt: role.createdAt,
      lastUsedAt: role.lastUsed === null ? "never" : role.lastUsed.at,
      maxSessionSeconds: role.maxSessionSeconds,
      tags: role.tags,
      instanceProfiles:
        role.instanceProfile === null
          ? []
          : [arn(`arn:${partition}:iam::${owner}:instance-profile/${role.instanceProfile}`)],
    });
  for (const user of contents.users)
    builder.addUser(owner, {
      name: user.name,
      path: user.path,
      uniqueId: checkedUniqueId(user.uniqueId),
      inlinePolicies: inline(user.inline),
      attachedPolicies: attached(user.attached),
      permissionsBoundary: user.boundary === null ? null : arn(user.boundary),
      groups: user.groups,
      createdAt: user.createdAt,
      tags: user.tags,
    });
  for (const group of contents.groups)
    builder.addGroup(owner, {
      name: group.name,
      path: group.path,
      uniqueId: checkedUniqueId(group.uniqueId),
      inlinePolicies: inline(group.inline),
      attachedPolicies: attached(group.attached),
    });
  for (const { arn: text, name, versions } of contents.managedPolicies) {
    const [current] = versions;
    if (current !== undefined)
      builder.addManagedPolicy(owner, { arn: arn(text), name, document: document(current) });
  }
  for (const text of awsPolicies) {
    const found = awsManagedPolicy(text.replace(`arn:${partition}:`, "arn:aws:"));
    if (found === null) continue;
    const name = text.slice(text.lastIndexOf("/") + 1);
    builder.addManagedPolicy(owner, {
      arn: arn(text),
      name,
      document: builder.document(inPartition(partition).text(JSON.stringify(found)), null),
    });
  }
  builder.addDetails(owner, {
    settings: contents.settings,
    rolesAnywhere: contents.rolesAnywhere,
    oidcProviders: contents.oidcProviders.map(({ arn: text, url, clientIds }) => ({
      arn: arn(text),
      url,
      clientIds,
    })),
    samlProviders: contents.samlProviders.map(arn),
    resources: contents.resources.map((one) => ({
      arn: arn(one.arn),
      type: one.type,
      region: one.region,
      policy: one.policy === null ? null : document(one.policy),
      attributes: one.attributes,
    })),
  });
}

function arn(text: string): Arn {
  if (!isArn(text)) throw new Error(`not an ARN: ${text}`);
  return text;
}

function checkedUniqueId(text: string): UniqueId {
  if (!isUniqueId(text)) throw new Error(`not a unique id: ${text}`);
  return text;
}

function organizationId(text: string): OrganizationId {
  if (!isOrganizationId(text)) throw new Error(`not an organization id: ${text}`);
  return text;
}

function nodeId(text: string): OrganizationNodeId {
  if (!isOrganizationNodeId(text)) throw new Error(`not the id of a root or unit: ${text}`);
  return text;
}
