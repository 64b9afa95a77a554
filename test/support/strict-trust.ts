/**
 * Who may assume a role, checked as AWS would where moto lets everybody: written apart from the product's own reading of
 * trust policies.
 */
import type { AwsRequest } from "./aws-request.ts";
import { type Fault, fault } from "./fault-proxy.ts";

export type StrictTrust = {
  /** The role's name without path. */
  readonly role: string;
  /** Null: none is asked for. */
  readonly externalId: string | null;
  /** Whether sessions may have tags. */
  readonly tagSession: boolean;
  /** Accounts where the role exists; null: in all. */
  readonly accounts: readonly string[] | null;
};

/** Null: the call passes, or is none that assumes a role. */
export function refusedByTrust({ body, call }: AwsRequest, trust: StrictTrust): Fault | null {
  if (call !== "AssumeRole") return null;
  const asked = new URLSearchParams(body);
  const [, account = "", role = ""] =
    /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(asked.get("RoleArn") ?? "") ?? [];
  const exists = role === trust.role && (trust.accounts?.includes(account) ?? true);
  const hasId = trust.externalId === null || asked.get("ExternalId") === trust.externalId;
  const hasTags = [...asked.keys()].some((key) => key.startsWith("Tags."));
  if (exists && hasId && (!hasTags || trust.tagSession)) return null;
  const action = hasTags && !trust.tagSession && exists && hasId ? "sts:TagSession" : "sts:AssumeRole";
  const message = `User: arn:aws:sts::123456789012:user/moto is not authorized to perform: ${action} on resource: ${asked.get("RoleArn")}`;
  return fault("AccessDenied", 403, message);
}
