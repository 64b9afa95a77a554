/** What a full read finds to differ from what is known: subjects, to be read by themselves and settled like any other. */
import { driftBetween } from "../../drift/index.ts";
import type { AccountId, DriftChange, Snapshot, Subject } from "../../model/index.ts";
import { isAccountId, isArnOf, splitArn, subjectKey } from "../../model/index.ts";
import { type Engine, engineOf } from "../engine.ts";

export type FullRead = {
  /** Each once. */
  readonly subjects: readonly Subject[];
  /** What can't be read by itself: told as the full read has it. */
  readonly others: readonly DriftChange[];
};

export function whatDiffers(known: Engine, read: Snapshot): FullRead {
  const after = engineOf(read, known.config);
  const { changes } = driftBetween(known, after, { findings: false });
  const named = changes.map((change) => ({ change, subjects: subjectsOf(change, [known.snapshot, read]) }));
  const subjects = named.flatMap((one) => one.subjects);
  return {
    subjects: [...new Map(subjects.map((one) => [subjectKey(one), one])).values()],
    others: named.filter((one) => one.subjects.length === 0).map(({ change }) => change),
  };
}

function subjectsOf(change: DriftChange, snapshots: readonly Snapshot[]): readonly Subject[] {
  switch (change.kind) {
    case "control-policy":
    case "account":
    case "organizational-unit":
    case "delegated-administrator":
      return [{ kind: "organization" }];
    case "identity-center":
      return [{ kind: "identity-center" }];
    case "coverage":
      return [];
    default:
      return inAccount(change, snapshots);
  }
}

function inAccount(change: DriftChange, snapshots: readonly Snapshot[]): readonly Subject[] {
  const account = change.account ?? splitArn(change.subject)?.account ?? "";
  if (!isAccountId(account)) return [];
  switch (change.kind) {
    case "identity-provider":
      return [{ kind: "identity-providers", account }];
    case "roles-anywhere":
    case "account-settings":
      return [{ kind: change.kind, account }];
    default:
      return namedByArn(change.subject, account, snapshots);
  }
}

function namedByArn(arn: string, account: AccountId, snapshots: readonly Snapshot[]): readonly Subject[] {
  const parts = splitArn(arn);
  const [kind, ...path] = parts?.resource.split("/") ?? [];
  const name = path.at(-1);
  if (parts?.service === "iam" && name !== undefined) {
    if (kind === "role" || kind === "user" || kind === "group") return [{ kind, account, name }];
    // AWS changes its own policies for everybody, and they belong to no account that could be read.
    return kind === "policy" && parts.account !== "aws" ? [{ kind: "managed-policy", account, arn }] : [];
  }
  for (const snapshot of snapshots) {
    const index = snapshot.accountIndex(account);
    const resources = index === null ? null : (snapshot.accountData(index)?.resources ?? null);
    // A function's versions and aliases are read with it.
    const own = resources?.filter((one) => isArnOf(arn, one.arn)) ?? [];
    const [found] = own.toSorted((a, b) => a.arn.length - b.arn.length);
    if (found !== undefined)
      return [{ kind: "resource", account, arn: found.arn, type: found.type, region: found.region }];
  }
  return [];
}
