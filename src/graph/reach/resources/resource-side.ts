/** What a resource's side grants, for very many who are asked about it. */

import type { TrustGrant } from "../../../authz/types.ts";
import { splitArn } from "../../../model/index.ts";
import type { FoundResource } from "../../resources.ts";
import { grantsWithin } from "../../who-can.ts";
import type { ReachScope } from "../reach-scope.ts";

/**
 * `arn`: the resource, or an object of a bucket, which is judged by the bucket's policy. Null: nothing but what its account
 * delegates within RCPs, which can be decided without a list of grants.
 */
export function grantsOnResource(
  found: FoundResource,
  arn: string,
  action: string,
  scope: Pick<ReachScope, "snapshot" | "organization">,
): readonly TrustGrant[] | null {
  const { row } = found;
  const hasNone = row === "none" || (row !== "not-collected" && row.policy === null);
  // Without a policy of its own, a key lets nobody in.
  return hasNone && splitArn(arn)?.service !== "kms" ? null : grantsWithin(action, arn, found, scope);
}
