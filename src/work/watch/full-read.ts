/** What a full read finds to differ from what is known: subjects, to be read by themselves and settled like any other. */
import { driftBetween } from "../../drift/index.ts";
import type { AccountId, DriftChange, Snapshot, Subject } from "../../model/index.ts";
import { isAccountId, isArnOf, splitArn, subjectKey } from "../../model/index.ts";
import { type Engine, engineOf } from "../engine.ts";

/** Rows as `authorization-details.json` has them, by ARN. */
export type AwsPolicies = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export type FullRead = {
  /** Each once. */
  readonly subjects: readonly Subject[];
  /** What can't be read by itself: told as the full read has it. */
  readonly others: readonly DriftChange[];
  /** Of policies that AWS manages, those among the subjects: they belong to no account that could be asked again. */
  readonly awsPolicies: AwsPolicies;
};

export function whatDiffers(known: Engine, read: Snapshot): FullRead {
  const after = engineOf(read, known.config);
  const { changes } = driftBetween(known, after, { findings: false });
  const newlyRead = accountsNewlyRead(known.snapshot, read);
  const named = changes.map((change) => ({
    change,
    subjects: isOf(newlyRead, change) ? [] : subjectsOf(change, [known.snapshot, read]),
  }));
  const subjects = [
    ...named.flatMap((one) => one.subjects),
    ...[...newlyRead].map((account): Subject => ({ kind: "account", account })),
  ];
  return {
    subjects: [...new Map(subjects.map((one) => [subjectKey(one), one])).values()],
    others: named
      .filter(({ change, subjects: own }) => own.length === 0 && !isOf(newlyRead, change))
      .map(({ change }) => change),
    awsPolicies: awsPoliciesOf(subjects, read),
  };
}

/** Of which nothing was known, and which could be read now: they are read as a whole, and told as one. */
function accountsNewlyRead(known: Snapshot, read: Snapshot): ReadonlySet<AccountId> {
  const unread = known.accounts.filter(({ hasData }) => !hasData).map(({ id }) => id);
  return new Set(unread.filter((id) => read.accounts[read.accountIndex(id) ?? -1]?.hasData === true));
}

function isOf(accounts: ReadonlySet<string>, { account }: DriftChange): boolean {
  return account !== null && accounts.has(account);
}

function awsPoliciesOf(subjects: readonly Subject[], read: Snapshot): AwsPolicies {
  const wanted = new Set<string>(
    subjects.flatMap((one) => (one.kind === "aws-managed-policy" ? [one.arn] : [])),
  );
  const [anyone] = read.accounts;
  return new Map(
    read.awsManagedPolicies.flatMap((policy) => {
      if (anyone === undefined || !wanted.has(policy.arn)) return [];
      // Nobody's own: no account's id stands for itself in it.
      const Document = read.documents.text(policy.document, anyone.id);
      const version = { VersionId: "v1", IsDefaultVersion: true, Document };
      const name = policy.arn.slice(policy.arn.lastIndexOf("/") + 1);
      return [
        [
          policy.arn,
          { PolicyName: name, Arn: policy.arn, DefaultVersionId: "v1", PolicyVersionList: [version] },
        ],
      ];
    }),
  );
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
  // AWS changes its own policies for everybody, and they belong to no account that could be asked for them.
  if (account === "aws") return [{ kind: "aws-managed-policy", arn: change.subject }];
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
    return kind === "policy" ? [{ kind: "managed-policy", account, arn }] : [];
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
