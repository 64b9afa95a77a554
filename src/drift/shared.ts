/** Policies and groups that several principals have: told once, with those whose permissions differ by them. */
import type { AccountIndex, Arn, Group, RoleIndex, Snapshot, User } from "../model/index.ts";
import type { AccountPair } from "./account-pairs.ts";
import { tellCoverage } from "./coverage.ts";
import type { TextNumber } from "./documents.ts";
import { compareBoundaryText, type Holder, managedText, ownTexts, tellShared } from "./identity.ts";
import { compareLiterally } from "./literal.ts";
import { groupMembers } from "./members.ts";
import { paired } from "./paired.ts";
import type { DriftSide } from "./side.ts";
import type { DriftWork, Principal } from "./work.ts";

/** A managed policy whose text differs, in the accounts that have it so. */
type ChangedPolicy = {
  readonly arn: Arn;
  readonly before: TextNumber;
  readonly after: TextNumber;
  readonly pairs: AccountPair[];
};

export function compareManagedPolicies(work: DriftWork, pairs: readonly AccountPair[]): void {
  const changed = new Map<string, ChangedPolicy>();
  const ofAws = new Set(
    [work.before, work.after].flatMap(({ snapshot }) => snapshot.awsManagedPolicies.map(({ arn }) => arn)),
  );
  for (const pair of pairs) for (const one of changedIn(work, pair, ofAws)) add(changed, one, pair);
  for (const one of changed.values()) comparePolicy(work, one);
}

/** Of one policy of an account alone. */
export function compareManagedPolicy(work: DriftWork, pair: AccountPair, arn: string): void {
  const changed = new Map<string, ChangedPolicy>();
  for (const one of changedIn(work, pair, new Set())) if (one.arn === arn) add(changed, one, pair);
  for (const one of changed.values()) comparePolicy(work, one);
}

/** Of one policy that AWS manages, in whatever accounts have it. */
export function compareAwsPolicy(work: DriftWork, pairs: readonly AccountPair[], arn: string): void {
  const ofAws = new Set(
    [work.before, work.after].flatMap(({ snapshot }) =>
      snapshot.awsManagedPolicies.flatMap((one) => (one.arn === arn ? [one.arn] : [])),
    ),
  );
  const changed = new Map<string, ChangedPolicy>();
  for (const pair of pairs)
    for (const one of changedIn(work, pair, ofAws)) if (one.arn === arn) add(changed, one, pair);
  for (const one of changed.values()) comparePolicy(work, one);
}

function add(
  changed: Map<string, ChangedPolicy>,
  one: Omit<ChangedPolicy, "pairs">,
  pair: AccountPair,
): void {
  const key = `${one.arn} ${one.before} ${one.after}`;
  const known = changed.get(key);
  if (known === undefined) changed.set(key, { ...one, pairs: [pair] });
  else known.pairs.push(pair);
}

function* changedIn(
  work: DriftWork,
  { before, after }: AccountPair,
  ofAws: ReadonlySet<Arn>,
): Iterable<Omit<ChangedPolicy, "pairs">> {
  const [old, now] = [work.before.snapshot.accountData(before), work.after.snapshot.accountData(after)];
  if (old === now && ofAws.size === 0) return;
  const arns = new Set([
    ...ofAws,
    ...[old, now].flatMap((data) => (data?.managedPolicies ?? []).map(({ arn }) => arn)),
  ]);
  for (const arn of arns) {
    const [was, is] = [
      managedText(work, work.before, before, arn),
      managedText(work, work.after, after, arn),
    ];
    if (was !== is) yield { arn, before: was, after: is };
  }
}

function isHeld({ snapshot }: DriftSide, arn: Arn, account: AccountIndex): boolean {
  return snapshot.managedPolicy(arn, account) !== null;
}

function comparePolicy(work: DriftWork, { arn, before, after, pairs }: ChangedPolicy): void {
  const [first] = pairs;
  if (first === undefined) return;
  const [was, is] = [isHeld(work.before, arn, first.before), isHeld(work.after, arn, first.after)];
  if (!was || !is) {
    tellHeldOnce(work, arn, pairs, is);
    return;
  }
  const own = work.documents.compare("identity", [before], [after], first.is);
  const owner = arn.includes(":iam::aws:policy/") ? null : first.is;
  const holders = pairs.flatMap((pair) => [
    ...holdersOf(work, pair, (holder) => has(work, pair, holder, arn)),
  ]);
  tellShared(work, arn, owner, holders, own);
  const bounded = pairs.flatMap((pair) => [
    ...holdersOf(work, pair, ({ row }) => row.permissionsBoundary === arn),
  ]);
  if (bounded.length > 0) compareBoundaryText(work, arn, owner, bounded, [before, after]);
}

/**
 * The text is at hand on one side alone. Whoever it is attached to on that side alone is told as a principal; where it is on both, what
 * they may do is not known on one.
 */
