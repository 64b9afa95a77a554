/** IAM Identity Center, in the region of its instance. Members of groups are in no snapshot. */
import { all, omit, type ServiceEvents } from "../change-rule.ts";

export const identityCenterEvents: ServiceEvents = {
  source: "sso.amazonaws.com",
  prefix: "sso",
  arrives: "region",
  changes: all(
    [
      "CreateInstance",
      "DeleteInstance",
      "CreatePermissionSet",
      "UpdatePermissionSet",
      "DeletePermissionSet",
      "ProvisionPermissionSet",
      "PutInlinePolicyToPermissionSet",
      "DeleteInlinePolicyFromPermissionSet",
      "AttachManagedPolicyToPermissionSet",
      "DetachManagedPolicyFromPermissionSet",
      "AttachCustomerManagedPolicyReferenceToPermissionSet",
      "DetachCustomerManagedPolicyReferenceFromPermissionSet",
      "PutPermissionsBoundaryToPermissionSet",
      "DeletePermissionsBoundaryFromPermissionSet",
      "CreateAccountAssignment",
      "DeleteAccountAssignment",
      // The console's, of before permission sets had an API of their own.
      "PutPermissionsPolicy",
    ],
    { touches: [{ kind: "identity-center" }] },
  ),
  omitted: {
    ...omit(["TagResource", "UntagResource"], "tags of permission sets are in no snapshot"),
    ...omit(
      [
        "CreateApplicationAssignment",
        "DeleteApplicationAssignment",
        "PutApplicationAssignmentConfiguration",
        "PutApplicationGrant",
        "DeleteApplicationGrant",
      ],
      "who may use an application is not read: permission sets alone lead into accounts",
    ),
  },
};
