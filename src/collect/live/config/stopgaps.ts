/** Units from AWS Config beside those of the services themselves. */
import { noCalls } from "../../../aws/index.ts";
import type { AccountId } from "../../../model/index.ts";
import type { UnitRecord } from "../unit.ts";
import { notInConfig, notTold } from "./config-units.ts";

/**
 * Of two attempts, the one that lacks less. What AWS Config has stays where the service itself tells nothing, with the reason;
 * else it goes, for the service knows better.
 */
export function better(before: UnitRecord, record: UnitRecord): UnitRecord {
  if (before.stopgap !== true) return before.gaps.length < record.gaps.length ? before : record;
  if (record.gaps.length === 0 || Object.keys(record.parts).length > 0) return record;
  const ofConfig = before.gaps.filter(({ refusal }) => refusal.code === notInConfig);
  return { ...before, gaps: [...ofConfig, ...record.gaps] };
}

/** What stands for the session of an account that nobody can enter. */
export function noWayIn(account: AccountId): UnitRecord {
  const gap = notTold(
    "account",
    null,
    "AWS Config alone was asked, as no role and no profile is for this account",
  );
  return { collector: "session", account, region: null, parts: {}, gaps: [gap], counts: noCalls() };
}
