/** Sessions of roles, as their ARNs tell them. */
import { type AccountId, type Arn, isAccountId, isArn } from "../../../model/index.ts";

export type SessionParts = {
  readonly partition: string;
  readonly account: AccountId;
  /** The role's name, without its path, which a session's ARN doesn't tell. */
  readonly name: string;
  readonly session: string;
};

const [service, kind] = [":sts::", ":assumed-role/"] as const;
const accountLength = 12;

/**
 * Of `arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/SESSION`; null: it is none. Asked for nearly each event, hence by places and not
 * by a pattern.
 */
export function sessionParts(text: string): SessionParts | null {
  if (!text.startsWith("arn:")) return null;
  const partitionEnd = text.indexOf(":", 4);
  if (partitionEnd < 0 || !text.startsWith(service, partitionEnd)) return null;
  const accountStart = partitionEnd + service.length;
  const accountEnd = accountStart + accountLength;
  if (!text.startsWith(kind, accountEnd)) return null;
  const nameStart = accountEnd + kind.length;
  const slash = text.indexOf("/", nameStart);
  if (slash <= nameStart || slash + 1 === text.length) return null;
  const account = text.slice(accountStart, accountEnd);
  if (!isAccountId(account)) return null;
  return {
    partition: text.slice(4, partitionEnd),
    account,
    name: text.slice(nameStart, slash),
    session: text.slice(slash + 1),
  };
}

/** The ARN of a session's role, as far as the session tells it. */
export function roleOfSession({ partition, account, name }: SessionParts): Arn | null {
  const role = `arn:${partition}:iam::${account}:role/${name}`;
  return isArn(role) ? role : null;
}

/** The partition that a region is in. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
