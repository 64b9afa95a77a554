/**
 * Targeted reads: the rows of the import format that hold one subject, read by the collectors' code. Where a collector can
 * read one thing it does, in a few calls; else its unit runs, and the rows are picked out.
 */
import { type CallCounts, type Connection, homeRegion, noCalls, refusalOf } from "../../aws/index.ts";
import { type AccountId, type Subject, splitArn } from "../../model/index.ts";
import type { Access, Credentials } from "./access.ts";
import type { Collector, OneThing, Part, Place, UnitGap } from "./collector.ts";
import { collectors } from "./collectors/index.ts";
import { noWayIn } from "./config/stopgaps.ts";
import { enabledRegions } from "./enabled-regions.ts";
import { dropCredentials, heldCredentials, rememberedRows } from "./kept-between-reads.ts";
import { rowsToPick, withoutOtherRows } from "./subject-rows.ts";
import { runUnit, runUnitFor, type UnitRecord } from "./unit.ts";

export type SubjectRead = {
  readonly subject: OneSubject;
  /** Empty, without gaps: it is gone. Units of several regions and collectors are put together. */
  readonly parts: UnitRecord["parts"];
  /** What of the subject could not be read. */
  readonly gaps: readonly UnitGap[];
  readonly counts: CallCounts;
};

export type RereadOptions = {
  /** Tags of the organization's accounts take a call for each: without them, the caller keeps those that it has. */
  readonly accountTags?: boolean;
};

/** What is read one by one: not a whole account, nor what belongs to none. */
export type OneSubject = Exclude<Subject, { readonly kind: "account" | "aws-managed-policy" }>;

/**
 * Never rejects for what AWS refuses: that is a gap. What is read of a principal includes the managed policies that it is
 * given; those of AWS are remembered for an hour. Sessions of accounts are kept between reads.
 */
export async function readSubject(
  subject: OneSubject,
  access: Access,
  connection: Connection,
  options: RereadOptions = {},
): Promise<SubjectRead> {
  const home = access.home.caller.account;
  const account = "account" in subject ? subject.account : home;
  const session = await sessionOf(account, subject, access);
  if ("gap" in session) return { subject, parts: {}, gaps: [session.gap], counts: noCalls() };
  const reading: Reading = {
    subject,
    account,
    access,
    connection,
    credentials: session.credentials,
    one: { subject, remembered: rememberedRows(connection) },
  };
  const units = await unitsFor(reading, options);
  const isBroken = units.some(({ gaps }) => gaps.some(({ refusal }) => refusal.kind === "expired"));
  if (isBroken) dropCredentials(access, account);
  const pick = rowsToPick(subject);
  return { subject, ...joined(units.map((unit) => withoutOtherRows(unit, pick))) };
}

type Reading = {
  readonly subject: OneSubject;
  readonly account: AccountId;
  readonly access: Access;
  readonly connection: Connection;
  readonly credentials: Credentials;
  readonly one: OneThing;
};

export async function sessionOf(
  account: AccountId,
  subject: Subject,
  access: Access,
): Promise<{ readonly credentials: Credentials } | { readonly gap: UnitGap }> {
  if (subject.kind === "organization" || subject.kind === "identity-center") {
    return { credentials: access.home.credentials };
  }
  const [closed] = access.canEnter(account) ? [] : noWayIn(account).gaps;
  if (closed !== undefined) return { gap: closed };
  const credentials = heldCredentials(access, account);
  try {
    await credentials();
    return { credentials };
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return { gap: { what: "account", subject: null, call: "AssumeRole", refusal } };
  }
}

async function unitsFor(
  reading: Reading,
  { accountTags = true }: RereadOptions,
): Promise<readonly UnitRecord[]> {
  const { subject, account, access } = reading;
  switch (subject.kind) {
    case "role":
    case "user":
    case "group":
    case "managed-policy":
      return [await inRegion(reading, named("iam"), null)];
    case "resource":
    case "resources": {
      const collector = collectors.find(({ types }) => types.includes(subject.type));
      const told = "arn" in subject ? splitArn(subject.arn)?.region || null : null;
      if (collector === undefined) return [notCollected(account, subject.type)];
      return everywhere(reading, collector, subject.region ?? told);
    }
    case "identity-providers":
      return [await inRegion(reading, named("identity-providers"), null)];
    case "account-settings": {
      const atHome = account === access.home.caller.account ? ["root-access"] : [];
      const names = ["regions", "s3-account", ...atHome];
      return Promise.all(names.map((name) => inRegion(reading, named(name), null)));
    }
    case "roles-anywhere":
      return everywhere(reading, named("roles-anywhere"), null);
    case "organization": {
      const names = accountTags ? ["organization", "account-tags"] : ["organization"];
      return Promise.all(names.map((name) => inRegion(reading, named(name), null)));
    }
    case "identity-center":
      return [await inRegion(reading, named("identity-center"), null)];
  }
}

/** `region` null: wherever the account has regions, for what is in regions. */
async function everywhere(
  reading: Reading,
  collector: Collector,
  region: string | null,
): Promise<readonly UnitRecord[]> {
  if (collector.scope !== "region" || region !== null) return [await inRegion(reading, collector, region)];
  const unit = await inRegion(reading, named("regions"), null);
  const regions = enabledRegions([unit], reading.access.home.caller.partition);
  return Promise.all(regions.map((name) => inRegion(reading, collector, name)));
}

function inRegion(reading: Reading, collector: Collector, region: string | null): Promise<UnitRecord> {
  const { account, access, connection, credentials, one } = reading;
  const { partition } = access.home.caller;
  const place: Place = { account, partition, region: region ?? homeRegion(partition) };
  const alone = isOneThing(reading.subject);
  return (
    (alone ? runUnitFor(one, collector, place, connection, credentials) : null) ??
    runUnit(collector, place, connection, credentials)
  );
}

/** A type that nobody reads is not one that is gone. */
function notCollected(account: AccountId, type: string): UnitRecord {
  const message = "no collector reads resources of this type";
  const refusal = { kind: "not-asked", code: "NoCollector", message } as const;
  const gap: UnitGap = { what: "resource-policies", subject: type, call: null, refusal };
  return { collector: "none", account, region: null, parts: {}, gaps: [gap], counts: noCalls() };
}

/** The others are all of something. */
function isOneThing({ kind }: Subject): boolean {
  return ["role", "user", "group", "managed-policy", "resource"].includes(kind);
}

function named(name: string): Collector {
  const collector = collectors.find((one) => one.name === name);
  if (collector === undefined) throw new Error(`there is no collector ${name}`);
  return collector;
}

/** Rows of all units together. */
export function joined(units: readonly UnitRecord[]): Omit<SubjectRead, "subject"> {
  const parts: Partial<Record<Part, Readonly<Record<string, unknown>>[]>> = {};
  const counts = noCalls();
  for (const unit of units) {
    for (const name of partNames) {
      const rows = unit.parts[name];
      if (rows !== undefined && rows.length > 0) parts[name] = [...(parts[name] ?? []), ...rows];
    }
    for (const name of ["calls", "attempts", "throttled", "failed"] as const)
      counts[name] += unit.counts[name];
  }
  return { parts, gaps: units.flatMap(({ gaps }) => gaps), counts };
}

const partNames: readonly Part[] = [
  "organization",
  "identity-center",
  "authorization-details",
  "identity-providers",
  "resource-policies",
  "account",
  "roles-anywhere",
];
