/** What techniques are tried with in one account, and its principals as targets of them. */
import type { CallEngine } from "../../authz/calls/index.ts";
import type { CallerPrincipal } from "../../authz/index.ts";
import type { Arn, Snapshot } from "../../model/index.ts";
import { principalOf } from "../principals.ts";
import type { Workshop } from "./attempt.ts";
import { newTrustIn } from "./new-trust.ts";
import type { ReachNodes } from "./nodes.ts";
import type { AccountPlace, Target } from "./place.ts";
import type { ReachScope } from "./reach-scope.ts";
import { grantsOnResource } from "./resources/resource-side.ts";
import { RootAccess } from "./root-access.ts";
import { grantedByWorkloads } from "./workload-grants.ts";

export function workshopOf(
  scope: Pick<ReachScope, "snapshot" | "organization">,
  engine: CallEngine,
  place: AccountPlace,
): Workshop {
  const { snapshot, organization } = scope;
  const grantsOn: Workshop["grantsOn"] = (row, action) =>
    grantsOnResource({ account: place.index, id: place.account.id, row }, row.arn, action, scope);
  return {
    engine,
    place,
    newTrust: newTrustIn(snapshot, organization, place.index),
    rootAccess: new RootAccess(snapshot, organization, engine),
    grantedByWorkloads: grantedByWorkloads(place, engine.actions, grantsOn),
    targetOf: (arn: Arn) => {
      const principal = principalOf(arn, snapshot);
      if (principal === null) return null;
      return principal.kind === "role"
        ? { kind: "role", role: snapshot.roles.row(principal.index) }
        : targetOf(principal, place);
    },
    grantsOn,
  };
}

function targetOf(principal: CallerPrincipal, place: AccountPlace): Target | null {
  if (principal.kind === "role") return { kind: "role", role: place.snapshot.roles.row(principal.index) };
  const user = place.userOf(principal.index);
  return user === null ? null : { kind: "user", user, index: principal.index };
}

/** Who acts at a node, as a target of its own: a member with the group that it joined, a freed one without boundary. */
export function selfAt(nodes: ReachNodes, node: number, place: AccountPlace): Target | null {
  const found = nodes.at(node);
  if (found.kind === "administrator" || found.kind === "organization") return null;
  const own = targetOf(found.principal, place);
  const self = found.kind === "freed" && own !== null ? unbounded(own) : own;
  const group = "group" in found ? found.group : null;
  const joined = group === null ? undefined : place.groups[group];
  if (self?.kind !== "user" || joined === undefined) return self;
  return { ...self, user: { ...self.user, groups: [...self.user.groups, joined.name] } };
}

function unbounded(target: Target): Target {
  return target.kind === "role"
    ? { ...target, role: { ...target.role, permissionsBoundary: null } }
    : { ...target, user: { ...target.user, permissionsBoundary: null } };
}

export function principalOfTarget(target: Target, snapshot: Snapshot): CallerPrincipal {
  if (target.kind === "role") return { kind: "role", index: target.role.index };
  return { kind: "user", account: snapshot.accountIndex(target.user.account) ?? 0, index: target.index };
}
