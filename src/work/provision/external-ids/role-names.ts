/** Names that people give on the command line and in files. */
import { type AccountId, isAccountId, splitArn } from "../../../model/index.ts";

export type NamedRole = { readonly arn: string; readonly account: AccountId; readonly name: string };

/** Null: it is no ARN of a role. */
export function roleOf(arn: string): NamedRole | null {
  const parts = splitArn(arn);
  if (parts === null || parts.service !== "iam" || !isAccountId(parts.account)) return null;
  const name = /^role\/(?:[\u0021-\u007e]*\/)?([\w+=,.@-]{1,64})$/.exec(parts.resource)?.[1];
  return name === undefined ? null : { arn, account: parts.account, name };
}

/** Whether a Principal element takes it for one of a third party. */
export function isCaller(text: string): boolean {
  if (isAccountId(text)) return true;
  const parts = splitArn(text);
  return (
    parts !== null &&
    (parts.service === "iam" || parts.service === "sts") &&
    isAccountId(parts.account) &&
    /^(root|(role|user|assumed-role)\/[\w+=,.@/-]+)$/.test(parts.resource)
  );
}
