/** All of one account, as a collection reads it, without a journal: for one that joins while others are known. */
import pLimit from "p-limit";
import { type Connection, homeRegion, type Refusal } from "../../aws/index.ts";
import type { AccountId, CoverageGap } from "../../model/index.ts";
import type { Access } from "./access.ts";
import type { Collector } from "./collector.ts";
import { enabledRegions } from "./enabled-regions.ts";
import { dropCredentials } from "./kept-between-reads.ts";
import { joined, sessionOf } from "./reread.ts";
import { runUnit, type UnitRecord } from "./unit.ts";
import { coverageOf, withoutMissingServices } from "./unit-gaps.ts";

export type AccountRead =
  | {
      readonly kind: "read";
      readonly parts: UnitRecord["parts"];
      /** What of it could not be read. */
      readonly coverage: readonly CoverageGap[];
    }
  /** Its users and roles are not known, and so nothing is. */
  | { readonly kind: "refused"; readonly call: string | null; readonly refusal: Refusal };

export type AccountReadOptions = {
  readonly access: Access;
  readonly connection: Connection;
  readonly collectors: readonly Collector[];
  /** Null: those that the account has enabled. */
  readonly regions: readonly string[] | null;
};

const unitsAtOnce = 64;

/** Never rejects for what AWS refuses. */
export async function readAccount(account: AccountId, options: AccountReadOptions): Promise<AccountRead> {
  const { access, connection, collectors } = options;
  const session = await sessionOf(account, { kind: "account", account }, access);
  if ("gap" in session) return { kind: "refused", ...session.gap };
  const { partition } = access.home.caller;
  const several = pLimit(unitsAtOnce);
  const run = (scope: Collector["scope"], regions: readonly string[]): Promise<readonly UnitRecord[]> =>
    Promise.all(
      collectors
        .filter((collector) => collector.scope === scope)
        .flatMap((collector) =>
          regions.map((region) =>
            several(() =>
              runUnit(collector, { account, partition, region }, connection, session.credentials),
            ),
          ),
        ),
    );
  const whole = await run("account", [homeRegion(partition)]);
  const iam = whole.find(({ parts }) => parts["authorization-details"] !== undefined);
  if (iam === undefined) {
    dropCredentials(access, account);
    const gap = whole.flatMap(({ gaps }) => gaps).find(({ what }) => what === "account");
    if (gap !== undefined) return { kind: "refused", ...gap };
  }
  const inRegions = await run("region", options.regions ?? enabledRegions(whole, partition));
  const units = withoutMissingServices([...whole, ...inRegions], connection);
  // None is not the same as not read.
  const parts = { "resource-policies": [], ...joined(units).parts };
  return { kind: "read", parts, coverage: coverageOf(account, units, collectors) };
}
