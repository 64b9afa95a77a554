/**
 * One role, user, group or managed policy, as a row of `get-account-authorization-details` has it: put together of the calls
 * that read one thing. A principal comes with the managed policies that it is given, as they may be new.
 */
import { splitArn } from "../../../model/index.ts";
import { type CollectorContext, type Remembered, unread } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-iam");
type Context = CollectorContext<Sdk, InstanceType<Sdk["IAMClient"]>>;

type Inline = { readonly PolicyName?: string | undefined; readonly PolicyDocument?: string | undefined };
type Attached = { readonly PolicyName?: string | undefined; readonly PolicyArn?: string | undefined };

/** It is gone: before it was read, or meanwhile. */
const gone = Symbol("gone");
type Read<T> = T | typeof gone | typeof unread;

export async function readRole(context: Context, RoleName: string, remembered: Remembered): Promise<void> {
  const { sdk, client, found } = context;
  const subject = `role ${RoleName}`;
  const read = readerOf(context, subject);
  const answer = await read(() => client.send(new sdk.GetRoleCommand({ RoleName })));
  if (answer === gone || answer === unread || answer.Role === undefined) return;
  const [inline, attached, profiles] = await Promise.all([
    read(() =>
      inlineOf(context, subject, sdk.paginateListRolePolicies({ client }, { RoleName }), (PolicyName) =>
        client.send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName })),
      ),
    ),
    read(() => attachedOf(sdk.paginateListAttachedRolePolicies({ client }, { RoleName }))),
    read(async () => {
      const all = [];
      for await (const page of sdk.paginateListInstanceProfilesForRole({ client }, { RoleName })) {
        // Tags are no part of the whole account's answer.
        all.push(...(page.InstanceProfiles ?? []).map(({ Tags: _, ...profile }) => profile));
      }
      return all;
    }),
  ]);
  if (inline === gone || attached === gone || profiles === gone) return;
  const row = {
    ...answer.Role,
    ...member("RolePolicyList", inline),
    ...member("AttachedManagedPolicies", attached),
    ...member("InstanceProfileList", profiles),
  };
  found.part("authorization-details", { RoleDetailList: [row] });
  await readPoliciesOf(context, attached, answer.Role.PermissionsBoundary, remembered);
}

export async function readUser(context: Context, UserName: string, remembered: Remembered): Promise<void> {
  const { sdk, client, found } = context;
  const subject = `user ${UserName}`;
  const read = readerOf(context, subject);
  const answer = await read(() => client.send(new sdk.GetUserCommand({ UserName })));
  if (answer === gone || answer === unread || answer.User === undefined) return;
  const [inline, attached, groups] = await Promise.all([
    read(() =>
      inlineOf(context, subject, sdk.paginateListUserPolicies({ client }, { UserName }), (PolicyName) =>
        client.send(new sdk.GetUserPolicyCommand({ UserName, PolicyName })),
      ),
    ),
    read(() => attachedOf(sdk.paginateListAttachedUserPolicies({ client }, { UserName }))),
    read(async () => {
      const names: string[] = [];
      for await (const { Groups = [] } of sdk.paginateListGroupsForUser({ client }, { UserName })) {
        names.push(...Groups.flatMap(({ GroupName }) => GroupName ?? []));
      }
      return names;
    }),
  ]);
  if (inline === gone || attached === gone || groups === gone) return;
  // When somebody last signed in is no part of the whole account's answer.
  const { PasswordLastUsed: _, ...user } = answer.User;
  const row = {
    ...user,
    ...member("UserPolicyList", inline),
    ...member("AttachedManagedPolicies", attached),
    ...member("GroupList", groups),
  };
  found.part("authorization-details", { UserDetailList: [row] });
  await readPoliciesOf(context, attached, user.PermissionsBoundary, remembered);
}

