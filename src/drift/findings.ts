/** Findings that opened and closed with the changes: rules run over what changed, on both sides, told apart by their ids. */
import { type FindingSummary, findingList } from "../findings/finding-list.ts";
import { type HeldPolicy, policiesOfAccount, policiesOfRoles } from "../findings/identity-policies.ts";
import { findAbout } from "../findings/run-rules.ts";
import type { DriftChange, FindingBrief, RoleIndex } from "../model/index.ts";
import { splitArn } from "../model/index.ts";
import type { DriftSide } from "./side.ts";

export type FindingDifference = {
  readonly opened: readonly FindingBrief[];
  readonly closed: readonly FindingBrief[];
};

/** Findings by the change that they go with, and all together. */
export type FindingsOfChanges = FindingDifference & { readonly changes: readonly DriftChange[] };

export const noFindings: FindingDifference = { opened: [], closed: [] };

/** `isWhole`: rules about control policies look at the whole organization, where those changed. */
export function findingsOfChanges(
  before: DriftSide,
  after: DriftSide,
  changes: readonly DriftChange[],
  isWhole: boolean,
): FindingsOfChanges {
  const subjects = new Set(changes.map(({ subject }) => subject));
  const controls = isWhole && changes.some(({ kind }) => kind === "control-policy");
  const [was, is] = [found(before, subjects, controls), found(after, subjects, controls)];
  const difference = findingDifference(was, is);
  return { ...difference, changes: withFindings(changes, difference) };
}

/** Each finding goes with the first change of its subject; those of other subjects are told beside the changes. */
export function withFindings(
  changes: readonly DriftChange[],
  { opened, closed }: FindingDifference,
): readonly DriftChange[] {
  if (opened.length + closed.length === 0) return changes;
  const taken = new Set<string>();
  const of = (subject: string, list: readonly FindingBrief[]): readonly string[] =>
    list.flatMap((one) => {
      if (one.subject !== subject || taken.has(one.id)) return [];
      taken.add(one.id);
      return [one.id];
    });
  return changes.map((change) => ({
    ...change,
    findings: { opened: of(change.subject, opened), closed: of(change.subject, closed) },
  }));
}

/** By their ids. */
export function findingDifference(
  was: readonly FindingSummary[],
  is: readonly FindingSummary[],
): FindingDifference {
  return { opened: only(is, was), closed: only(was, is) };
}

function found(side: DriftSide, subjects: ReadonlySet<string>, controls: boolean): readonly FindingSummary[] {
  const { snapshot, context, reader, config } = side;
  const roles: RoleIndex[] = [];
  const held: HeldPolicy[] = [];
  const accounts = new Set<number>();
  for (const subject of subjects) {
    const parts = splitArn(subject);
    if (parts?.service !== "iam") continue;
    const role = parts.resource.startsWith("role/") ? snapshot.roles.byArn(subject) : null;
    if (role !== null && snapshot.roles.arn(role) === subject) {
      roles.push(role);
      held.push(...policiesOfRoles(snapshot, role, role + 1));
    } else {
      const account = snapshot.accountIndex(parts.account);
      if (account !== null) accounts.add(account);
    }
  }
  for (const account of accounts)
    for (const policy of policiesOfAccount(snapshot, account))
      if (subjects.has(policy.holder().arn)) held.push(policy);
  const all = findAbout(config.rules, context, reader, { roles, held, controls });
  return findingList(all, context, () => {
    throw new Error("details of findings are not asked for here");
  }).summaries;
}

function only(list: readonly FindingSummary[], other: readonly FindingSummary[]): readonly FindingBrief[] {
  const known = new Set(other.map(({ id }) => id));
  return list
    .filter(({ id }) => !known.has(id))
    .map(({ id, rule, severity, subject, title }) => ({ id, rule, severity, subject, title }));
}
