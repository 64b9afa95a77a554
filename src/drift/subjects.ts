/** Single subjects of two snapshots against each other: what an event names, without a look at the rest. */
import { type AccountData, isOfSubject, type Subject, subjectKey, unreachable } from "../model/index.ts";
import { type AccountPair, accountPairs } from "./account-pairs.ts";
import { compareAccount, compareResources, compareRole, compareUsers, dataOf } from "./accounts.ts";
import { answerOf } from "./between.ts";
import { compareControls } from "./controls.ts";
import { compareIdentityCenter } from "./identity-center.ts";
import { compareOrganization } from "./organization.ts";
import { Powers } from "./powers.ts";
import { compareProviders } from "./providers.ts";
import { RoleWalk, roleNamed } from "./roles.ts";
import { compareRolesAnywhere, compareSettings } from "./settings.ts";
import { compareAwsPolicy, compareGroups, compareManagedPolicies, compareManagedPolicy } from "./shared.ts";
import type { DriftAnswer, DriftOptions, DriftSide } from "./side.ts";
import { tellRole } from "./trust.ts";
import { DriftWork } from "./work.ts";

/** As `driftBetween`, of these subjects alone: `equal` speaks of them. */
export function driftOfSubjects(
  before: DriftSide,
  after: DriftSide,
  subjects: readonly Subject[],
  options: DriftOptions = {},
): DriftAnswer {
  const work = new DriftWork(before, after, options, new Powers(options.catalogue ?? null));
  const distinct = new Map(subjects.map((subject) => [subjectKey(subject), subject]));
  for (const subject of distinct.values()) compareSubject(work, subject);
  return answerOf(work, options, { isWhole: false });
}

function compareSubject(work: DriftWork, subject: Subject): void {
  switch (subject.kind) {
    case "role":
    case "user":
    case "group":
    case "managed-policy":
    case "resource":
    case "resources":
    case "identity-providers":
    case "account-settings":
    case "roles-anywhere":
      compareInAccount(work, subject);
      break;
    case "aws-managed-policy":
      compareAwsPolicy(work, accountPairs(work), subject.arn);
      break;
    case "account":
      compareWholeAccount(work, subject.account);
      break;
    case "organization": {
      const pairs = accountPairs(work);
      compareOrganization(work, pairs);
      compareControls(work, pairs);
      break;
    }
    case "identity-center":
      compareIdentityCenter(work);
      break;
    default:
      unreachable(subject);
  }
}

/** One of which nothing was known before is told as new, in all that is in it. */
function compareWholeAccount(work: DriftWork, account: string): void {
  const pair = pairOf(work, account);
  if (pair === null || !pair.is.hasData) return;
  if (pair.was.hasData) {
    compareAccount(work, new RoleWalk(work.before.snapshot, work.after.snapshot, work.documents), pair);
    compareManagedPolicies(work, [pair]);
    return;
  }
  const { roles } = work.after.snapshot;
  const [first, end] = roles.ofAccount(pair.after);
  for (let role = first; role < end; role += 1) compareNamedRole(work, account, roles.name(role));
  const [, now] = dataOf(work, pair);
  if (now === null) return;
  const old = { ...nothingKnown, oidcProviders: [], samlProviders: [], resources: [] };
  compareUsers(work, pair, old, now);
  compareProviders(work, pair, old, now);
  compareRolesAnywhere(work, pair, old, now);
  compareResources(work, pair, old, now);
}

function compareNamedRole(work: DriftWork, account: string, name: string): void {
  const old = roleNamed(work.before.snapshot, account, name);
  const now = roleNamed(work.after.snapshot, account, name);
  if (old !== null && now !== null) compareRole(work, old, now);
  else if (now !== null) tellRole(work, now, "appeared");
  else if (old !== null) tellRole(work, old, "disappeared");
}

function compareInAccount(work: DriftWork, subject: InAccount): void {
  const pair = pairOf(work, subject.account);
  // An account that came or went is told by the organization.
  if (pair === null) return;
  const [known, now] = dataOf(work, pair);
  if (now === null) return;
  // What is read for the first time is told as new, and not passed over because nothing was known of it.
  const old = known ?? nothingKnown;
  switch (subject.kind) {
    case "role":
      compareNamedRole(work, subject.account, subject.name);
      break;
    case "user":
      compareUsers(work, pair, old, now, subject.name);
      break;
    case "group":
      compareGroups(work, pair, subject.name);
      break;
    case "managed-policy":
      compareManagedPolicy(work, pair, subject.arn);
      break;
    case "resource":
    case "resources": {
      const was = { ...old, resources: old.resources ?? [] };
      compareResources(work, pair, was, now, (resource) => isOfSubject(resource, subject));
      break;
    }
    case "identity-providers":
      compareProviders(work, pair, old, now);
      break;
    case "account-settings":
      compareSettings(work, pair, old, now);
      break;
    case "roles-anywhere":
      compareRolesAnywhere(work, pair, old, now);
      break;
    default:
      unreachable(subject);
  }
}

const nothingKnown: AccountData = {
  users: [],
  groups: [],
  managedPolicies: [],
  oidcProviders: null,
  samlProviders: null,
  resources: null,
  settings: null,
  rolesAnywhere: null,
};

type InAccount = Exclude<Extract<Subject, { readonly account: string }>, { readonly kind: "account" }>;

function pairOf({ before, after }: DriftWork, account: string): AccountPair | null {
  const [old, now] = [before.snapshot.accountIndex(account), after.snapshot.accountIndex(account)];
  const was = old === null ? undefined : before.snapshot.accounts[old];
  const is = now === null ? undefined : after.snapshot.accounts[now];
  if (old === null || now === null || was === undefined || is === undefined) return null;
  return { before: old, after: now, was, is };
}
