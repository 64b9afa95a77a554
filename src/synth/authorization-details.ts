/** An account's contents in the shape of `aws iam get-account-authorization-details`, member by member as the AWS CLI prints it. */
import type {
  AccountContents,
  GroupData,
  ManagedPolicyData,
  NamedDocument,
  RoleData,
  UserData,
} from "./account-data.ts";
import { awsManagedPolicy } from "./aws-managed-policies.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { seeded } from "./random.ts";
import { uniqueId } from "./role-draft.ts";

/** As the CLI prints times: `2026-01-01T00:00:00+00:00`. */
function cliTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;
}

export function authorizationDetails(contents: AccountContents): object {
  return {
    UserDetailList: contents.users.map((user) => userDetail(contents.id, user)),
    GroupDetailList: contents.groups.map((group) => groupDetail(contents.id, group)),
    RoleDetailList: contents.roles.map((role) => roleDetail(contents.id, role)),
    Policies: [
      ...contents.managedPolicies.map((policy) => policyDetail(policy, contents)),
      ...awsPolicies(contents),
    ],
  };
}

function inlineList(list: readonly NamedDocument[]): object[] {
  return list.map(({ name, document }) => ({ PolicyName: name, PolicyDocument: document }));
}

function attachedList(arns: readonly string[]): object[] {
  return arns.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }));
}

function boundary(arn: string | null): object {
  return arn === null
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: arn } };
}

function tagList(tags: readonly { readonly key: string; readonly value: string }[]): object[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

function userDetail(account: string, user: UserData): object {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.uniqueId,
    Arn: `arn:aws:iam::${account}:user${user.path}${user.name}`,
    CreateDate: cliTime(user.createdAt),
    UserPolicyList: inlineList(user.inline),
    GroupList: user.groups,
    AttachedManagedPolicies: attachedList(user.attached),
    ...boundary(user.boundary),
    Tags: tagList(user.tags),
  };
}

function groupDetail(account: string, group: GroupData): object {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.uniqueId,
    Arn: `arn:aws:iam::${account}:group${group.path}${group.name}`,
    CreateDate: cliTime(group.createdAt),
    GroupPolicyList: inlineList(group.inline),
    AttachedManagedPolicies: attachedList(group.attached),
  };
}

function roleDetail(account: string, role: RoleData): object {
  const head = {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.uniqueId,
    Arn: `arn:aws:iam::${account}:role${role.path}${role.name}`,
    CreateDate: cliTime(role.createdAt),
    AssumeRolePolicyDocument: role.trust,
  };
  return {
    ...head,
    InstanceProfileList:
      role.instanceProfile === null
        ? []
        : [
            {
              Path: "/",
              InstanceProfileName: role.instanceProfile,
              InstanceProfileId: role.uniqueId.replace("AROA", "AIPA"),
              Arn: `arn:aws:iam::${account}:instance-profile/${role.instanceProfile}`,
              CreateDate: cliTime(role.createdAt),
              Roles: [head],
            },
          ],
    RolePolicyList: inlineList(role.inline),
    AttachedManagedPolicies: attachedList(role.attached),
    ...boundary(role.boundary),
    Tags: tagList(role.tags),
    // AWS tells it only in `get-role` and `list-roles`; it is put together here, where it is not the default.
    ...(role.maxSessionSeconds === 3600 ? {} : { MaxSessionDuration: role.maxSessionSeconds }),
    RoleLastUsed:
      role.lastUsed === null ? {} : { LastUsedDate: cliTime(role.lastUsed.at), Region: role.lastUsed.region },
  };
}

function policyDetail(policy: ManagedPolicyData, contents: AccountContents): object {
  const holders = [...contents.roles, ...contents.users, ...contents.groups];
  return managedPolicy(policy, holders.filter((one) => one.attached.includes(policy.arn)).length);
}

function managedPolicy(policy: ManagedPolicyData, attachments: number): object {
  const newest = policy.versions.length;
  return {
    PolicyName: policy.name,
    PolicyId: policy.uniqueId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: `v${newest}`,
    AttachmentCount: attachments,
    PermissionsBoundaryUsageCount: policy.boundaryUses,
    IsAttachable: true,
    CreateDate: cliTime(policy.createdAt),
    UpdateDate: cliTime(policy.createdAt),
    PolicyVersionList: policy.versions.map((document: PolicyDocument, place) => ({
      Document: document,
      VersionId: `v${newest - place}`,
      IsDefaultVersion: place === 0,
      CreateDate: cliTime(policy.createdAt),
    })),
  };
}

/** AWS's own policies that something in the account has attached: AWS lists them there, too. */
function awsPolicies(contents: AccountContents): object[] {
  const counts = new Map<string, number>();
  for (const holder of [...contents.roles, ...contents.users, ...contents.groups])
    for (const arn of holder.attached)
      if (arn.startsWith("arn:aws:iam::aws:")) counts.set(arn, (counts.get(arn) ?? 0) + 1);
  const made: object[] = [];
  for (const [arn, count] of counts) {
    const document = awsManagedPolicy(arn);
    if (document === null) continue;
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const path = arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1);
    made.push(
      managedPolicy(
        {
          arn,
          name,
          path,
          // AWS's policies have the same unique id in every account.
          uniqueId: uniqueId("ANPA", seeded(0).fork(arn)),
          createdAt: Date.UTC(2015, 1, 6) / 1000,
          versions: [document],
          boundaryUses: 0,
        },
        count,
      ),
    );
  }
  return made;
}
