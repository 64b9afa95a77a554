/** Access to an account for writes: the same ways in as for reading. */
import type { Connection } from "../../../aws/index.ts";
import type { WriteAccess } from "../../../aws/writes/index.ts";
import type { Access as WaysIn } from "../../../collect/live/index.ts";
import type { AccountId } from "../../../model/index.ts";

export type Access = WaysIn & { readonly connection: Connection };

/** `region` null: where we sign in. */
export function homeAccess(access: Access, account: AccountId, region: string | null): WriteAccess {
  return {
    connection: access.connection,
    credentials: access.credentialsOf(account),
    account,
    region: region ?? access.home.region,
    now: Date.now,
  };
}
