import { type Snapshot, splitArn } from "../model/index.ts";

/** Whether the snapshot holds this role or user. */
export function isHeld(snapshot: Snapshot, arn: string): boolean {
  const role = snapshot.roles.byArn(arn);
  if (role !== null && snapshot.roles.arn(role) === arn) return true;
  const account = snapshot.accountIndex(splitArn(arn)?.account ?? "");
  return account !== null && (snapshot.accountData(account)?.users.some((user) => user.arn === arn) ?? false);
}
