/** Which managed policies somebody has: one that nobody has, or that is a boundary alone, grants nothing anyway. */
import type { AccountId, Snapshot } from "../../model/index.ts";

/** What is attached is gathered for an account when it is first asked for. */
export function attachedPolicies(snapshot: Snapshot): (policy: string, account: AccountId) => boolean {
  const byAccount = new Map<AccountId, ReadonlySet<string>>();
  return (policy, account) => {
    let attached = byAccount.get(account);
    if (attached === undefined) {
      attached = attachedIn(snapshot, account);
      byAccount.set(account, attached);
    }
    return attached.has(policy);
  };
}

function attachedIn(snapshot: Snapshot, id: AccountId): ReadonlySet<string> {
  const account = snapshot.accountIndex(id);
  const found = new Set<string>();
  if (account === null) return found;
  const { columns } = snapshot.roles;
  const [first, end] = snapshot.roles.ofAccount(account);
  for (let at = columns.attachedStart[first] ?? 0; at < (columns.attachedStart[end] ?? 0); at++)
    found.add(columns.texts.at(columns.attachedPolicy[at] ?? 0));
  const data = snapshot.accountData(account);
  for (const { attachedPolicies: own } of [...(data?.users ?? []), ...(data?.groups ?? [])]) {
    for (const arn of own) found.add(arn);
  }
  return found;
}
