/** Which account goes first. */
import type { AccountId } from "../../../model/index.ts";
import type { PlannedFix } from "./plan-fixes.ts";

/** Of several accounts the one with the fewest policies to write, then the lower id; of one account none goes first. */
export function usualCanary(fixes: readonly PlannedFix[]): AccountId | null {
  const counts = new Map<AccountId, number>();
  for (const { account, state } of fixes)
    if (state === "planned") counts.set(account, (counts.get(account) ?? 0) + 1);
  const [first] = [...counts].toSorted(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
  return counts.size < 2 || first === undefined ? null : first[0];
}
