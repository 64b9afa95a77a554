/** The way to a policy that is fixed: through the account's role, and never to that role itself. */
import type { RemovedVersion, StandingPolicy } from "../../../aws/writes/index.ts";
import { splitArn } from "../../../model/index.ts";
import { type Access, homeAccess } from "../grants/write-access.ts";
import { nameIn, openFixed, regionOf } from "./open-fixed.ts";
import type { PlannedFix } from "./plan-fixes.ts";

/** A sentence: it can't be written from here. */
export async function enterForFix(
  { account, place }: Pick<PlannedFix, "account" | "place">,
  access: Access,
  removed: (version: RemovedVersion) => void,
): Promise<StandingPolicy | string> {
  if (!access.canEnter(account)) {
    return `account ${account} can't be entered: --role-name or --profile names the way`;
  }
  const holder = "role" in place ? place.role : "holder" in place ? place.holder : null;
  const own = [access.nameOf(account), access.home.caller.arn];
  if (holder !== null && own.some((arn) => isSessionOf(arn, holder))) {
    return "it is of the principal that writes, which could not take it back: use other credentials";
  }
  const policy = await openFixed(place, homeAccess(access, account, regionOf(place)), removed);
  return policy ?? "such policies are not written here";
}

/** Sessions are called by their role's name, without its path. */
function isSessionOf(arn: string, holder: string): boolean {
  if (arn === holder) return true;
  const [session, principal] = [splitArn(arn), splitArn(holder)];
  const name = /^assumed-role\/([^/]+)\//.exec(session?.resource ?? "")?.[1];
  return session?.account === principal?.account && holder.includes(":role/") && name === nameIn(holder);
}
