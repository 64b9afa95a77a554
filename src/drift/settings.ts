/** Settings of an account, and its part of Roles Anywhere. */
import type { AccessParty, AccountData, AccountIndex } from "../model/index.ts";
import type { AccountPair } from "./account-pairs.ts";
import { compareWhole } from "./literal.ts";
import { canonical } from "./members.ts";
import { keyOf } from "./parties.ts";
import { resourceParties } from "./resource-parties.ts";
import type { DriftSide } from "./side.ts";
import { gainedAndLost, listed, sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

export function compareSettings(
  work: DriftWork,
  pair: AccountPair,
  old: AccountData,
  now: AccountData,
): void {
  // What could not be read on one side is told as coverage.
  if (old.settings !== null && now.settings !== null && canonical(old.settings) !== canonical(now.settings))
    tellSettings(work, pair, old.settings, now.settings);
}

export function compareRolesAnywhere(
  work: DriftWork,
  pair: AccountPair,
  old: AccountData,
  now: AccountData,
): void {
  compareWhole(work, "roles-anywhere", old.rolesAnywhere, now.rolesAnywhere, {
    subject: pair.is.id,
    account: pair.is.id,
    what: "trust anchors or profiles of Roles Anywhere",
  });
}

type Settings = NonNullable<AccountData["settings"]>;

function tellSettings(work: DriftWork, pair: AccountPair, old: Settings, now: Settings): void {
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  const differing = [...names].filter(
    (name) => canonical(old[name] ?? null) !== canonical(now[name] ?? null),
  );
  const { gained, lost } = bucketParties(work, pair);
  work.tell({
    subject: pair.is.id,
    kind: "account-settings",
    account: pair.is.id,
    meaning:
      gained.length > 0 ? (lost.length > 0 ? "other" : "wider") : lost.length > 0 ? "narrower" : "unclear",
    summary: sentence([
      `of the account's settings, ${listed(differing)} ${differing.length === 1 ? "differs" : "differ"}`,
      ...gainedAndLost(gained, lost, "use its buckets"),
    ]),
    gained,
    lost,
    before: JSON.stringify(old, null, 2),
    after: JSON.stringify(now, null, 2),
  });
}

/** Block settings of an account count for each of its buckets. */
function bucketParties(
  work: DriftWork,
  { before, after }: AccountPair,
): { readonly gained: readonly AccessParty[]; readonly lost: readonly AccessParty[] } {
  const [gained, lost] = [new Map<string, AccessParty>(), new Map<string, AccessParty>()];
  const was = new Map(bucketsOf(work.before, before).map((row) => [row.arn, row]));
  for (const row of bucketsOf(work.after, after)) {
    const old = was.get(row.arn);
    // A bucket without a policy lets nobody in from elsewhere; one that came or whose policy differs is told itself.
    if (old === undefined || old.policy === null || row.policy === null) continue;
    const parties = resourceParties(
      work,
      { side: work.before, account: before, row: old },
      { side: work.after, account: after, row },
      [],
    );
    for (const party of parties.gained) gained.set(keyOf(party), party);
    for (const party of parties.lost) lost.set(keyOf(party), party);
  }
  return { gained: [...gained.values()], lost: [...lost.values()] };
}

function bucketsOf({ snapshot }: DriftSide, account: AccountIndex) {
  return (snapshot.accountData(account)?.resources ?? []).filter(({ type }) => type === "AWS::S3::Bucket");
}
