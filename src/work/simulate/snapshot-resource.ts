/** The resource of a request in a snapshot: its policy, and what else was collected of it. */
import type { NamedPolicy, PolicySet, RequestToDecide } from "../../authz/request-question.ts";
import { attributesOf, resourceNamed } from "../../graph/index.ts";
import {
  type AccountId,
  type DocumentIndex,
  isAccountId,
  type Snapshot,
  splitArn,
} from "../../model/index.ts";
import type { PolicyKind } from "../../policy/index.ts";

import { resourcePolicyKind } from "./resource-policy-kind.ts";

type ReadPolicy = (
  document: DocumentIndex,
  owner: AccountId,
  kind: PolicyKind,
  name: string,
) => NamedPolicy | null;

type ResourceSide = Pick<PolicySet, "attributes"> & { readonly policy: PolicySet["resource"] };

export function resourceInSnapshot(
  snapshot: Snapshot,
  request: RequestToDecide,
  read: ReadPolicy,
): ResourceSide {
  const { arn, account } = request.resource;
  const parts = splitArn(arn);
  if (parts === null) return { policy: null, attributes: {} };
  if (parts.service === "iam") {
    const role = parts.resource.startsWith("role/") ? snapshot.roles.byArn(arn) : null;
    const row = role === null ? null : snapshot.roles.row(role);
    if (row === null || row.trustPolicy === null) {
      return { policy: parts.resource.startsWith("role/") ? "unknown" : null, attributes: {} };
    }
    return {
      policy: read(row.trustPolicy, row.account, "trust", "trust policy") ?? "unknown",
      attributes: {},
    };
  }
  const found = resourceNamed(snapshot, arn);
  if (found === null || found.id !== account) return { policy: "unknown", attributes: {} };
  const { row } = found;
  const attributes = attributesOf(found, arn, snapshot);
  if (row === "not-collected") return { policy: "unknown", attributes };
  if (row === "none" || row.policy === null) return { policy: null, attributes };
  return {
    policy: read(row.policy, found.id, resourcePolicyKind(request), row.arn) ?? "unknown",
    attributes,
  };
}

/** The account that a resource belongs to, which a bucket's ARN does not tell; null where the snapshot does not hold it. */
export function accountOfResource(snapshot: Snapshot, arn: string): string | null {
  const account = splitArn(arn)?.account ?? "";
  return isAccountId(account) ? account : (resourceNamed(snapshot, arn)?.id ?? null);
}
