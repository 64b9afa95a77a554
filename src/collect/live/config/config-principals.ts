/** IAM in AWS Config, as `get-account-authorization-details` tells it: the same members, which begin with a small letter there. */
import type { ConfigItem, Fields } from "./config-item.ts";
import { fieldsOf, listOf, textOf } from "./config-item.ts";

type Row = Readonly<Record<string, unknown>>;
type Kind = "Role" | "User" | "Group";

/** What is missing is left out, and the import tells it as not collected. */
export function principalRow(item: ConfigItem, kind: Kind): Row {
  const { configuration: facts, arn, tags } = item;
  const small = kind.toLowerCase();
  return known({
    Arn: arn,
    [`${kind}Name`]: textOf(facts[`${small}Name`]),
    [`${kind}Id`]: textOf(facts[`${small}Id`]),
    Path: textOf(facts.path),
    CreateDate: textOf(facts.createDate),
    [`${kind}PolicyList`]: listOf(facts[`${small}PolicyList`])?.map(inlinePolicy),
    AttachedManagedPolicies: listOf(facts.attachedManagedPolicies)?.map(attachedPolicy),
    PermissionsBoundary: boundary(facts),
    ...(kind === "Role" ? roleOnly(facts) : {}),
    ...(kind === "User" ? { GroupList: listOf(facts.groupList) } : {}),
    ...(kind === "Group" ? {} : { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  });
}

function roleOnly(facts: Fields): Row {
  const used = fieldsOf(facts.roleLastUsed);
  return {
    AssumeRolePolicyDocument: textOf(facts.assumeRolePolicyDocument),
    InstanceProfileList: listOf(facts.instanceProfileList)?.map((profile) => ({
      Arn: textOf(fieldsOf(profile).arn),
    })),
    // Without a date it would say that the role was never used, which Config does not.
    RoleLastUsed: textOf(used.lastUsedDate) === undefined ? undefined : { LastUsedDate: used.lastUsedDate },
  };
}

export function policyRow({ arn, configuration: facts }: ConfigItem): Row {
  return known({
    Arn: arn,
    PolicyName: textOf(facts.policyName),
    DefaultVersionId: textOf(facts.defaultVersionId),
    PolicyVersionList: listOf(facts.policyVersionList)?.map((one) => {
      const version = fieldsOf(one);
      return known({
        VersionId: textOf(version.versionId),
        IsDefaultVersion: version.isDefaultVersion === true,
        Document: textOf(version.document),
      });
    }),
  });
}

/** Managed policies of AWS that are attached or a boundary, of which Config has no item. */
export function awsPoliciesOf(items: readonly ConfigItem[]): readonly string[] {
  const arns = items.flatMap(({ configuration: facts }) => [
    ...(listOf(facts.attachedManagedPolicies) ?? []).map((one) => textOf(fieldsOf(one).policyArn)),
    textOf(fieldsOf(facts.permissionsBoundary).permissionsBoundaryArn),
  ]);
  const ofAws = arns.filter((arn) => arn !== undefined).filter((arn) => arn.split(":")[4] === "aws");
  return [...new Set(ofAws)].sort();
}

function inlinePolicy(one: unknown): Row {
  const policy = fieldsOf(one);
  return known({ PolicyName: textOf(policy.policyName), PolicyDocument: textOf(policy.policyDocument) });
}

function attachedPolicy(one: unknown): Row {
  const policy = fieldsOf(one);
  return known({ PolicyName: textOf(policy.policyName), PolicyArn: textOf(policy.policyArn) });
}

function boundary(facts: Fields): Row | undefined {
  const arn = textOf(fieldsOf(facts.permissionsBoundary).permissionsBoundaryArn);
  return arn === undefined ? undefined : { PermissionsBoundaryArn: arn };
}

function known(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
