/** What could be read on one side and not on the other: told as such, so that nothing of it is taken for lost or gained. */
import type { AccountId, CoverageGap, Snapshot } from "../model/index.ts";
import { sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

/** Something that is not known of a snapshot. */
type Unread = {
  readonly what: CoverageGap["what"];
  readonly account: AccountId | null;
  readonly subject: string | null;
  readonly reason: string;
};

export function compareCoverage(work: DriftWork): void {
  const [was, is] = [unreadOf(work.before.snapshot), unreadOf(work.after.snapshot)];
  tellAll(work, onlyIn(is, was), "no longer");
  tellAll(work, onlyIn(was, is), "now");
}

function onlyIn(one: ReadonlyMap<string, Unread>, other: ReadonlyMap<string, Unread>): readonly Unread[] {
  return [...one].filter(([key]) => !other.has(key)).map(([, unread]) => unread);
}

/** Of an account of which nothing is known, its parts are not told besides. */
function tellAll(work: DriftWork, unread: readonly Unread[], when: "no longer" | "now"): void {
  const whole = new Set(unread.flatMap(({ what, account }) => (what === "account" ? [account] : [])));
  for (const one of unread) {
    if (one.what === "account" || one.account === null || !whole.has(one.account))
      tellCoverage(work, one, when);
  }
}

/** `when`: it is no longer known, or it is known now. */
export function tellCoverage(
  work: DriftWork,
  { what, account, subject, reason }: Unread,
  when: "no longer" | "now",
): void {
  const names = words[what];
  const of = subject === null || subject === account ? "" : ` (${subject})`;
  const where = account === null ? "the organization" : `account ${account}`;
  work.tell({
    subject: subject ?? account ?? organizationOf(work),
    kind: "coverage",
    account,
    meaning: "unclear",
    summary: sentence([
      when === "now"
        ? `${names}${of} of ${where} could be read now, and could not before: what is there is told by the snapshot of after alone`
        : `${names}${of} of ${where} could be read before, and not now: nobody is known to have lost anything there`,
    ]),
    notes: [`${when === "now" ? "before" : "after"}: ${reason}`],
  });
}

const words: Readonly<Record<CoverageGap["what"], string>> = {
  organization: "the organization's tree",
  "control-policies": "control policies",
  "delegated-administrators": "delegated administrators",
  account: "IAM data",
  "identity-providers": "identity providers",
  "resource-policies": "resources and their policies",
  "account-settings": "settings",
  "roles-anywhere": "trust anchors and profiles of Roles Anywhere",
  "identity-center": "Identity Center",
  "managed-policy": "a managed policy",
  "policy-construct": "a policy",
  file: "a file",
};

/** An id that both sides have; without an organization, its name. */
export function organizationOf({ before, after }: DriftWork): string {
  return after.snapshot.organization?.id ?? before.snapshot.organization?.id ?? "organization";
}

/** Gaps that are told, and members that are not there without a gap that says why. */
function unreadOf(snapshot: Snapshot): ReadonlyMap<string, Unread> {
  const unread = new Map<string, Unread>();
  const add = (one: Unread): void => {
    unread.set(JSON.stringify([one.what, one.account, one.subject]), one);
  };
  // Of a whole account the subject is its name, or the file: the account says it.
  for (const gap of snapshot.coverage)
    add(gap.what === "account" && gap.account !== null ? { ...gap, subject: null } : gap);
  const told = new Set(snapshot.coverage.map(({ what, account }) => `${what} ${account}`));
  for (const one of missingMembers(snapshot)) if (!told.has(`${one.what} ${one.account}`)) add(one);
  return unread;
}

const notCollected = "it was not collected";

function* missingMembers(snapshot: Snapshot): Iterable<Unread> {
  const ofOrganization = (what: CoverageGap["what"]): Unread => ({
    what,
    account: null,
    subject: null,
    reason: notCollected,
  });
  const { organization } = snapshot;
  if (organization === null) yield ofOrganization("organization");
  else if (organization.controlPolicies === null) yield ofOrganization("control-policies");
  if (organization !== null && organization.delegatedAdministrators === null)
    yield ofOrganization("delegated-administrators");
  if (snapshot.identityCenter === null) yield ofOrganization("identity-center");
  for (const [index, { id: account, hasData }] of snapshot.accounts.entries()) {
    const of = (what: CoverageGap["what"]): Unread => ({
      what,
      account,
      subject: null,
      reason: notCollected,
    });
    if (!hasData) yield of("account");
    const data = snapshot.accountData(index);
    if (data === null || data.oidcProviders === null || data.samlProviders === null)
      yield of("identity-providers");
    if (data === null || data.resources === null) yield of("resource-policies");
    if (data === null || data.settings === null) yield of("account-settings");
    if (data === null || data.rolesAnywhere === null) yield of("roles-anywhere");
  }
}
