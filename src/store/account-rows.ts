/** An account's data besides its roles, to rows and back. The cache file keeps the same rows as the snapshot file. */
import {
  type Account,
  type AccountData,
  type DocumentIndex,
  type Group,
  type InlinePolicy,
  iamArn,
  type ManagedPolicy,
  type OidcProvider,
  type Resource,
  splitArn,
  type Tag,
  type UniqueId,
  type User,
} from "../model/index.ts";
import { isRecord, type JsonRecord, type Shape } from "./shape.ts";

/** AWS's policies stand once in the file; accounts refer to them by number. */
function isAwsManaged(policy: ManagedPolicy): boolean {
  return splitArn(policy.arn)?.account === "aws";
}

export function accountDataRows(data: AccountData, numberOfAwsPolicy: (policy: ManagedPolicy) => number) {
  return {
    users: filled(data.users.map(userRow)),
    groups: filled(data.groups.map(groupRow)),
    policies: filled(data.managedPolicies.filter((policy) => !isAwsManaged(policy)).map(managedPolicyRow)),
    awsPolicies: filled(data.managedPolicies.filter(isAwsManaged).map(numberOfAwsPolicy)),
    oidc: data.oidcProviders?.map(({ arn, url, clientIds }) => ({ arn, url, clients: filled(clientIds) })),
    saml: data.samlProviders ?? undefined,
    resources: data.resources?.map(resourceRow),
    settings: data.settings ?? undefined,
    rolesAnywhere: data.rolesAnywhere ?? undefined,
  };
}

export function managedPolicyRow({ arn, name, document }: ManagedPolicy) {
  return { arn, name: arn.endsWith(`/${name}`) ? undefined : name, document };
}

export function inlineRows(policies: readonly InlinePolicy[]) {
  return policies.length === 0 ? undefined : policies.map(({ name, document }) => [name, document]);
}

export function tagRows(tags: readonly Tag[]) {
  return tags.length === 0 ? undefined : tags.map(({ key, value }) => [key, value]);
}

/** Undefined for an empty list: JSON then leaves the member out. */
export function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function userRow(user: User) {
  return {
    name: user.name,
    path: user.path === "/" ? undefined : user.path,
    id: user.uniqueId,
    groups: filled(user.groups),
    inline: inlineRows(user.inlinePolicies),
    attached: filled(user.attachedPolicies),
    boundary: user.permissionsBoundary ?? undefined,
    created: user.createdAt ?? undefined,
    tags: tagRows(user.tags),
  };
}

function groupRow(group: Group) {
  return {
    name: group.name,
    path: group.path === "/" ? undefined : group.path,
    id: group.uniqueId,
    inline: inlineRows(group.inlinePolicies),
    attached: filled(group.attachedPolicies),
  };
}

function resourceRow(resource: Resource) {
  return {
    arn: resource.arn,
    type: resource.type,
    region: resource.region ?? undefined,
    policy: resource.policy ?? undefined,
    attributes: Object.keys(resource.attributes).length === 0 ? undefined : resource.attributes,
  };
}

const dataMembers = ["oidc", "saml", "resources", "settings", "rolesAnywhere"];

/** Whether anything of the account was read: its IAM data, or some of what may stand beside it. */
export function hasAnyData(line: JsonRecord): boolean {
  return line.data === true || dataMembers.some((member) => line[member] !== undefined);
}

/** Reads what {@link accountDataRows} wrote. After a fault in `shape` the answer is not to be used. */
export function readAccountData(
  line: JsonRecord,
  account: Pick<Account, "id" | "partition">,
  awsPolicies: readonly ManagedPolicy[],
  shape: Shape,
): AccountData {
  const managedPolicies = readManagedPolicies(line.policies, "policies", shape);
  for (const number of shape.list(line.awsPolicies, "awsPolicies")) {
    const policy = typeof number === "number" ? awsPolicies[number] : undefined;
    if (policy === undefined)
      shape.fail("awsPolicies", "should hold numbers of AWS policies that stand above");
    else managedPolicies.push(policy);
  }
  return {
    users: readUsers(line.users, account, shape),
    groups: readGroups(line.groups, account, shape),
    managedPolicies,
    oidcProviders: line.oidc === undefined ? null : readOidcProviders(line.oidc, shape),
    samlProviders: line.saml === undefined ? null : shape.arns(line.saml, "saml"),
    resources: line.resources === undefined ? null : readResources(line.resources, shape),
    settings: line.settings === undefined ? null : shape.free(line.settings, "settings"),
    rolesAnywhere: line.rolesAnywhere === undefined ? null : shape.free(line.rolesAnywhere, "rolesAnywhere"),
  };
}

