/** The accounts of two snapshots, matched by id. */
import type { Account, AccountIndex } from "../model/index.ts";
import type { DriftWork } from "./work.ts";

/** An account that is on both sides. */
export type AccountPair = {
  readonly before: AccountIndex;
  readonly after: AccountIndex;
  readonly was: Account;
  readonly is: Account;
};

export function accountPairs({ before, after }: DriftWork): readonly AccountPair[] {
  return after.snapshot.accounts.flatMap((is, index): AccountPair[] => {
    const old = before.snapshot.accountIndex(is.id);
    const was = old === null ? undefined : before.snapshot.accounts[old];
    return old === null || was === undefined ? [] : [{ before: old, after: index, was, is }];
  });
}
