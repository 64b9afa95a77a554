/** Identity Center's instance and permission sets, as `aws sso-admin` tells them. */
import { permissionSets } from "./background/federated-roles.ts";
import type { OrganizationPlan } from "./organization-plan.ts";

export function identityCenter(plan: OrganizationPlan): Readonly<Record<string, unknown>> {
  const instance = `ssoins-${plan.hubs.management.identityCenterHash}`;
  return {
    Instances: [
      {
        InstanceArn: `arn:aws:sso:::instance/${instance}`,
        IdentityStoreId: `d-${plan.hubs.management.identityCenterHash.slice(0, 10)}`,
        OwnerAccountId: plan.hubs.management.id,
        Status: "ACTIVE",
      },
    ],
    PermissionSets: permissionSets.map(([name], place) => ({
      Name: name,
      PermissionSetArn: `arn:aws:sso:::permissionSet/${instance}/ps-${String(place).padStart(16, "0")}`,
      SessionDuration: "PT1H",
    })),
  };
}
