/** `aws iam get-account-authorization-details`: one object, or its pages as an array. */
import type { AccountId, Arn, Group, RoleInput, UserInput } from "../../model/index.ts";
import { isAccountId, splitArn } from "../../model/index.ts";
import { type ImportContext, MissingMembers, Unique } from "./import-context.ts";
import { quoted } from "./import-error.ts";
import type { JsonFile, JsonObject, JsonValue } from "./json-file.ts";
import { managedPolicy } from "./managed-policy-row.ts";
import {
  arnsOf,
  type FileOwner,
  identity,
  inlinePolicies,
  permissionsBoundary,
  tagsOf,
} from "./principal-rows.ts";
import { timestamp } from "./timestamp.ts";

const lists = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"] as const;
type List = (typeof lists)[number];

type Intake = {
  readonly context: ImportContext;
  readonly owner: FileOwner;
  readonly missing: MissingMembers;
  /** Managed policies that principals of this account refer to, and those that the file holds. */
  readonly referred: Set<Arn>;
  readonly held: Set<Arn>;
};

/** What the import needs to know once all accounts are read. */
export type PolicyReferences = {
  readonly account: AccountId;
  readonly referred: ReadonlySet<Arn>;
  readonly held: ReadonlySet<Arn>;
};

/** The account that the file's own ARNs name first. Null: there is no ARN in it. */
export function accountOfDetails(file: JsonFile): FileOwner | null {
  for (const page of pagesOf(file)) {
    for (const list of lists) {
      for (const row of page.list(list) ?? []) {
        const arn = row.object("an entry")?.optionalText("Arn") ?? "";
        const parts = splitArn(arn);
        if (parts !== null && isAccountId(parts.account))
          return { id: parts.account, partition: parts.partition };
      }
    }
  }
  return null;
}

/**
 * Adds everything that the file says of `account`, which the builder must know. Faults are the file's errors; what
 * stands beside them is taken.
 */
export function takeAuthorizationDetails(
  file: JsonFile,
  account: AccountId,
  context: ImportContext,
): PolicyReferences | null {
  const owner: FileOwner = { id: account, partition: null };
  const intake = {
    context,
    owner,
    missing: new MissingMembers(),
    referred: new Set<Arn>(),
    held: new Set<Arn>(),
  };
  const pages = pagesOf(file);
  if (pages.length === 0) return null;
  checkNotTruncated(pages);
  for (const list of lists) {
    if (pages.some((page) => page.optional(list) !== null)) continue;
    context.builder.addCoverage({
      what: "account",
      account,
      subject: file.name,
      reason: `${list} was not collected.`,
    });
  }
  takeRows(pages, "Policies", "a managed policy", (row, value, unique) => {
    const policy = managedPolicy(row, owner, context);
    if (policy === null || !unique.add(value, policy.arn, quoted(policy.arn))) return;
    intake.held.add(policy.arn);
    if (policy.document !== null) {
      context.builder.addManagedPolicy(account, { ...policy, document: policy.document });
    }
  });
  takeRows(pages, "GroupDetailList", "a group", (row, value, unique) =>
    takeGroup(row, value, unique, intake),
  );
  takeRows(pages, "UserDetailList", "a user", (row, value, unique) => takeUser(row, value, unique, intake));
  takeRows(pages, "RoleDetailList", "a role", (row, value, unique) => takeRole(row, value, unique, intake));
  intake.missing.report(context, "account", account);
  return { account, referred: intake.referred, held: intake.held };
}

/** The pages of the answer. */
function pagesOf(file: JsonFile): readonly JsonObject[] {
  const values = file.root.node.kind === "array" ? (file.root.array("the answer") ?? []) : [file.root];
  const pages: JsonObject[] = [];
  for (const value of values) {
    const page = value.object("the answer of get-account-authorization-details");
    if (page === null) continue;
    if (lists.every((list) => !page.members.has(list))) {
      value.fail(`the answer has none of ${lists.join(", ")}`);
    }
    pages.push(page);
  }
  if (values.length === 0) file.root.fail("the answer has no page");
  return pages;
}

/** An error where the last page says that there are more. */
function checkNotTruncated(pages: readonly JsonObject[]): void {
  const last = pages.at(-1);
  const truncated = last?.optional("IsTruncated") ?? null;
  // The AWS CLI's own mark, in place of the one of the API.
  const next = last?.optional("NextToken") ?? null;
  const advice = "Call the AWS CLI without --max-items and --no-paginate, or put all pages into one array.";
  if (truncated?.boolean("IsTruncated") === true) {
    truncated.fail("IsTruncated is true: the answer has more pages than stand here", advice);
  } else {
    next?.fail("NextToken is there: the answer has more pages than stand here", advice);
  }
}

function takeRows(
  pages: readonly JsonObject[],
  list: List,
  what: string,
  take: (row: JsonObject, value: JsonValue, unique: Unique) => void,
): void {
  const unique = new Unique(what);
  for (const page of pages) {
    for (const value of page.list(list) ?? []) {
      const row = value.object(what);
      if (row !== null) take(row, value, unique);
    }
  }
}

