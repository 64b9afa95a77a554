/** The parts that users, groups and roles of `get-account-authorization-details` have in common. */
import {
  type AccountId,
  type Arn,
  type InlinePolicy,
  iamArn,
  isArn,
  type Partition,
  splitArn,
  type Tag,
  type UniqueId,
} from "../../model/index.ts";
import type { UniqueIds } from "./import-context.ts";
import { quoted } from "./import-error.ts";
import type { JsonObject, JsonValue } from "./json-file.ts";
import type { PolicyIntake } from "./policy-text.ts";

/** The account that a file is about, as far as it is known: its first ARN tells the rest. */
export type FileOwner = { id: AccountId | null; partition: Partition | null };

export type Identity = {
  readonly name: string;
  readonly path: string;
  readonly uniqueId: UniqueId;
  readonly arn: Arn;
  readonly owner: AccountId;
};

/** Checks an ARN's account and partition against those of the file. Null, with an error: they contradict each other. */
export function ownArn(value: JsonValue, member: string, owner: FileOwner): Arn | null {
  const arn = value.known(member, isArn, "an ARN");
  const parts = arn === null ? null : splitArn(arn);
  if (arn === null || parts === null) return null;
  if (parts.account !== "" && owner.id !== null && parts.account !== owner.id) {
    return value.fail(
      `${member} ${quoted(arn)} belongs to account ${quoted(parts.account)}, and this file is about ${owner.id}`,
      "Put the file into the directory of the account that it was collected from.",
    );
  }
  if (owner.partition !== null && parts.partition !== owner.partition) {
    return value.fail(
      `${member} ${quoted(arn)} is of partition ${quoted(parts.partition)}, and what stands before it of ${quoted(owner.partition)}`,
      "Collect each partition's accounts by themselves.",
    );
  }
  owner.partition = parts.partition;
  return arn;
}

/** Name, path, id and ARN of a principal, which must agree with each other. Null, with errors: it can't be told. */
export function identity(
  row: JsonObject,
  kind: "Role" | "User" | "Group",
  owner: FileOwner,
  uniqueIds: UniqueIds,
): Identity | null {
  const name = row.text(`${kind}Name`);
  const idValue = row.required(`${kind}Id`);
  const uniqueId = idValue?.known(`${kind}Id`, isWord, "a unique id") ?? null;
  const arnValue = row.required("Arn");
  const arn = arnValue === null ? null : ownArn(arnValue, "Arn", owner);
  const path = row.optionalText("Path") ?? "/";
  if (name === null || idValue === null || uniqueId === null || arnValue === null || arn === null)
    return null;
  if (owner.id === null || owner.partition === null) return null;
  const expected = iamArn(owner.partition, owner.id, lowerCase[kind], path, name);
  if (arn !== expected) {
    const advice = "Give the answer unchanged: path, name and ARN of a principal say the same.";
    return arnValue.fail(`Arn is ${quoted(arn)}, and path and name make it ${quoted(expected)}`, advice);
  }
  // It stays: which of the two has the id by mistake is not known, and a principal less would be a hole.
  uniqueIds.add(idValue, uniqueId, owner.id);
  return { name, path, uniqueId, arn, owner: owner.id };
}

const lowerCase = { Role: "role", User: "user", Group: "group" } as const;

/** The engine compares unique ids and looks at prefixes only, so that any word will do here. */
function isWord(text: string): text is UniqueId {
  return /^\w{1,128}$/.test(text);
}

/** Null: the member is missing. A faulty entry is an error and left out. */
export function inlinePolicies(
  row: JsonObject,
  member: string,
  { arn, owner }: Identity,
  intake: PolicyIntake,
): readonly InlinePolicy[] | null {
  const rows = row.list(member);
  if (rows === null) return null;
  const policies: InlinePolicy[] = [];
  for (const value of rows) {
    const policy = value.object("an inline policy");
    const name = policy?.text("PolicyName") ?? null;
    const text = policy?.required("PolicyDocument") ?? null;
    if (name === null || text === null) continue;
    const document = intake.document(text, "identity", owner, {
      what: `PolicyDocument ${quoted(name)}`,
      arn,
    });
    if (document !== null) policies.push({ name, document });
  }
  return policies;
}

/** ARNs out of objects, such as `AttachedManagedPolicies[].PolicyArn`. Null: the member is missing. */
export function arnsOf(row: JsonObject, member: string, arnMember: string): readonly Arn[] | null {
  const rows = row.list(member);
  if (rows === null) return null;
  const arns: Arn[] = [];
  for (const value of rows) {
    const arn = value.object(`an entry of ${member}`)?.known(arnMember, isArn, "an ARN") ?? null;
    if (arn !== null) arns.push(arn);
  }
  return arns;
}

export function permissionsBoundary(row: JsonObject): Arn | null {
  const boundary = row.optional("PermissionsBoundary")?.object("PermissionsBoundary") ?? null;
  return boundary?.known("PermissionsBoundaryArn", isArn, "an ARN") ?? null;
}

/** Null: the member is missing. */
export function tagsOf(row: JsonObject): readonly Tag[] | null {
  const rows = row.list("Tags");
  if (rows === null) return null;
  const tags: Tag[] = [];
  for (const value of rows) {
    const tag = value.object("a tag");
    const key = tag?.text("Key") ?? null;
    const text = tag?.text("Value") ?? null;
    if (key !== null && text !== null) tags.push({ key, value: text });
  }
  return tags;
}
