/** Everything of one account: finds what differs, and has each compared as what it is. */
import type { AccountData, CoverageGap, Resource, RoleIndex, User } from "../model/index.ts";
import type { AccountPair } from "./account-pairs.ts";
import { tellCoverage } from "./coverage.ts";
import { comparePrincipal, tellPrincipal } from "./identity.ts";
import { compareLiterally } from "./literal.ts";
import { canonical, roleMembers, userMembers } from "./members.ts";
import { paired } from "./paired.ts";
import { compareProviders } from "./providers.ts";
import { compareResource, tellResource } from "./resources.ts";
import type { RoleWalk } from "./roles.ts";
import { compareRolesAnywhere, compareSettings } from "./settings.ts";
import { compareGroups } from "./shared.ts";
import type { DriftSide } from "./side.ts";
import { compareTags } from "./tags.ts";
import { compareTrust, tellRole } from "./trust.ts";
import type { DriftWork, Principal } from "./work.ts";

export function compareAccount(work: DriftWork, walk: RoleWalk, pair: AccountPair): void {
  if (pair.was.hasData && pair.is.hasData) {
    for (const role of walk.differing(pair.before, pair.after)) {
      if (role.kind === "both") compareRole(work, role.before, role.after);
      else tellRole(work, role.role, role.kind);
    }
  }
  const [old, now] = dataOf(work, pair);
  if (old === null || now === null) return;
  if (pair.was.hasData && pair.is.hasData) {
    compareUsers(work, pair, old, now);
    compareGroups(work, pair);
  }
  compareProviders(work, pair, old, now);
  compareSettings(work, pair, old, now);
  compareRolesAnywhere(work, pair, old, now);
  compareResources(work, pair, old, now);
  // An account's own tags say whom to ask: no policy sees them.
  if (canonical(pair.was.tags) !== canonical(pair.is.tags)) work.tellTextOnly(pair.is.id, "tags", pair.is.id);
}

export function dataOf(
  work: DriftWork,
  { before, after }: AccountPair,
): readonly [AccountData | null, AccountData | null] {
  return [work.before.snapshot.accountData(before), work.after.snapshot.accountData(after)];
}

export function compareRole(work: DriftWork, before: RoleIndex, after: RoleIndex): void {
  compareTrust(work, before, after);
  const [old, now] = [rolePrincipal(work.before, before), rolePrincipal(work.after, after)];
  comparePrincipal(work, old, now);
  compareLiterally(work, roleMembers, old.row, now.row, {
    subject: now.row.arn,
    account: now.row.account,
    what: "the role",
  });
  compareTags(work, { ...old.row, subject: old.row.arn }, { ...now.row, subject: now.row.arn });
}

function rolePrincipal(
  side: DriftSide,
  role: RoleIndex,
): Principal & { readonly row: ReturnType<DriftSide["snapshot"]["roles"]["row"]> } {
  return { side, account: side.snapshot.roles.account[role] ?? -1, row: side.snapshot.roles.row(role) };
}

/** `only`: the user of that name; null: all. */
export function compareUsers(
  work: DriftWork,
  pair: AccountPair,
  old: AccountData,
  now: AccountData,
  only: string | null = null,
): void {
  for (const [before, after] of paired(old.users, now.users, nameOf)) {
    if (only !== null && (after ?? before)?.name.toLowerCase() !== only.toLowerCase()) continue;
    const was = before === null ? null : { side: work.before, account: pair.before, row: before };
    const is = after === null ? null : { side: work.after, account: pair.after, row: after };
    if (was !== null && is !== null) compareUser(work, was, is);
    else if (is !== null) tellPrincipal(work, is, "appeared");
    else if (was !== null) tellPrincipal(work, was, "disappeared");
  }
}

function compareUser(
  work: DriftWork,
  before: Principal & { readonly row: User },
  after: Principal & { readonly row: User },
): void {
  if (before.row.uniqueId !== after.row.uniqueId) {
    tellPrincipal(work, before, "disappeared");
    tellPrincipal(work, after, "appeared");
    return;
  }
  comparePrincipal(work, before, after);
  compareLiterally(work, userMembers, before.row, after.row, {
    subject: after.row.arn,
    account: after.row.account,
    what: "the user",
  });
  compareTags(work, { ...before.row, subject: before.row.arn }, { ...after.row, subject: after.row.arn });
}

export function compareResources(
  work: DriftWork,
  pair: AccountPair,
  old: AccountData,
  now: AccountData,
  isOne: (resource: Resource) => boolean = () => true,
): void {
  if (old.resources === null || now.resources === null) return;
  for (const [before, after] of paired(old.resources, now.resources, ({ arn }) => arn)) {
    const resource = after ?? before;
    if (resource === null || !isOne(resource)) continue;
    const was = before === null ? null : { side: work.before, account: pair.before, row: before };
    const is = after === null ? null : { side: work.after, account: pair.after, row: after };
    if (was !== null && is !== null) compareResource(work, was, is, pair.is);
    else if (hides(work, is === null ? "after" : "before", pair, resource))
      tellUnseen(work, pair, resource, is === null);
    else if (is !== null) tellResource(work, is, pair.is, "appeared");
    else if (was !== null) tellResource(work, was, pair.is, "disappeared");
  }
}

/** Whether something could not be read on the side alone that a resource of the kind would be in: what is missing there may be there. */
function hides(
  work: DriftWork,
  when: "before" | "after",
  { is }: AccountPair,
  { arn, type }: Resource,
): boolean {
  const [side, other] = when === "after" ? [work.after, work.before] : [work.before, work.after];
  const known = new Set(other.snapshot.coverage.map(gapKey));
  return side.snapshot.coverage.some(
    (gap) =>
      gap.what === "resource-policies" &&
      gap.account === is.id &&
      !known.has(gapKey(gap)) &&
      // Where it tells another type or another resource, it is about that alone.
      (gap.subject === null ||
        !/^(AWS::|arn:)/.test(gap.subject) ||
        gap.subject === type ||
        gap.subject === arn),
  );
}

function gapKey({ what, account, subject }: CoverageGap): string {
  return JSON.stringify([what, account, subject]);
}

function tellUnseen(work: DriftWork, { is }: AccountPair, { arn }: Resource, isGone: boolean): void {
  const reason = "resources of the account could not be read as a whole";
  tellCoverage(
    work,
    { what: "resource-policies", account: is.id, subject: arn, reason },
    isGone ? "no longer" : "now",
  );
}

function nameOf({ name }: { readonly name: string }): string {
  return name.toLowerCase();
}
