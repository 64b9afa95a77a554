/** The organization: accounts that joined, left, moved or were suspended, its units, and whom trusts let in or out by that. */
import type { Account, Organization, OrganizationalUnit } from "../model/index.ts";
import type { AccountPair } from "./account-pairs.ts";
import { accountParty, ControlEffects } from "./controls.ts";
import { organizationOf } from "./coverage.ts";
import { accountMembers, literalDifferences, organizationMembers, unitMembers } from "./members.ts";
import { type Consequences, trustConsequences } from "./membership.ts";
import { sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

export function compareOrganization(work: DriftWork, pairs: readonly AccountPair[]): void {
  const [old, now] = [work.before.snapshot.organization, work.after.snapshot.organization];
  if (old !== null && now !== null) {
    compareTree(work, old, now);
    compareAdministrators(work, old, now);
  }
  const moved = pairs.filter(({ was, is }) => literalDifferences(accountMembers, was, is).length > 0);
  const effects = new ControlEffects(work);
  for (const pair of moved) if (work.isAsked(pair.is.id)) tellMoved(work, pair, effects);
  const both = new Set(pairs.map(({ is }) => is.id));
  for (const account of work.after.snapshot.accounts)
    if (!both.has(account.id)) tellAlone(work, account, "appeared");
  for (const account of work.before.snapshot.accounts)
    if (!both.has(account.id)) tellAlone(work, account, "disappeared");
}

function compareTree(work: DriftWork, old: Organization, now: Organization): void {
  const subject = organizationOf(work);
  for (const name of literalDifferences(organizationMembers, old, now)) {
    if (name !== "managementAccount") continue;
    work.tell({
      subject,
      kind: "account",
      account: null,
      meaning: "other",
      summary: `The management account was ${old.managementAccount} and is ${now.managementAccount}: control policies limit the one now, and the other no more.`,
    });
  }
  if (old.id !== now.id)
    work.tell({
      subject,
      kind: "account",
      account: null,
      meaning: "other",
      summary: `The organization was ${old.id} and is ${now.id}: conditions on its id mean another.`,
    });
  compareUnits(work, old.units, now.units);
}

function compareUnits(
  work: DriftWork,
  old: readonly OrganizationalUnit[],
  now: readonly OrganizationalUnit[],
): void {
  const left = new Map(old.map((unit) => [unit.id, unit]));
  for (const unit of now) {
    const before = left.get(unit.id);
    left.delete(unit.id);
    if (before === undefined) tellUnit(work, unit, "appeared", `the unit ${unit.name} appeared`);
    else if (literalDifferences(unitMembers, before, unit).length > 0)
      tellUnit(work, unit, "changed", `the unit ${unit.name} moved from ${before.parent} to ${unit.parent}`);
    else if (before.name !== unit.name) work.tellTextOnly(unit.id, "organizational-unit", null);
  }
  for (const unit of left.values()) tellUnit(work, unit, "disappeared", `the unit ${unit.name} disappeared`);
}

function tellUnit(
  work: DriftWork,
  unit: OrganizationalUnit,
  happened: "appeared" | "changed" | "disappeared",
  what: string,
): void {
  work.tell({
    subject: unit.id,
    kind: "organizational-unit",
    account: null,
    happened,
    // By itself it lets nobody in or out: accounts that come to stand elsewhere are told as such.
    meaning: happened === "changed" ? "unclear" : "same",
    summary: sentence([what]),
  });
}

function compareAdministrators(work: DriftWork, old: Organization, now: Organization): void {
  const [was, is] = [old.delegatedAdministrators, now.delegatedAdministrators];
  // What could not be read on one side is told as coverage.
  if (was === null || is === null) return;
  const textOf = (one: (typeof was)[number]): string => `${one.account} ${one.servicePrincipal}`;
  const [had, has] = [
    new Map(was.map((one) => [textOf(one), one])),
    new Map(is.map((one) => [textOf(one), one])),
  ];
  for (const [key, { account, servicePrincipal }] of new Map([...had, ...has])) {
    if (had.has(key) && has.has(key)) continue;
    const party = partyOf(work, account);
    work.tell({
      subject: account,
      kind: "delegated-administrator",
      account: account,
      happened: has.has(key) ? "appeared" : "disappeared",
      meaning: has.has(key) ? "wider" : "narrower",
      summary: has.has(key)
        ? `Account ${account} administers ${servicePrincipal} for the whole organization now.`
        : `Account ${account} no longer administers ${servicePrincipal} for the organization.`,
      ...(has.has(key) ? { gained: party } : { lost: party }),
    });
  }
}

function tellMoved(work: DriftWork, pair: AccountPair, effects: ControlEffects): void {
  const { was, is } = pair;
  const trusts = trustConsequences(work, is.id);
  const controls = (["scp", "rcp"] as const).map((kind) => effects.of(kind, pair));
  const differing = controls.filter(({ meaning }) => meaning !== "same");
  const left = differing.find(({ examples }) => examples.gained !== null || examples.lost !== null);
  work.tell({
    subject: is.id,
    kind: "account",
    account: is.id,
    meaning: meaningOf(trusts, differing.length),
    summary: sentence([
      `account ${is.id} ${howMoved(was, is)}`,
      ...trusts.clauses,
      ...(differing.length > 0 ? ["control policies leave it other requests than before"] : []),
    ]),
    gained: trusts.gained,
    lost: trusts.lost,
    examples: left?.examples ?? { gained: null, lost: null },
    reaches: trusts.reaches,
    notes: [...trusts.notes, ...differing.flatMap(({ notes }) => notes)],
    before: placeText(was),
    after: placeText(is),
  });
}

function meaningOf(
  { gained, lost }: Consequences,
  controls: number,
): "wider" | "narrower" | "other" | "unclear" {
  if (controls > 0 || (gained.length > 0 && lost.length > 0)) return "other";
  return gained.length > 0 ? "wider" : lost.length > 0 ? "narrower" : "unclear";
}

function howMoved(was: Account, is: Account): string {
  if (was.inOrganization !== is.inOrganization)
    return is.inOrganization ? "joined the organization" : "left the organization";
  if (was.status !== is.status) return `was ${was.status} and is ${is.status}`;
  if (was.parent !== is.parent)
    return `moved from ${was.parent ?? "nowhere known"} to ${is.parent ?? "nowhere known"}`;
  return `stands at ${is.organizationPath ?? "no known path"}, and stood at ${was.organizationPath ?? "none"}`;
}

function placeText({ status, inOrganization, parent, organizationPath, partition }: Account): string {
  return JSON.stringify({ status, inOrganization, parent, organizationPath, partition }, null, 2);
}

function tellAlone(work: DriftWork, account: Account, happened: "appeared" | "disappeared"): void {
  const trusts = trustConsequences(work, account.id);
  const joins = account.inOrganization ? "joined the organization" : "appeared";
  const leaves = account.inOrganization ? "left the organization" : "disappeared";
  work.tell({
    subject: account.id,
    kind: "account",
    account: account.id,
    happened,
    meaning: meaningOf(trusts, 0),
    summary: sentence([
      `account ${account.id}${account.name === null ? "" : ` (${account.name})`} ${happened === "appeared" ? joins : leaves}`,
      ...trusts.clauses,
    ]),
    gained: trusts.gained,
    lost: trusts.lost,
    reaches: trusts.reaches,
    notes: [
      ...trusts.notes,
      happened === "appeared"
        ? "what is in it is not told role by role"
        : "what was in it is not told role by role: it is no longer seen, and is not safe by that",
    ],
    before: happened === "appeared" ? null : placeText(account),
    after: happened === "appeared" ? placeText(account) : null,
  });
}

function partyOf(work: DriftWork, id: string): readonly ReturnType<typeof accountParty>[] {
  for (const { snapshot } of [work.after, work.before]) {
    const index = snapshot.accountIndex(id);
    const account = index === null ? undefined : snapshot.accounts[index];
    if (account !== undefined) return [accountParty(account)];
  }
  return [];
}
