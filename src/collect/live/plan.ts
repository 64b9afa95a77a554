/** What a collection would do, told before it is done: in which accounts, as whom, which calls, and how fast AWS lets it be. */
import { homeRegion, limitFor, usualRegions } from "../../aws/index.ts";
import type { AccountId, CoverageGap } from "../../model/index.ts";
import { accountsToRead } from "./accounts-to-read.ts";
import type { CollectionOptions } from "./collection.ts";
import type { Collector, ReadCall, Scope } from "./collector.ts";
import { aggregatorName } from "./config/aggregator.ts";
import { runUnit } from "./unit.ts";
import { coverageOf } from "./unit-gaps.ts";

export type PlannedCollector = {
  readonly name: string;
  readonly title: string;
  readonly scope: Scope;
  readonly reads: readonly ReadCall[];
  /** How often it runs: once, in each account, or in each region of each account. */
  readonly units: number;
};

export type Plan = {
  readonly caller: { readonly account: AccountId; readonly arn: string };
  readonly accounts: readonly { readonly id: AccountId; readonly by: string }[];
  /** Accounts that can't be read, and what of the organization could not be. */
  readonly coverage: readonly CoverageGap[];
  readonly regions: readonly string[];
  /** Whether the regions were asked for; else each account's own are read, and these are the usual ones. */
  readonly regionsAreChosen: boolean;
  readonly collectors: readonly PlannedCollector[];
  /** Each unit makes a call at least; further ones depend on what there is. */
  readonly leastCalls: number;
  /** Seconds that AWS's limits alone set for those calls, all accounts at once. */
  readonly leastSeconds: number;
};

export type PlanOptions = Pick<
  CollectionOptions,
  "access" | "connection" | "collectors" | "regions" | "accounts" | "aggregator"
> & {
  readonly share: number;
};

/** Reads the organization, nothing else, and writes nothing. */
export async function planCollection(options: PlanOptions): Promise<Plan> {
  const { access, connection, collectors, share } = options;
  const { caller, credentials } = access.home;
  const place = {
    account: caller.account,
    partition: caller.partition,
    region: homeRegion(caller.partition),
  };
  const organization = collectors.filter(({ name }) => name === "organization");
  const units = await Promise.all(
    organization.map((collector) => runUnit(collector, place, connection, credentials)),
  );
  const { accounts, unusable } = accountsToRead(units, options);
  const regions = options.regions ?? usualRegions(caller.partition);
  const entered = accounts.filter((account) => access.canEnter(account)).length;
  const times = { organization: 1, account: entered, region: entered * regions.length };
  const planned = collectors.map(({ name, title, scope, reads }) => ({
    name,
    title,
    scope,
    reads,
    // Each account's items are asked for by themselves.
    units: name === aggregatorName ? accounts.length + 1 : times[scope],
  }));
  return {
    caller: { account: caller.account, arn: caller.arn },
    accounts: accounts.map((id) => ({
      id,
      by: access.canEnter(id) ? access.nameOf(id) : "AWS Config alone",
    })),
    coverage: [...unusable, ...coverageOf(caller.account, units, collectors)],
    regions,
    regionsAreChosen: options.regions !== null,
    collectors: planned,
    leastCalls: planned.reduce((sum, { units: count }) => sum + count, entered),
    leastSeconds: leastSeconds(collectors, entered, share),
  };
}

/** Accounts do not wait for each other, but for their sessions; in an account, calls of one limit wait in line. */
function leastSeconds(collectors: readonly Collector[], accounts: number, share: number): number {
  const sts = limitFor("sts", "AssumeRole");
  const waits = new Map<string, number>();
  for (const { service, scope, reads } of collectors) {
    const [first] = reads;
    if (first === undefined || scope === "organization") continue;
    const limit = limitFor(service, first.call);
    const key = `${service} ${limit.calls?.join() ?? ""} ${scope}`;
    waits.set(key, (waits.get(key) ?? 0) + 1 / (limit.perSecond * share));
  }
  return Math.max(accounts / (sts.perSecond * share), ...waits.values());
}
