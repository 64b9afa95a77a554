/** Sessions of roles, as their ARNs tell them. */
import { type AccountId, type Arn, isAccountId, isArn } from "../../../model/index.ts";

export type SessionParts = {
  readonly account: AccountId;
  /** Without the role's path, which a session's ARN doesn't tell. */
  readonly role: Arn;
  readonly session: string;
};

const pattern = /^arn:([^:]*):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/s;

/** Of `arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/SESSION`; null: it is none. */
export function sessionParts(text: string): SessionParts | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [, partition = "", account = "", name = "", session = ""] = match;
  const role = `arn:${partition}:iam::${account}:role/${name}`;
  return isAccountId(account) && isArn(role) ? { account, role, session } : null;
}

/** The partition that a region is in. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
