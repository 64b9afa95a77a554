/** Principals of the snapshot by ARN, and back. */
import type { CallerPrincipal } from "../authz/index.ts";
import { type AccountIndex, type Arn, type Snapshot, splitArn } from "../model/index.ts";

/** A role's, user's or session's ARN; null: the snapshot holds no such principal. */
export function principalOf(arn: string, snapshot: Snapshot): CallerPrincipal | null {
  const role = snapshot.roles.byArn(arn);
  if (role !== null) return { kind: "role", index: role };
  const parts = splitArn(arn);
  const account = parts === null ? null : snapshot.accountIndex(parts.account);
  if (parts === null || account === null) return null;
  if (parts.service !== "iam" || !parts.resource.startsWith("user/")) return null;
  const name = parts.resource.slice(parts.resource.lastIndexOf("/") + 1).toLowerCase();
  const users = snapshot.accountData(account)?.users ?? [];
  const index = users.findIndex((user) => user.name.toLowerCase() === name);
  return index < 0 ? null : { kind: "user", account, index };
}

export function arnOfPrincipal(principal: CallerPrincipal, snapshot: Snapshot): Arn {
  if (principal.kind === "role") return snapshot.roles.arn(principal.index);
  const user = snapshot.accountData(principal.account)?.users[principal.index];
  if (user === undefined) throw new RangeError(`there is no user ${principal.index} in that account`);
  return user.arn;
}

export function* principalsOfAccount(account: AccountIndex, snapshot: Snapshot): Iterable<CallerPrincipal> {
  const [first, end] = snapshot.roles.ofAccount(account);
  for (let index = first; index < end; index++) yield { kind: "role", index };
  const users = snapshot.accountData(account)?.users.length ?? 0;
  for (let index = 0; index < users; index++) yield { kind: "user", account, index };
}
