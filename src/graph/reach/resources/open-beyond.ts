/** Which resources let somebody in from beyond their account. */
import {
  type AccountIndex,
  isAccountId,
  ownAccount,
  type Resource,
  type Snapshot,
  splitArn,
} from "../../../model/index.ts";
import type { PrincipalEntry } from "../../../policy/ast.ts";
import { KeptBySnapshot } from "../../kept-by-snapshot.ts";
import { attributesOf, policyOf } from "../../resources.ts";

/** Whom a resource could let in from beyond its account, whatever the conditions then leave. */
export type Openness = {
  /** Somebody who can't be told by an account: everybody, a deleted principal, whoever has a grant of a key. */
  readonly anybody: boolean;
  /** Ids of the other accounts that are named, or whose principals are. */
  readonly accounts: ReadonlySet<string>;
};

const kept = new KeptBySnapshot<Resource, Openness>();

export function opennessOf(resource: Resource, account: AccountIndex, snapshot: Snapshot): Openness {
  const known = kept.of(snapshot);
  let openness = known.get(resource);
  if (openness === undefined) {
    openness = readOpenness(resource, account, snapshot);
    known.set(resource, openness);
  }
  return openness;
}

const keptByAccount = new KeptBySnapshot<AccountIndex, readonly Resource[]>();

/** The account's resources that {@link mayBeOpenBeyond}. */
export function openResourcesOf(account: AccountIndex, snapshot: Snapshot): readonly Resource[] {
  const known = keptByAccount.of(snapshot);
  let open = known.get(account);
  if (open === undefined) {
    const all = snapshot.accountData(account)?.resources ?? [];
    open = all.filter((resource) => mayBeOpenBeyond(resource, account, snapshot));
    known.set(account, open);
  }
  return open;
}

/** Whether it could be: a statement names somebody else or everybody. */
export function mayBeOpenBeyond(resource: Resource, account: AccountIndex, snapshot: Snapshot): boolean {
  const { anybody, accounts } = opennessOf(resource, account, snapshot);
  return anybody || accounts.size > 0;
}

function readOpenness(resource: Resource, account: AccountIndex, snapshot: Snapshot): Openness {
  const id = snapshot.accounts[account]?.id;
  const accounts = new Set<string>();
  let anybody = false;
  if (id === undefined) return { anybody, accounts };
  const found = { account, id, row: resource };
  for (const { effect, principal } of policyOf(found, snapshot).document?.statements ?? []) {
    if (effect !== "Allow" || principal === null) continue;
    if (principal.negated) anybody = true;
    for (const entry of principal.entries) {
      if (entry.type === "Service" || entry.value.includes(ownAccount)) continue;
      const named = accountNamed(entry);
      if (named === null) anybody = true;
      else accounts.add(named);
    }
  }
  if (splitArn(resource.arn)?.service === "kms") {
    const { grants } = attributesOf(found, resource.arn, snapshot);
    anybody ||= Array.isArray(grants) && grants.length > 0;
  }
  return { anybody, accounts };
}

/** Null: it is not by an account that the principal is named. */
function accountNamed({ type, value }: PrincipalEntry): string | null {
  if (type !== "AWS") return null;
  const id = isAccountId(value) ? value : (splitArn(value)?.account ?? "");
  return isAccountId(id) ? id : null;
}
