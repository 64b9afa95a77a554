/** What the callers of roles need on their own side, and whether they have it. */
import {
  type AccountId,
  type EventDocument,
  type Snapshot,
  type Subject,
  splitArn,
} from "../../model/index.ts";
import { isHeld } from "../held-principal.ts";
import { nameOfArn } from "./bind-trust.ts";
import { allowsAll, type CallerPolicies } from "./caller-policies.ts";
import type { RoleSet } from "./declaration.ts";
import type { RoleDraft } from "./draft-roles.ts";
import { type HubGrant, hubPolicy } from "./hub-statement.ts";

/** What a caller needs on its own side. */
export type HubNeed = {
  /** ARN, or an account's id. */
  readonly principal: string;
  /** A policy for it. */
  readonly policy: string;
  /** Whether it can assume all of the roles without it; null: its own policies are not known. */
  readonly has: boolean | null;
};

/** By ARN, callers as they are; a text: why one could not be read. */
export type ReadCallers = ReadonlyMap<string, CallerPolicies | string>;

/** Of the roles that are planned alone: nobody needs anything for one that can't be made. */
export function hubNeeds(
  drafts: readonly RoleDraft[],
  lacking: ReadonlyMap<RoleDraft, readonly string[]>,
  snapshot: Snapshot,
  callers: ReadCallers,
): readonly HubNeed[] {
  const lacks = new Set(drafts.flatMap((draft) => lacking.get(draft) ?? []));
  return [...hubPolicies(drafts, snapshot)].map(([principal, policy]) => {
    const caller = callers.get(principal);
    const has =
      caller !== undefined && typeof caller !== "string"
        ? allowsAll(policy, caller)
        : isCallerKnown(principal, snapshot)
          ? !lacks.has(principal)
          : null;
    return { principal, policy, has };
  });
}

/** By principal. */
export function hubPolicies(drafts: readonly RoleDraft[], snapshot: Snapshot): ReadonlyMap<string, string> {
  const grants = new Map<string, Map<string, HubGrant & { readonly accounts: AccountId[] }>>();
  for (const { role, trust, account } of drafts) {
    if (account === null) continue;
    for (const [index, one] of trust.entries()) {
      for (const principal of one.principals) {
        const id = principal.kind === "account" ? principal.account : principal.arn;
        const own = grants.get(id) ?? new Map<string, HubGrant & { readonly accounts: AccountId[] }>();
        grants.set(id, own);
        const key = `${role.name} ${index} ${account.partition}`;
        const known = own.get(key);
        const organization = account.inOrganization ? (snapshot.organization?.id ?? null) : null;
        if (known !== undefined && known.organization === organization) {
          known.accounts.push(account.id);
          continue;
        }
        own.set(key, {
          ...{ role, trust: one, partition: account.partition },
          accounts: [...(known?.accounts ?? []), account.id],
          organization: known === undefined ? organization : null,
        });
      }
    }
  }
  return new Map([...grants].map(([id, own]) => [id, hubPolicy([...own.values()])]));
}

/** None for callers whose own policies are not known. */
export function hubDocument(
  id: string,
  policy: string,
  set: RoleSet,
  snapshot: Snapshot,
): readonly EventDocument[] {
  const account = snapshot.accounts[snapshot.accountIndex(splitArn(id)?.account ?? "") ?? -1];
  if (account === undefined || !isCallerKnown(id, snapshot)) return [];
  const subject: Subject = { kind: kindOf(id), account: account.id, name: nameOfArn(id) };
  return [{ subject, part: { kind: "inline-policy", name: `accesslens-assume-${set.name}` }, text: policy }];
}

function kindOf(arn: string): "role" | "user" {
  return arn.includes(":user/") ? "user" : "role";
}

function isCallerKnown(arn: string, snapshot: Snapshot): boolean {
  const account = snapshot.accounts[snapshot.accountIndex(splitArn(arn)?.account ?? "") ?? -1];
  return account?.hasData === true && isHeld(snapshot, arn);
}
