import { inlinePolicy, type StandingPolicy } from "../../../aws/writes/index.ts";
import type { AccountId } from "../../../model/index.ts";
import { type Access, homeAccess } from "../grants/write-access.ts";

type HubPlace = { readonly arn: string; readonly policy: string; readonly account: AccountId };

/** A caller's own policy, for reading and writing. */
export function openHubPolicy({ arn, policy, account }: HubPlace, access: Access): Promise<StandingPolicy> {
  return inlinePolicy(
    {
      holder: arn.includes(":user/") ? "user" : "role",
      holderName: arn.slice(arn.lastIndexOf("/") + 1),
      holderArn: arn,
      name: policy,
    },
    homeAccess(access, account, null),
  );
}
