/** All principals of a snapshot. */
import type { CallerPrincipal } from "../../../src/authz/index.ts";
import type { Snapshot } from "../../../src/model/index.ts";

export function* callersOf(snapshot: Snapshot): Iterable<CallerPrincipal> {
  for (let index = 0; index < snapshot.roles.count; index++) yield { kind: "role", index };
  for (let account = 0; account < snapshot.accounts.length; account++) {
    const { length } = snapshot.accountData(account)?.users ?? [];
    for (let index = 0; index < length; index++) yield { kind: "user", account, index };
  }
}
