/** The world around a policy, as rules may ask for it: snapshot, intent and vendors in one. */
import { organizationView } from "../authz/index.ts";
import type { OrganizationView } from "../authz/types.ts";
import type { AccountId, AccountIndex, Arn, Role, RoleIndex, Snapshot } from "../model/index.ts";
import type { Intent } from "./intent.ts";
import { rolePowers } from "./role-power.ts";
import type { AccountStanding, RuleContext, RolePower } from "./rule.ts";
import type { VendorDirectory } from "./vendors.ts";

export function ruleContext(
  snapshot: Snapshot,
  intent: Intent,
  vendors: VendorDirectory,
  organization: OrganizationView = organizationView(snapshot),
): RuleContext {
  return new SnapshotContext(snapshot, intent, vendors, organization);
}
