/** What the callers need on their own side: to assume these roles, with the session that the roles expect, and nothing else. */
import type { AccountId, OrganizationId, Partition } from "../../model/index.ts";
import type { DeclaredRole } from "./declaration.ts";
import { actionsOf, type BoundTrust } from "./trust-text.ts";

export type HubGrant = {
  readonly role: DeclaredRole;
  readonly trust: BoundTrust;
  readonly partition: Partition;
  readonly accounts: readonly AccountId[];
  /** That all of the accounts belong to; null: not all do, or it is not known. */
  readonly organization: OrganizationId | null;
};

/** So many are named one by one: a longer list would not fit into a policy that has other things in it. */
const namedAtMost = 5;

export function hubPolicy(grants: readonly HubGrant[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: grants.map(hubStatement) });
}

function hubStatement({ role, trust, partition, accounts, organization }: HubGrant, index: number): object {
  const arn = (account: string): string => `arn:${partition}:iam::${account}:role${role.path}${role.name}`;
  const isNamed = accounts.length <= namedAtMost;
  const actions = actionsOf(trust);
  return {
    Sid: `AccessLensHub${index === 0 ? "" : index + 1}`,
    Effect: "Allow",
    Action: actions.length === 1 ? actions[0] : actions,
    Resource: isNamed ? accounts.map(arn) : arn("*"),
    // A role of that name in anybody's account is not meant.
    ...(isNamed || organization === null
      ? {}
      : { Condition: { StringEquals: { "aws:ResourceOrgID": organization } } }),
  };
}