export async function readGroup(context: Context, GroupName: string, remembered: Remembered): Promise<void> {
  const { sdk, client, found } = context;
  const subject = `group ${GroupName}`;
  const read = readerOf(context, subject);
  // The call lists the members, too: one of them is the least that it gives.
  const answer = await read(() => client.send(new sdk.GetGroupCommand({ GroupName, MaxItems: 1 })));
  if (answer === gone || answer === unread || answer.Group === undefined) return;
  const [inline, attached] = await Promise.all([
    read(() =>
      inlineOf(context, subject, sdk.paginateListGroupPolicies({ client }, { GroupName }), (PolicyName) =>
        client.send(new sdk.GetGroupPolicyCommand({ GroupName, PolicyName })),
      ),
    ),
    read(() => attachedOf(sdk.paginateListAttachedGroupPolicies({ client }, { GroupName }))),
  ]);
  if (inline === gone || attached === gone) return;
  const row = {
    ...answer.Group,
    ...member("GroupPolicyList", inline),
    ...member("AttachedManagedPolicies", attached),
  };
  found.part("authorization-details", { GroupDetailList: [row] });
  await readPoliciesOf(context, attached, undefined, remembered);
}

export async function readManagedPolicy(context: Context, arn: string): Promise<void> {
  const row = await managedPolicyRow(context, arn);
  if (row !== undefined) context.found.part("authorization-details", { Policies: [row] });
}

/** Reads that end in a gap about the principal, or in its absence. */
function readerOf({ found }: Context, subject: string): <T>(read: () => Promise<T>) => Promise<Read<T>> {
  return (read) => found.try({ what: "account", subject }, read, gone);
}

/** A list that could not be read is left out: the import takes an empty one for what it says. */
function member<T>(name: string, list: readonly T[] | typeof unread): Readonly<Record<string, readonly T[]>> {
  return list === unread ? {} : { [name]: list };
}

async function inlineOf(
  { found }: Context,
  owner: string,
  pages: AsyncIterable<{ readonly PolicyNames?: readonly string[] | undefined }>,
  read: (name: string) => Promise<Inline>,
): Promise<readonly Inline[] | typeof unread> {
  const names: string[] = [];
  for await (const { PolicyNames = [] } of pages) names.push(...PolicyNames);
  // One that can't be read makes the list unread: without it, it would say that there is none.
  const policies = await Promise.all(
    names.map((name) => {
      const subject = `policy ${name} of ${owner}`;
      return found.try({ what: "account", subject }, () => read(name), null);
    }),
  );
  const whole: Inline[] = [];
  for (const policy of policies) {
    if (policy === unread) return unread;
    if (policy !== null) whole.push({ PolicyName: policy.PolicyName, PolicyDocument: policy.PolicyDocument });
  }
  return whole;
}

async function attachedOf(
  pages: AsyncIterable<{ readonly AttachedPolicies?: readonly Attached[] | undefined }>,
): Promise<readonly Attached[]> {
  const all: Attached[] = [];
  for await (const { AttachedPolicies = [] } of pages) all.push(...AttachedPolicies);
  return all;
}

async function readPoliciesOf(
  context: Context,
  attached: readonly Attached[] | typeof unread,
  boundary: { readonly PermissionsBoundaryArn?: string | undefined } | undefined,
  remembered: Remembered,
): Promise<void> {
  const arns = (attached === unread ? [] : attached).map(({ PolicyArn }) => PolicyArn);
  const distinct = new Set([...arns, boundary?.PermissionsBoundaryArn].filter((arn) => arn !== undefined));
  const rows = await Promise.all(
    [...distinct].map((arn) =>
      splitArn(arn)?.account === "aws"
        ? remembered.row(arn, () => managedPolicyRow(context, arn))
        : managedPolicyRow(context, arn),
    ),
  );
  const Policies = rows.filter((row) => row !== undefined);
  if (Policies.length > 0) context.found.part("authorization-details", { Policies });
}

/** With its default version alone: no snapshot has others. Undefined: it is gone, or could not be read, and a gap says so. */
async function managedPolicyRow({ sdk, client, found }: Context, arn: string): Promise<object | undefined> {
  const subject = { what: "managed-policy", subject: arn } as const;
  // Another version may become the default, and the one that was be deleted, between the two calls.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const described = await found.try(
      subject,
      () => client.send(new sdk.GetPolicyCommand({ PolicyArn: arn })),
      null,
    );
    if (described === unread || described === null || described.Policy === undefined) return undefined;
    const { Tags: _, ...policy } = described.Policy;
    const command = new sdk.GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy.DefaultVersionId });
    const version = await found.try(subject, () => client.send(command), null);
    if (version === unread) return undefined;
    if (version !== null) return { ...policy, PolicyVersionList: [version.PolicyVersion] };
  }
  return undefined;
}
