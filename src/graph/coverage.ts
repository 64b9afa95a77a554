/** What an answer must say about itself: what was not read that could change it, and what it leaves out. */

import type { AccountId, CoverageGap, RoleIndex, Snapshot } from "../model/index.ts";
import { type AssumeGraph, noSlot } from "./assume-graph.ts";

/** What every answer about assumption leaves out. */
export function notesFor({ organization }: Snapshot): readonly string[] {
  if (organization === null) {
    return [
      "no organization in the snapshot: every account stands for itself, accounts that are not in it count as outside, and control policies (SCP, RCP), which may deny what is told here, are not known",
    ];
  }
  return organization.controlPolicies === null
    ? ["control policies (SCP, RCP) were not collected: they may deny what is told here as may"]
    : [];
}

/** Gaps that could change who can assume roles: of the accounts that take part, and of the organization as a whole. */
export function gapsFor(snapshot: Snapshot, accounts: Iterable<string>): readonly CoverageGap[] {
  const concerned = new Set(accounts);
  return snapshot.coverage.filter(
    (gap) => matters(gap) && (gap.account === null || concerned.has(gap.account)),
  );
}

const gapsOfGraphs = new WeakMap<AssumeGraph, readonly CoverageGap[]>();

/** Gaps that could change answers about any role at all. */
export function allGaps(graph: AssumeGraph): readonly CoverageGap[] {
  let gaps = gapsOfGraphs.get(graph);
  if (gaps === undefined) {
    gaps = findGaps(graph);
    gapsOfGraphs.set(graph, gaps);
  }
  return gaps;
}

function findGaps({ snapshot, columns }: AssumeGraph): readonly CoverageGap[] {
  const gaps = snapshot.coverage.filter(matters);
  for (let role = 0; role < columns.slotOfRole.length; role++)
    if (columns.slotOfRole[role] === noSlot)
      gaps.push(unreadTrust(snapshot, role, "it was not collected, or can't be read"));
  return gaps;
}

/** Gaps that could change what can be reached at all: workloads and delegated administrators take part, too. */
export function reachGaps(graph: AssumeGraph): readonly CoverageGap[] {
  const more = graph.snapshot.coverage.filter(
    ({ what }) => what === "resource-policies" || what === "delegated-administrators",
  );
  return [...allGaps(graph), ...more];
}

export function unreadTrust(snapshot: Snapshot, role: RoleIndex, why: string): CoverageGap {
  return {
    what: "policy-construct",
    account: ownerOf(snapshot, role),
    subject: snapshot.roles.arn(role),
    reason: `nothing is known of its trust policy: ${why}`,
  };
}

export function ownerOf(snapshot: Snapshot, role: RoleIndex): AccountId {
  const account = snapshot.accounts[snapshot.roles.account[role] ?? -1];
  if (account === undefined) throw new RangeError(`there is no role ${role}`);
  return account.id;
}

function matters(gap: CoverageGap): boolean {
  switch (gap.what) {
    case "organization":
    case "control-policies":
    case "account":
    case "managed-policy":
    case "policy-construct":
    case "file":
    case "identity-providers":
    case "identity-center":
    case "roles-anywhere":
      return true;
    case "delegated-administrators":
    case "resource-policies":
    case "account-settings":
      return false;
  }
}
