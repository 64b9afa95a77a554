/** What advice stands on: the snapshot, or where it does not hold the accounts, just what was asked. */

import type { ActionCatalogue } from "../../../authz/action-catalogue.ts";
import { organizationView } from "../../../authz/index.ts";
import { resourceNamed } from "../../../graph/index.ts";
import {
  type AccountId,
  isAccountId,
  isPolicyUnread,
  type OrganizationNodeId,
  type Resource,
  type Snapshot,
  SnapshotBuilder,
  splitArn,
} from "../../../model/index.ts";
import type {
  AdviceKey,
  AdviceQuestion,
  AdviceTarget,
  Circumstances,
} from "../../../provision/advice/index.ts";

export type Ground = {
  /** Holds the resources' accounts. */
  readonly snapshot: Snapshot;
  /** Null: none was given. It may be the same, or hold the caller's side alone. */
  readonly given: Snapshot | null;
};

export function groundOf(question: AdviceQuestion, given: Snapshot | null): Ground {
  const isWhole =
    given !== null && question.targets.every(({ account }) => given.accountIndex(account) !== null);
  return { snapshot: isWhole ? given : madeUp(question), given };
}

/** The accounts that were named, of which nothing is known. */
function madeUp({ caller, targets, organization }: AdviceQuestion): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 0, source: "import" });
  if (organization !== null) {
    builder.setOrganization({
      id: organization,
      // Nobody's: who manages it is not known, and control policies are not either.
      managementAccount: "000000000000" as AccountId,
      units: [{ id: "r-0000" as OrganizationNodeId, name: "Root", parent: null }],
      controlPolicies: null,
      delegatedAdministrators: null,
    });
  }
  if ("account" in caller) {
    builder.addAccount({
      id: caller.account,
      partition: caller.partition,
      inOrganization: organization !== null,
    });
  }
  for (const { account: id, partition } of targets) {
    if (!builder.hasAccount(id)) builder.addAccount({ id, partition });
  }
  return builder.build();
}

export function circumstancesOf(
  question: AdviceQuestion,
  { given }: Ground,
  catalogue: ActionCatalogue,
): Circumstances {
  return {
    catalogue,
    ...membership(question, given),
    policyOf: (target) => policyIn(given, target),
    keyOf: (target) => question.key ?? keyIn(given, target),
    regionOf: (target) => target.region ?? question.region ?? rowOf(given, target)?.region ?? null,
  };
}

function membership(
  { caller, organization }: AdviceQuestion,
  given: Snapshot | null,
): Pick<Circumstances, "isOutsider" | "unsatisfiable"> {
  const ours = given?.organization ?? null;
  if (!("account" in caller)) return { isOutsider: null, unsatisfiable: null };
  if (given === null || ours === null) {
    return { isOutsider: organization === null ? null : false, unsatisfiable: null };
  }
  const isOurs = organizationView(given).isOurs(caller.account);
  const isWrong = organization !== null && isOurs !== (organization === ours.id);
  return {
    isOutsider: !isOurs,
    unsatisfiable: isWrong
      ? `account ${caller.account} is ${isOurs ? `of ${ours.id}, and not` : "not"} of ${organization}: nobody could ever use it`
      : null,
  };
}

/** Null: the snapshot does not hold it. */
export function rowOf(snapshot: Snapshot | null, { arn, grantable }: AdviceTarget): Resource | null {
  const found = snapshot === null ? null : resourceNamed(snapshot, grantable?.arn ?? arn);
  return found === null || found.row === "none" || found.row === "not-collected" ? null : found.row;
}

function policyIn(snapshot: Snapshot | null, target: AdviceTarget): string | null | undefined {
  const row = rowOf(snapshot, target);
  if (snapshot === null || row === null || (row.policy === null && isPolicyUnread(row))) return undefined;
  return row.policy === null ? null : snapshot.documents.text(row.policy, target.account);
}

/** The policy of anything in the snapshot by its ARN, whoever has it; undefined: not known. */
export function policyNamed(snapshot: Snapshot, arn: string, account: AccountId): string | null | undefined {
  const found = resourceNamed(snapshot, arn);
  if (found === null || found.row === "none" || found.row === "not-collected") return undefined;
  const { row } = found;
  if (row.policy === null) return isPolicyUnread(row) ? undefined : null;
  return snapshot.documents.text(row.policy, account);
}

/** Queues and topics are collected with their keys. */
function keyIn(snapshot: Snapshot | null, target: AdviceTarget): AdviceKey | "none" | null {
  const kind = target.grantable?.kind;
  if (kind === "key") return "none";
  const row = kind === "queue" || kind === "topic" ? rowOf(snapshot, target) : null;
  if (row === null) return null;
  const { kmsKeyId: id } = row.attributes;
  if (typeof id !== "string" || id === "") return "none";
  if (/^(alias\/)?aws\//.test(id)) return { kind: "aws", name: id };
  const region = target.region ?? "";
  const arn = /^[\w-]+$/.test(id) ? `arn:${target.partition}:kms:${region}:${target.account}:key/${id}` : id;
  const parts = splitArn(arn);
  if (parts === null || !parts.resource.startsWith("key/") || !isAccountId(parts.account)) return null;
  return { kind: "own", arn, account: parts.account, region: parts.region };
}
