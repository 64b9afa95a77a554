/** Each declared role in each account that it is meant for: what is there, and what is meant. */
import { organizationView } from "../../authz/index.ts";
import type { Account, Snapshot } from "../../model/index.ts";
import { boundTrust, whyNotTrusted } from "./bind-trust.ts";
import type { DeclaredRole, RoleSet } from "./declaration.ts";
import { desiredRole, meantOver, policyArn, roleArn } from "./desired-role.ts";
import { type RoleState, stateInSnapshot } from "./role-state.ts";
import { targetedAccounts } from "./targets.ts";
import type { BoundTrust } from "./trust-text.ts";

export type RoleDraft = {
  readonly role: DeclaredRole;
  readonly account: Account | null;
  readonly accountId: string;
  readonly arn: string;
  readonly trust: readonly BoundTrust[];
  readonly current: RoleState | null;
  /** Null: it can't be made, `because` says why. */
  readonly desired: RoleState | null;
  /** Why it can't be planned; null: nothing speaks against it so far. */
  readonly because: string | null;
};

type RolesOfSet = { readonly set: RoleSet; readonly snapshot: Snapshot };

export function draftRoles({ set, snapshot }: RolesOfSet): readonly RoleDraft[] {
  const view = organizationView(snapshot);
  return set.roles.flatMap((role): RoleDraft[] => {
    const nowhere = (because: string, accountId = ""): RoleDraft => ({
      ...{ role, account: null, accountId, trust: [], current: null, desired: null, because },
      arn: accountId === "" ? role.name : `arn:aws:iam::${accountId}:role${role.path}${role.name}`,
    });
    const targets = targetedAccounts(role.targets, snapshot);
    if (!targets.ok) return [nowhere(targets.error)];
    const trust = boundTrust(role.trust, snapshot.organization);
    if (!trust.ok) return [nowhere(trust.error)];
    const { accounts, unknown } = targets.value;
    if (accounts.length + unknown.length === 0) return [nowhere("no account is meant by its targets")];
    return [
      ...unknown.map((id) => nowhere(`account ${id} is not known`, id)),
      ...accounts.map((account): RoleDraft => {
        const place = { account: account.id, partition: account.partition };
        const index = snapshot.roles.byName(account.id, role.name);
        const current = index === null ? null : stateInSnapshot(snapshot, index);
        return {
          ...{ role, account, accountId: account.id, arn: roleArn(role, place), trust: trust.value },
          current,
          desired: meantOver(current, desiredRole(role, trust.value, set.name, place), role),
          because:
            whyNotTrusted(trust.value, account, view) ??
            whyNotUsable(account) ??
            missingPolicy(role, account, snapshot),
        };
      }),
    ];
  });
}

function whyNotUsable({ status }: Account): string | null {
  return status === "ACTIVE" ? null : `the account is ${status}: nothing can be written in it`;
}

/** A policy of the account's own has to be there before it is attached; AWS's are not listed anywhere whole. */
function missingPolicy(role: DeclaredRole, account: Account, snapshot: Snapshot): string | null {
  const index = snapshot.accountIndex(account.id);
  if (!account.hasData || index === null) return null;
  const { boundary } = role;
  const own = [...role.policies, ...(boundary === null || boundary === "none" ? [] : [boundary])];
  const held = new Set<string>(snapshot.accountData(index)?.managedPolicies.map(({ arn }) => arn));
  const missing = own
    .filter(({ owner }) => owner === "account")
    .map((policy) => policyArn(policy, { account: account.id, partition: account.partition }))
    .find((arn) => !held.has(arn));
  return missing === undefined ? null : `the account has no policy ${missing}`;
}
