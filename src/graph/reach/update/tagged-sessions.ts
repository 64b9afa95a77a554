/** What hangs on the tags that a role's sessions may bring along (IAM-SEMANTICS 30, 31). */
import type { Party } from "../../../authz/types.ts";
import type { DocumentIndex, RoleIndex } from "../../../model/index.ts";
import { noSlot } from "../../assume-graph.ts";
import { principalOf } from "../../principals.ts";
import type { ReachScope } from "../reach-scope.ts";

const asksForTag = /principaltag/i;

/** Whether the role's own policies, or control policies over anybody, ask for a principal's tags. */
export function ownSideAsksForTags({ snapshot }: ReachScope, role: RoleIndex): boolean {
  const { inlinePolicies, attachedPolicies, permissionsBoundary } = snapshot.roles.row(role);
  const account = snapshot.roles.account[role] ?? 0;
  const managed = [...attachedPolicies, ...(permissionsBoundary === null ? [] : [permissionsBoundary])];
  const documents: readonly DocumentIndex[] = [
    ...inlinePolicies.map(({ document }) => document),
    ...managed.flatMap((arn) => snapshot.managedPolicy(arn, account)?.document ?? []),
    ...(snapshot.organization?.controlPolicies ?? []).map(({ document }) => document),
  ];
  return documents.some((document) => asksForTag.test(snapshot.documents.template(document)));
}

/** The roles whose trust policy could mean the role; `asking`: of them those that ask for its tags. */
export function rolesThatMayLetIn(scope: ReachScope, role: RoleIndex, asking: boolean): readonly RoleIndex[] {
  const { snapshot, assumptions } = scope;
  const { slotOfRole, slotStart, edgeGuard, guards } = assumptions.columns;
  const asks = new Map<number, boolean>();
  const asksBy = (guard: number): boolean => {
    let known = asks.get(guard);
    if (known === undefined) {
      known = asksForTag.test(guards.at(guard));
      asks.set(guard, known);
    }
    return known;
  };
  const found: RoleIndex[] = [];
  for (let other = 0; other < snapshot.roles.count; other++) {
    const slot = slotOfRole[other] ?? noSlot;
    if (slot === noSlot) continue;
    let isAsking = !asking;
    for (let edge = slotStart[slot] ?? 0; edge < (slotStart[slot + 1] ?? 0); edge++) {
      isAsking ||= asksBy(edgeGuard[edge] ?? 0);
    }
    if (isAsking && assumptions.grantsOf(other).some(({ party }) => mayMean(party, role, scope))) {
      found.push(other);
    }
  }
  return found;
}

function mayMean(party: Party, role: RoleIndex, { snapshot }: ReachScope): boolean {
  switch (party.kind) {
    case "role":
    case "session": {
      const principal = principalOf(party.arn, snapshot);
      return principal?.kind === "role" && principal.index === role;
    }
    case "account":
      return snapshot.accountIndex(party.account) === snapshot.roles.account[role];
    case "organization":
    case "organizational-unit":
    case "any-account":
      return true;
    case "user":
    case "federated":
    case "service":
      return false;
  }
}