function takeRole(row: JsonObject, value: JsonValue, unique: Unique, intake: Intake): void {
  const { context, missing } = intake;
  const who = identity(row, "Role", intake.owner, context.uniqueIds);
  // IAM-SEMANTICS 20: names are unique without regard to case.
  if (who === null || !unique.add(value, who.name.toLowerCase(), quoted(who.name))) return;
  const trust = row.optional("AssumeRolePolicyDocument");
  const inline = inlinePolicies(row, "RolePolicyList", who, context.policies);
  const attached = arnsOf(row, "AttachedManagedPolicies", "PolicyArn");
  if (trust === null) missing.add("AssumeRolePolicyDocument", who.arn);
  if (inline === null) missing.add("RolePolicyList", who.arn);
  if (attached === null) missing.add("AttachedManagedPolicies", who.arn);
  const role: RoleInput = {
    name: who.name,
    path: who.path,
    uniqueId: who.uniqueId,
    trustPolicy:
      trust === null
        ? null
        : context.policies.document(trust, "trust", who.owner, {
            what: "AssumeRolePolicyDocument",
            arn: who.arn,
          }),
    inlinePolicies: inline ?? [],
    attachedPolicies: attached ?? [],
    permissionsBoundary: permissionsBoundary(row),
    createdAt: timestamp(row, "CreateDate"),
    lastUsedAt: lastUsed(row),
    maxSessionSeconds: maxSession(row),
    description: row.optionalText("Description"),
    tags: tagsOf(row) ?? [],
    instanceProfiles: arnsOf(row, "InstanceProfileList", "Arn") ?? [],
  };
  context.builder.addRole(who.owner, role);
  refer(intake, role);
}

function refer(intake: Intake, principal: Pick<RoleInput, "attachedPolicies" | "permissionsBoundary">): void {
  for (const arn of principal.attachedPolicies ?? []) intake.referred.add(arn);
  if (principal.permissionsBoundary) intake.referred.add(principal.permissionsBoundary);
}

/** An empty `RoleLastUsed` says: not within AWS's tracking period. */
function lastUsed(row: JsonObject): number | "never" | null {
  const used = row.optional("RoleLastUsed")?.object("RoleLastUsed") ?? null;
  if (used === null) return null;
  return used.members.has("LastUsedDate") ? timestamp(used, "LastUsedDate") : "never";
}

/** This answer does not have it; `get-role` does, and its members are taken where someone has put them together. */
function maxSession(row: JsonObject): number {
  const value = row.optional("MaxSessionDuration");
  const seconds = value?.number("MaxSessionDuration") ?? null;
  if (value === null || seconds === null) return 3600;
  if (Number.isInteger(seconds) && seconds >= 3600 && seconds <= 43_200) return seconds;
  value.fail(`MaxSessionDuration should be from 3600 to 43200 seconds, not ${seconds}`);
  return 3600;
}

function takeUser(row: JsonObject, value: JsonValue, unique: Unique, intake: Intake): void {
  const { context, missing } = intake;
  const who = identity(row, "User", intake.owner, context.uniqueIds);
  if (who === null || !unique.add(value, who.name.toLowerCase(), quoted(who.name))) return;
  // AWS leaves UserPolicyList and Tags out of users that have none: their absence says so.
  const attached = arnsOf(row, "AttachedManagedPolicies", "PolicyArn");
  const groups = row.list("GroupList");
  if (attached === null) missing.add("AttachedManagedPolicies", who.arn);
  if (groups === null) missing.add("GroupList", who.arn);
  const user: UserInput = {
    name: who.name,
    path: who.path,
    uniqueId: who.uniqueId,
    inlinePolicies: inlinePolicies(row, "UserPolicyList", who, context.policies) ?? [],
    attachedPolicies: attached ?? [],
    permissionsBoundary: permissionsBoundary(row),
    groups: (groups ?? []).map((group) => group.text("a group's name")).filter((name) => name !== null),
    createdAt: timestamp(row, "CreateDate"),
    tags: tagsOf(row) ?? [],
  };
  context.builder.addUser(who.owner, user);
  refer(intake, user);
}

function takeGroup(row: JsonObject, value: JsonValue, unique: Unique, intake: Intake): void {
  const { context, missing } = intake;
  const who = identity(row, "Group", intake.owner, context.uniqueIds);
  if (who === null || !unique.add(value, who.name.toLowerCase(), quoted(who.name))) return;
  const inline = inlinePolicies(row, "GroupPolicyList", who, context.policies);
  const attached = arnsOf(row, "AttachedManagedPolicies", "PolicyArn");
  if (inline === null) missing.add("GroupPolicyList", who.arn);
  if (attached === null) missing.add("AttachedManagedPolicies", who.arn);
  const group: Omit<Group, "arn" | "account"> = {
    name: who.name,
    path: who.path,
    uniqueId: who.uniqueId,
    inlinePolicies: inline ?? [],
    attachedPolicies: attached ?? [],
  };
  context.builder.addGroup(who.owner, group);
  for (const arn of group.attachedPolicies) intake.referred.add(arn);
}
