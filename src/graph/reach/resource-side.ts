/** What a resource's own policy, and the RCPs over it, grant for one action. */
import { controlLibrary, lensOf, noControls, rcpServices, resourceGrants } from "../../authz/index.ts";
import type { OrganizationView, TrustGrant } from "../../authz/types.ts";
import type { Resource, Snapshot } from "../../model/index.ts";
import { policyOf } from "../resources.ts";
import type { AccountPlace } from "./place.ts";

/** Null: nothing but what its account delegates. */
export function grantsOnResource(
  resource: Resource,
  action: string,
  { index, account }: Pick<AccountPlace, "index" | "account">,
  snapshot: Snapshot,
  organization: OrganizationView,
): readonly TrustGrant[] | null {
  if (resource.policy === null) return null;
  const lens = lensOf(action);
  const policy = policyOf({ account: index, id: account.id, row: resource }, snapshot);
  return resourceGrants({
    target: { arn: resource.arn, account: account.id, tags: null },
    lens,
    policy: policy.document,
    unknown: policy.unknown,
    accountDelegates: lens.service !== "kms" || policy.unknown !== null,
    organization,
    controls: rcpServices.has(lens.service)
      ? controlLibrary(snapshot, lens).rcpsOfResource(index, resource.arn)
      : noControls,
  });
}
