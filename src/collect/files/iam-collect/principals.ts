/** Users, groups, roles and managed policies: one folder each, here as `get-account-authorization-details` has them. */
import { type AccountId, isArn } from "../../../model/index.ts";
import type { JsonValue } from "../json-file.ts";
import { type Composed, Made } from "./composed-file.ts";
import type { Folder, Reading } from "./reading.ts";
import { listOf, member, tagList } from "./row-parts.ts";

/**
 * Null: the storage tells of no principal and no policy in the account. iam-collect reads them all by one call, so that where
 * there are some, those that are not there do not exist.
 */
export async function authorizationDetails(reading: Reading, account: AccountId): Promise<Composed | null> {
  const base = `accounts/${account}/iam`;
  const below = async (type: string, make: (folder: Folder) => Promise<Composed | null>) => {
    const folders = await reading.folders(`${base}/${type}`);
    return (await Promise.all(folders.map(make))).filter((row) => row !== null);
  };
  const [roles, users, groups, own, ofAws] = await Promise.all([
    below("role", role),
    below("user", user),
    below("group", group),
    below("policy", managedPolicy),
    below("aws/policy", managedPolicy),
  ]);
  if ([roles, users, groups, own, ofAws].every(({ length }) => length === 0)) return null;
  return {
    UserDetailList: users,
    GroupDetailList: groups,
    RoleDetailList: roles,
    Policies: [...own, ...ofAws],
  };
}

async function role(folder: Folder): Promise<Composed | null> {
  const [principal, trust, profiles] = await Promise.all([
    principalOf(folder, "Role"),
    folder.file("trust-policy.json"),
    folder.file("instance-profiles.json"),
  ]);
  if (principal === null) return null;
  return {
    ...principal,
    AssumeRolePolicyDocument: trust ?? undefined,
    InstanceProfileList: listOf(profiles, "instance-profiles.json", (Arn) => ({ Arn })),
  };
}

async function user(folder: Folder): Promise<Composed | null> {
  const [principal, groups] = await Promise.all([principalOf(folder, "User"), folder.file("groups.json")]);
  if (principal === null) return null;
  return { ...principal, GroupList: listOf(groups, "groups.json", groupName) };
}

async function group(folder: Folder): Promise<Composed | null> {
  return principalOf(folder, "Group");
}

/** Groups are told by ARN, which ends with the name. */
function groupName(value: JsonValue): Composed {
  const arn = value.known("a group", isArn, "an ARN");
  return arn === null ? value : new Made(arn.slice(arn.lastIndexOf("/") + 1), value);
}

/** What users, groups and roles have in common. Null: it is not known who this is. */
async function principalOf(folder: Folder, kind: "Role" | "User" | "Group") {
  const [about, inline, managed, tags] = await Promise.all([
    folder.metadata(),
    folder.file("inline-policies.json"),
    folder.file("managed-policies.json"),
    folder.file("tags.json"),
  ]);
  const [arn, name, id] = ["arn", "name", "id"].map((one) => about?.required(one) ?? null);
  if (about === null || arn == null || name == null || id == null) return null;
  const boundary = about.optional("permissionBoundary");
  return {
    Arn: arn,
    [`${kind}Name`]: name,
    [`${kind}Id`]: id,
    Path: member(about, "path"),
    CreateDate: member(about, "created"),
    [`${kind}PolicyList`]: listOf(inline, "inline-policies.json", (policy) => policy),
    AttachedManagedPolicies: listOf(managed, "managed-policies.json", (PolicyArn) => ({ PolicyArn })),
    PermissionsBoundary: boundary === null ? undefined : { PermissionsBoundaryArn: boundary },
    Tags: tagList(tags),
  };
}

async function managedPolicy(folder: Folder): Promise<Composed | null> {
  const about = await folder.metadata();
  const [arn, name] = ["arn", "name"].map((one) => about?.required(one) ?? null);
  if (about === null || arn == null || name == null) return null;
  const document = await folder.file("current-policy.json");
  return {
    Arn: arn,
    PolicyName: name,
    PolicyVersionList:
      document == null ? [] : [{ Document: document, IsDefaultVersion: new Made(true, document) }],
  };
}
