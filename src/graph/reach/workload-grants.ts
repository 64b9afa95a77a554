/** What workloads' own policies grant to principals: permissions of which the principals' policies say nothing. */
import type { ActionMask, ActionSet } from "../../authz/calls/index.ts";
import type { TrustGrant } from "../../authz/types.ts";
import type { Resource } from "../../model/index.ts";
import { techniques } from "../techniques/catalogue.ts";
import type { AccountPlace } from "./place.ts";

/** By type of resource, the actions that techniques need on one of it. */
const neededOf = new Map<string, Set<string>>();
for (const { gives, needs } of techniques) {
  for (const { action, on } of needs) {
    const types =
      on === "workload" && gives.kind === "workload-role"
        ? gives.workload.types
        : typeof on !== "string" && "existing" in on
          ? [on.existing]
          : [];
    for (const type of types) neededOf.set(type, (neededOf.get(type) ?? new Set()).add(action));
  }
}

export function grantedByWorkloads(
  { resources }: AccountPlace,
  actions: ActionSet,
  grantsOn: (resource: Resource, action: string) => readonly TrustGrant[] | null,
): ActionMask {
  let mask = 0n;
  for (const resource of resources ?? []) {
    if (resource.policy === null) continue;
    for (const action of neededOf.get(resource.type) ?? []) {
      const bit = actions.maskOf([action]);
      if ((mask & bit) === 0n && (grantsOn(resource, action) ?? []).some(isToPrincipals)) mask |= bit;
    }
  }
  return mask;
}

/** Most policies of workloads let services in, and what the account delegates stands in no statement. */
function isToPrincipals({ party, allowedBy }: TrustGrant): boolean {
  return (
    party.kind !== "service" && party.kind !== "federated" && allowedBy.some((statement) => statement >= 0)
  );
}
