/** Tries access before it is needed: what can't be entered or read, and the statement that would mend it. */

import type { Connection } from "../../aws/index.ts";
import { homeRegion, type Refusal, refusalOf } from "../../aws/index.ts";
import {
  type Access,
  type Aggregator,
  accountsToRead,
  aggregatorName,
  type Collector,
  noName,
  type ReadCall,
  runUnit,
  type UnitRecord,
  whyOf,
} from "../../collect/live/index.ts";
import type { AccountId } from "../../model/index.ts";

export type Check = {
  readonly account: AccountId;
  /** `session`, or a collector's name. */
  readonly what: string;
  /** Null: it works. */
  readonly problem: Problem | null;
};

export type Problem = {
  /** In one sentence. */
  readonly why: string;
  /** AWS's own code and sentence. Untrusted text. */
  readonly told: string;
  /** What to change. */
  readonly advice: string;
  /** The policy statement that would mend it; null: none would. */
  readonly statement: Readonly<Record<string, unknown>> | null;
};

export type DoctorOptions = {
  readonly access: Access;
  readonly connection: Connection;
  readonly collectors: readonly Collector[];
  readonly accounts: readonly AccountId[] | null;
  readonly aggregator: Aggregator | null;
  /** Null: the partition's home. */
  readonly regions: readonly string[] | null;
  /** So many accounts are tried where none are named. */
  readonly most: number;
};

export type Examination = {
  readonly caller: { readonly account: AccountId; readonly arn: string };
  readonly accounts: number;
  readonly checks: readonly Check[];
  /** Everything that the reading role lacks in the accounts that were tried; null: nothing. */
  readonly missing: Readonly<Record<string, unknown>> | null;
};

export async function examine(options: DoctorOptions): Promise<Examination> {
  const { access, connection, collectors, most } = options;
  const { caller, credentials } = access.home;
  const region = options.regions?.[0] ?? homeRegion(caller.partition);
  const run = (collector: Collector, account: AccountId, from: Access["home"]["credentials"]) =>
    runUnit(collector, { account, partition: caller.partition, region }, connection, from);
  const checks: Check[] = [];
  const denied: ReadCall[] = [];
  const take = (collector: Collector, unit: UnitRecord): void => {
    const lacking = collector.reads.filter(({ call }) =>
      unit.gaps.some((gap) => gap.call === call && gap.refusal.kind === "denied"),
    );
    denied.push(...lacking);
    checks.push({
      account: unit.account,
      what: collector.name,
      problem: problemOf(collector, unit, lacking, connection.fips),
    });
  };
  const ofOrganization = collectors.filter(({ scope }) => scope === "organization");
  const organization = await Promise.all(
    ofOrganization.map(async (collector) => {
      const unit = await run(collector, caller.account, credentials);
      take(collector, unit);
      return unit;
    }),
  );
  const { accounts } = accountsToRead(organization, options);
  const entered = accounts.filter((account) => access.canEnter(account));
  const tried = options.accounts === null ? someOf(entered, caller.account, most) : entered;
  for (const account of tried) {
    const session = access.credentialsOf(account);
    const problem = await sessionProblem(session, account, access);
    checks.push({ account, what: "session", problem });
    if (problem !== null) continue;
    const others = collectors.filter(({ scope }) => scope !== "organization");
    await Promise.all(
      others.map(async (collector) => take(collector, await run(collector, account, session))),
    );
  }
  return {
    caller: { account: caller.account, arn: caller.arn },
    accounts: accounts.length,
    checks,
    missing: denied.length === 0 ? null : readsStatement(denied),
  };
}

/** The caller's own, then others from all over the list. */
function someOf(accounts: readonly AccountId[], own: AccountId, most: number): readonly AccountId[] {
  const others = accounts.filter((account) => account !== own);
  const step = Math.max(1, Math.floor(others.length / most));
  const chosen = others.filter((_, index) => index % step === 0).slice(0, most);
  return accounts.includes(own) ? [own, ...chosen] : chosen;
}

async function sessionProblem(
  session: Access["home"]["credentials"],
  account: AccountId,
  access: Access,
): Promise<Problem | null> {
  try {
    await session();
    return null;
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    const role = access.nameOf(account);
    return {
      why: `${role} can't be assumed: ${whyOf(refusal)}`,
      told: told(refusal),
      advice:
        `Either ${access.home.caller.arn} lacks the statement below, or the role does not exist in the account, or its trust ` +
        "policy does not let this principal in: it has to name it, and to ask for the external ID that is given.",
      statement: { Sid: "AssumeReadingRoles", Effect: "Allow", Action: ["sts:AssumeRole"], Resource: role },
    };
  }
}

function problemOf(
  { name, title }: Collector,
  { gaps }: UnitRecord,
  lacking: readonly ReadCall[],
  fips: boolean,
): Problem | null {
  // Nothing of a kind is no problem, nor is a service that does not exist in the region. An aggregator was named.
  const isNamed = name === aggregatorName;
  // Without a FIPS endpoint it may well be there.
  const hasNoFips = ({ code }: Refusal): boolean => fips && code === noName;
  const [first] = gaps.filter(
    ({ refusal }) =>
      isNamed || hasNoFips(refusal) || (refusal.kind !== "absent" && refusal.kind !== "no-such-place"),
  );
  if (first === undefined) return null;
  if (hasNoFips(first.refusal)) {
    return {
      why: `${title}: there is no FIPS endpoint in the region`,
      told: told(first.refusal),
      advice: "It stays a gap with --fips, or with use_fips_endpoint.",
      statement: null,
    };
  }
  const byOrganization = first.refusal.kind === "denied-by-organization";
  return {
    why: `${title}: ${whyOf(first.refusal)}`,
    told: told(first.refusal),
    advice: byOrganization
      ? "No statement of the role helps: except the role from that control policy, or do without these (--services)."
      : lacking.length > 0
        ? "The role lacks the statement below."
        : isNamed && first.refusal.kind === "absent"
          ? "aws configservice describe-configuration-aggregators tells which there are, in the region that is asked."
          : "Try again later; what stays so becomes a gap.",
    statement: lacking.length > 0 && !byOrganization ? readsStatement(lacking) : null,
  };
}

function readsStatement(reads: readonly ReadCall[]): Readonly<Record<string, unknown>> {
  const Action = [...new Set(reads.map(({ action }) => action))].toSorted();
  return { Sid: "AccessLensReads", Effect: "Allow", Action, Resource: "*" };
}

function told({ code, message }: Refusal): string {
  return `${code}: ${message}`;
}