export function readManagedPolicies(value: unknown, list: string, shape: Shape): ManagedPolicy[] {
  const policies: ManagedPolicy[] = [];
  shape.rows(value, list, (row) => {
    const arn = shape.arn(row.arn, "arn");
    policies.push({
      arn,
      name: shape.optionalText(row.name, "name") ?? arn.slice(arn.lastIndexOf("/") + 1),
      document: documentIndex(row.document, "document", shape),
    });
  });
  return policies;
}

/** The check is that the number is below the count of documents; see {@link Shape.document}. */
export function documentIndex(value: unknown, member: string, shape: Shape): DocumentIndex {
  return shape.document(value, member) as DocumentIndex;
}

/** Any text that is not empty: of a unique id the engine asks for equality only. */
export function isUniqueIdText(text: string): text is UniqueId {
  return text !== "";
}

export function readTags(value: unknown, shape: Shape): Tag[] {
  const tags: Tag[] = [];
  for (const pair of shape.list(value, "tags")) {
    const [key, tag] = shape.pair(pair, "tags");
    tags.push({ key: shape.text(key, "tags"), value: shape.text(tag, "tags") });
  }
  return tags;
}

function readUsers(value: unknown, account: Pick<Account, "id" | "partition">, shape: Shape): User[] {
  const users: User[] = [];
  shape.rows(value, "users", (row) => {
    const name = shape.text(row.name, "name");
    const path = shape.path(row.path, "path");
    users.push({
      arn: iamArn(account.partition, account.id, "user", path, name),
      account: account.id,
      name,
      path,
      uniqueId: shape.known(row.id, isUniqueIdText, "id", "a unique id"),
      inlinePolicies: readInline(row.inline, shape),
      attachedPolicies: shape.arns(row.attached, "attached"),
      permissionsBoundary: row.boundary === undefined ? null : shape.arn(row.boundary, "boundary"),
      groups: shape.texts(row.groups, "groups"),
      createdAt: row.created === undefined ? null : shape.whole(row.created, "created", 0),
      tags: readTags(row.tags, shape),
    });
  });
  return users;
}

function readGroups(value: unknown, account: Pick<Account, "id" | "partition">, shape: Shape): Group[] {
  const groups: Group[] = [];
  shape.rows(value, "groups", (row) => {
    const name = shape.text(row.name, "name");
    const path = shape.path(row.path, "path");
    groups.push({
      arn: iamArn(account.partition, account.id, "group", path, name),
      account: account.id,
      name,
      path,
      uniqueId: shape.known(row.id, isUniqueIdText, "id", "a unique id"),
      inlinePolicies: readInline(row.inline, shape),
      attachedPolicies: shape.arns(row.attached, "attached"),
    });
  });
  return groups;
}

function readInline(value: unknown, shape: Shape): InlinePolicy[] {
  const policies: InlinePolicy[] = [];
  for (const pair of shape.list(value, "inline")) {
    const [name, document] = shape.pair(pair, "inline");
    policies.push({ name: shape.text(name, "inline"), document: documentIndex(document, "inline", shape) });
  }
  return policies;
}

function readOidcProviders(value: unknown, shape: Shape): OidcProvider[] {
  const providers: OidcProvider[] = [];
  shape.rows(value, "oidc", (row) => {
    providers.push({
      arn: shape.arn(row.arn, "arn"),
      url: shape.text(row.url, "url"),
      clientIds: shape.texts(row.clients, "clients"),
    });
  });
  return providers;
}

function readResources(value: unknown, shape: Shape): Resource[] {
  const resources: Resource[] = [];
  shape.rows(value, "resources", (row) => {
    resources.push({
      arn: shape.arn(row.arn, "arn"),
      type: shape.text(row.type, "type"),
      region: shape.optionalText(row.region, "region"),
      policy: row.policy === undefined ? null : documentIndex(row.policy, "policy", shape),
      attributes: isRecord(row.attributes)
        ? shape.free(row.attributes, "attributes")
        : noAttributes(row, shape),
    });
  });
  return resources;
}

function noAttributes(row: JsonRecord, shape: Shape): JsonRecord {
  if (row.attributes !== undefined) shape.fail("attributes", "should be an object");
  return {};
}
