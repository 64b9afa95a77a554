/** Gaps of units as coverage: what was refused alike in many regions is told once. */
import type { Refusal } from "../../aws/index.ts";
import type { AccountId, CoverageGap } from "../../model/index.ts";
import { printable } from "../files/index.ts";
import type { Collector } from "./collector.ts";
import type { UnitRecord } from "./unit.ts";

type Group = Omit<CoverageGap, "reason"> & {
  readonly regions: Set<string>;
  readonly collector: Collector | null;
  readonly call: string | null;
  readonly refusal: Refusal;
  count: number;
};

/**
 * Units of one account, without gaps that are none: a service without a name in a region whose other services answer is not
 * there, and neither is anything of it. That says nothing with FIPS, for which a service that is there may well have no name.
 */
export function withoutMissingServices(
  units: readonly UnitRecord[],
  { fips }: { readonly fips: boolean },
): readonly UnitRecord[] {
  if (fips) return units;
  const alive = new Set(units.filter(({ gaps }) => gaps.length === 0).map(({ region }) => region));
  return units.map((unit) => ({
    ...unit,
    gaps: unit.gaps.filter(({ refusal }) => refusal.code !== noName || !alive.has(unit.region)),
  }));
}

/** The system's code where a host has no name. */
export const noName = "ENOTFOUND";

/** `units` without services that are not there. */
export function coverageOf(
  account: AccountId,
  units: readonly UnitRecord[],
  collectors: readonly Collector[],
): readonly CoverageGap[] {
  const groups = new Map<string, Group>();
  for (const unit of units) {
    const collector = collectors.find(({ name }) => name === unit.collector) ?? null;
    const owner = collector?.scope === "organization" ? null : account;
    for (const { what, subject, call, refusal } of unit.gaps) {
      const key = JSON.stringify([unit.collector, what, subject, call, refusal.code]);
      let group = groups.get(key);
      if (group === undefined) {
        group = { what, account: owner, subject, collector, call, refusal, regions: new Set(), count: 0 };
        groups.set(key, group);
      }
      group.count += 1;
      if (unit.region !== null) group.regions.add(unit.region);
    }
  }
  return [...groups.values()].map(({ what, account, subject, ...rest }) => ({
    what,
    account,
    subject: subject ?? rest.collector?.types[0] ?? null,
    reason: reasonOf(subject, rest),
  }));
}

function reasonOf(
  subject: string | null,
  { collector, regions, call, refusal }: Pick<Group, "collector" | "regions" | "call" | "refusal">,
): string {
  const title = collector?.title ?? "the account";
  const thing = subject === null ? title : printable(subject);
  const where = regions.size === 0 ? "" : ` in ${listed([...regions].sort())}`;
  const reads = collector?.reads ?? [{ call: "AssumeRole", action: "sts:AssumeRole" }];
  const action = reads.find((read) => read.call === call)?.action ?? call;
  const told = printable(refusal.message).slice(0, 300);
  return `Not read: ${thing}${where}; ${action === null ? "" : `${action}: `}${whyOf(refusal)} (${printable(refusal.code)}: ${told}).`;
}

function listed(regions: readonly string[]): string {
  return regions.length <= 4
    ? regions.join(", ")
    : `${regions.slice(0, 3).join(", ")} and ${regions.length - 3} more regions`;
}

export function whyOf({ kind }: Pick<Refusal, "kind">): string {
  switch (kind) {
    case "denied":
      return "access was denied";
    case "denied-by-organization":
      return "a control policy of the organization denies it";
    case "absent":
      return "AWS does not find it";
    case "no-such-place":
      return "the region is not enabled, or the service is not there";
    case "account-not-usable":
      return "the account is suspended, or not signed up for the service";
    case "unsupported":
      return "the service does not know the call";
    case "expired":
      return "there are no credentials, or they are not valid any more";
    case "throttled":
      return "AWS still had too many calls, after all repetitions";
    case "failed":
      return "the service failed, after all repetitions";
    case "unreachable":
      return "there was no answer, after all repetitions";
    case "not-asked":
      return "it was not asked";
    case "internal":
      return "AccessLens failed here, which is a bug: please report it";
  }
}
