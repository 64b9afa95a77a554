/** Callers of declared roles as they are in their own accounts: what their policies allow, and the policy that is written for them. */
import { readSubject, snapshotOfReads, whyOf } from "../../../collect/live/index.ts";
import type { Snapshot } from "../../../model/index.ts";
import {
  callerPolicies,
  type DeclaredPrincipal,
  type ReadCallers,
  type RoleSet,
} from "../../../provision/roles/index.ts";
import type { Live } from "./read-roles.ts";

type NamedPrincipal = Extract<DeclaredPrincipal, { readonly kind: "role" | "user" }>;

/** Those whose policy is written, and those of accounts of ours; what is not read of the latter is not known, and no fault. */
export async function readCallers(set: RoleSet, base: Snapshot, live: Live): Promise<ReadCallers> {
  const hubs = new Set(set.hubs.map(({ principal }) => principal.arn));
  const named = set.roles.flatMap(({ trust }) =>
    trust.flatMap(({ principals }) => principals.flatMap((one) => (one.kind === "account" ? [] : [one]))),
  );
  const principals = new Map(named.map((one) => [one.arn, one]));
  const found = new Map<string, Awaited<ReturnType<typeof readCaller>>>();
  await Promise.all(
    [...principals.values()].map(async (principal) => {
      const { arn } = principal;
      if (!hubs.has(arn) && !isOurs(principal, base, live)) return;
      const caller = await readCaller(principal, live);
      if (hubs.has(arn) || typeof caller !== "string") found.set(arn, caller);
    }),
  );
  return found;
}

function isOurs({ account }: NamedPrincipal, base: Snapshot, { access }: Live): boolean {
  const known = base.accounts[base.accountIndex(account) ?? -1];
  return (
    access.canEnter(account) && (known?.inOrganization === true || account === access.home.caller.account)
  );
}

/** A text: why it could not be read. */
async function readCaller({ kind, arn, account }: NamedPrincipal, { access, connection }: Live) {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const { parts, gaps } = await readSubject({ kind, account, name }, access, connection);
  const gap = gaps.find(({ what }) => what !== "managed-policy");
  if (gap !== undefined) {
    const { code, message } = gap.refusal;
    return `${arn} could not be read: ${whyOf(gap.refusal)} (${code}: ${message})`;
  }
  const caller = callerPolicies(await snapshotOfReads([{ account, parts }], 0), arn);
  return caller ?? `there is no ${arn}`;
}
