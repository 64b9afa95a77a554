/**
 * Every member of a snapshot and how drift treats it. The tables are typed by the model: a member that is added there does
 * not compile until somebody has said here what it is.
 */
import type {
  Account,
  AccountData,
  ControlPolicy,
  DriftKind,
  Group,
  ManagedPolicy,
  OidcProvider,
  Organization,
  OrganizationalUnit,
  Resource,
  Role,
  Snapshot,
  User,
} from "../model/index.ts";

export type Treatment =
  /** By what it means, and told as this kind. */
  | { readonly how: "meaning"; readonly kind: DriftKind }
  /** As it is written, the order of lists left out, and told as this kind. */
  | { readonly how: "literal"; readonly kind: DriftKind }
  /** By it the two are matched. */
  | { readonly how: "key" }
  /** Follows from other members, or is about how the snapshot is kept. */
  | { readonly how: "follows"; readonly from: string }
  /** Changes nobody's access, and is silence. */
  | { readonly how: "not-access" };

export type Members<T> = { readonly [Member in keyof Required<T>]: Treatment };

const key = { how: "key" } as const;
const notAccess = { how: "not-access" } as const;

function meaning(kind: DriftKind): Treatment {
  return { how: "meaning", kind };
}

function literal(kind: DriftKind): Treatment {
  return { how: "literal", kind };
}

function follows(from: string): Treatment {
  return { how: "follows", from };
}

export const snapshotMembers: Members<Snapshot> = {
  createdAt: notAccess,
  source: notAccess,
  organization: meaning("organizational-unit"),
  accounts: meaning("account"),
  roles: meaning("trust-policy"),
  documents: follows("whoever has the document"),
  awsManagedPolicies: meaning("identity-policy"),
  identityCenter: literal("identity-center"),
  coverage: meaning("coverage"),
  accountIndex: follows("accounts"),
  accountData: meaning("account"),
  managedPolicy: follows("accountData and awsManagedPolicies"),
};

export const organizationMembers: Members<Organization> = {
  id: key,
  managementAccount: literal("account"),
  units: meaning("organizational-unit"),
  controlPolicies: meaning("control-policy"),
  delegatedAdministrators: literal("delegated-administrator"),
};

export const unitMembers: Members<OrganizationalUnit> = {
  id: key,
  name: notAccess,
  parent: literal("organizational-unit"),
};

export const controlPolicyMembers: Members<ControlPolicy> = {
  id: key,
  name: notAccess,
  type: literal("control-policy"),
  document: meaning("control-policy"),
  targets: meaning("control-policy"),
};

export const accountMembers: Members<Account> = {
  id: key,
  partition: literal("account"),
  name: notAccess,
  email: notAccess,
  status: literal("account"),
  inOrganization: literal("account"),
  parent: literal("account"),
  organizationPath: literal("account"),
  tags: meaning("tags"),
  hasData: meaning("coverage"),
};

export const accountDataMembers: Members<AccountData> = {
  users: meaning("identity-policy"),
  groups: meaning("identity-policy"),
  managedPolicies: meaning("identity-policy"),
  oidcProviders: meaning("identity-provider"),
  samlProviders: literal("identity-provider"),
  resources: meaning("resource-policy"),
  settings: literal("account-settings"),
  rolesAnywhere: literal("roles-anywhere"),
};

export const roleMembers: Members<Role> = {
  index: follows("its place in the table"),
  arn: follows("account, path and name"),
  account: key,
  name: key,
  /** It can't be changed in AWS: another path is another role. */
  path: key,
  /** With the name: a role made anew under the same name is another role (IAM-SEMANTICS 13, 14). */
  uniqueId: key,
  trustPolicy: meaning("trust-policy"),
  inlinePolicies: meaning("identity-policy"),
  attachedPolicies: meaning("identity-policy"),
  permissionsBoundary: meaning("permissions-boundary"),
  createdAt: notAccess,
  lastUsedAt: notAccess,
  maxSessionSeconds: literal("session-length"),
  description: notAccess,
  tags: meaning("tags"),
  instanceProfiles: literal("instance-profile"),
};

export const userMembers: Members<User> = {
  arn: follows("account, path and name"),
  account: key,
  name: key,
  path: literal("identity-policy"),
  uniqueId: key,
  inlinePolicies: meaning("identity-policy"),
  attachedPolicies: meaning("identity-policy"),
  permissionsBoundary: meaning("permissions-boundary"),
  groups: meaning("identity-policy"),
  createdAt: notAccess,
  tags: meaning("tags"),
};

export const groupMembers: Members<Group> = {
  arn: follows("account, path and name"),
  account: key,
  name: key,
  path: literal("identity-policy"),
  uniqueId: notAccess,
  inlinePolicies: meaning("identity-policy"),
  attachedPolicies: meaning("identity-policy"),
};

export const managedPolicyMembers: Members<ManagedPolicy> = {
  arn: key,
  name: notAccess,
  document: meaning("identity-policy"),
};

export const oidcProviderMembers: Members<OidcProvider> = {
  arn: key,
  url: literal("identity-provider"),
  clientIds: literal("identity-provider"),
};

export const resourceMembers: Members<Resource> = {
  arn: key,
  type: literal("resource-settings"),
  region: literal("resource-settings"),
  policy: meaning("resource-policy"),
  attributes: literal("resource-settings"),
};

/** Names of the members that are compared as they are written. */
function literalMembers<T>(members: Members<T>): readonly (keyof T)[] {
  const names = Object.keys(members) as (keyof T)[];
  return names.filter((name) => members[name].how === "literal");
}

/** Those that are written differently, the order of lists and of names left out. */
export function literalDifferences<T>(members: Members<T>, a: T, b: T): readonly (keyof T)[] {
  return literalMembers(members).filter((name) => canonical(a[name]) !== canonical(b[name]));
}

/** Equal texts: the same, but for the order of members and of lists. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).toSorted().join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const written = entries.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${written.toSorted().join(",")}}`;
}
