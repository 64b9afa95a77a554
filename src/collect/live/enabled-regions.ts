/** The regions that an account has enabled, as its own units tell them. */
import { usualRegions } from "../../aws/index.ts";
import type { Partition } from "../../model/index.ts";
import type { UnitRecord } from "./unit.ts";

/** Where none tells them: the usual ones. */
export function enabledRegions(
  units: readonly Pick<UnitRecord, "parts">[],
  partition: Partition,
): readonly string[] {
  const names = units
    .flatMap(({ parts }) => (parts.account ?? []).flatMap(({ EnabledRegions = [] }) => EnabledRegions))
    .filter((name) => typeof name === "string");
  return names.length > 0 ? names : usualRegions(partition);
}