function tellHeldOnce(work: DriftWork, arn: Arn, pairs: readonly AccountPair[], isHeldAfter: boolean): void {
  const missing = isHeldAfter ? work.before : work.after;
  for (const pair of pairs) {
    const account = pair.is.id;
    const isTold = missing.snapshot.coverage.some(
      (gap) => gap.what === "managed-policy" && gap.account === account && gap.subject === arn,
    );
    const holders = holdersOf(
      work,
      pair,
      (holder) => has(work, pair, holder, arn) || holder.row.permissionsBoundary === arn,
    );
    const isOnBoth = [...holders].some(
      ({ before: { row } }) =>
        row.attachedPolicies.includes(arn) || row.permissionsBoundary === arn || "groups" in row,
    );
    if (isTold || !isOnBoth) continue;
    const reason = "its text is not in the snapshot";
    tellCoverage(
      work,
      { what: "managed-policy", account, subject: arn, reason },
      isHeldAfter ? "now" : "no longer",
    );
  }
}

function has(work: DriftWork, pair: AccountPair, { row }: Principal, arn: Arn): boolean {
  if (row.attachedPolicies.includes(arn)) return true;
  if (!("groups" in row)) return false;
  const groups = work.after.snapshot.accountData(pair.after)?.groups ?? [];
  return groups.some(
    ({ name, attachedPolicies }) => row.groups.includes(name) && attachedPolicies.includes(arn),
  );
}

/** Roles and users that are on both sides, and of which `isOne` holds after. */
function* holdersOf(
  work: DriftWork,
  pair: AccountPair,
  isOne: (principal: Principal) => boolean,
): Iterable<Holder> {
  const [old, now] = [work.before.snapshot, work.after.snapshot];
  const [first, end] = now.roles.ofAccount(pair.after);
  for (let role = first; role < end; role++) {
    if (!mayHold(now, role)) continue;
    const after = { side: work.after, account: pair.after, row: now.roles.row(role) };
    const before = isOne(after) ? old.roles.byName(pair.is.id, now.roles.name(role)) : null;
    if (before !== null)
      yield { before: { side: work.before, account: pair.before, row: old.roles.row(before) }, after };
  }
  yield* usersOf(work, pair, isOne);
}

function mayHold({ roles: { columns } }: Snapshot, role: RoleIndex): boolean {
  return (
    (columns.attachedStart[role] ?? 0) < (columns.attachedStart[role + 1] ?? 0) ||
    (columns.permissionsBoundary[role] ?? 0xffffffff) !== 0xffffffff
  );
}

function* usersOf(
  work: DriftWork,
  pair: AccountPair,
  isOne: (principal: Principal) => boolean,
): Iterable<Holder> {
  const before = new Map(
    (work.before.snapshot.accountData(pair.before)?.users ?? []).map((user): [string, User] => [
      user.arn,
      user,
    ]),
  );
  for (const row of work.after.snapshot.accountData(pair.after)?.users ?? []) {
    const after = { side: work.after, account: pair.after, row };
    const old = isOne(after) ? before.get(row.arn) : undefined;
    if (old !== undefined) yield { before: { side: work.before, account: pair.before, row: old }, after };
  }
}

export function compareGroups(work: DriftWork, pair: AccountPair, only: string | null = null): void {
  const [old, now] = [
    work.before.snapshot.accountData(pair.before),
    work.after.snapshot.accountData(pair.after),
  ];
  if (old === null || now === null) return;
  for (const [before, after] of paired(old.groups, now.groups, ({ name }) => name.toLowerCase())) {
    const group = after ?? before;
    if (group === null || (only !== null && group.name.toLowerCase() !== only.toLowerCase())) continue;
    compareGroup(work, pair, before, after, group);
  }
}

function compareGroup(
  work: DriftWork,
  pair: AccountPair,
  before: Group | null,
  after: Group | null,
  group: Group,
): void {
  const textsOf = (side: DriftSide, account: AccountIndex, one: Group | null): readonly TextNumber[] =>
    one === null ? [] : ownTexts(work, side, account, one);
  if (before !== null && after !== null) {
    compareLiterally(work, groupMembers, before, after, {
      subject: group.arn,
      account: pair.is.id,
      what: "the group",
    });
    if (ownPolicies(work, work.before, before) === ownPolicies(work, work.after, after)) return;
  }
  const own = work.documents.compare(
    "identity",
    textsOf(work.before, pair.before, before),
    textsOf(work.after, pair.after, after),
    pair.is,
  );
  const isMember = ({ row }: Principal): boolean => "groups" in row && row.groups.includes(group.name);
  tellShared(work, group.arn, pair.is, usersOf(work, pair, isMember), own);
}

/** What of the group is its own: what a managed policy's change brings is told there. */
function ownPolicies(
  work: DriftWork,
  { snapshot }: DriftSide,
  { inlinePolicies, attachedPolicies }: Group,
): string {
  const inline = inlinePolicies.map(({ document }) => work.documents.number(snapshot, document));
  return JSON.stringify([inline.toSorted((a, b) => a - b), attachedPolicies.toSorted()]);
}
