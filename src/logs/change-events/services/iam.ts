/** IAM: global, so that its events arrive in the home region alone, wherever the call was made. */
import {
  all,
  type ChangeRule,
  omit,
  type RecordPath,
  type ServiceEvents,
  type Touch,
} from "../change-rule.ts";

const role: Touch = { kind: "role", name: "request.roleName" };
const user: Touch = { kind: "user", name: "request.userName" };
const group: Touch = { kind: "group", name: "request.groupName" };
const managedPolicy: Touch = { kind: "managed-policy", arn: "request.policyArn" };
const providers: ChangeRule = { touches: [{ kind: "identity-providers" }] };
const policyName: RecordPath = "request.policyName";

const inlinePut = (touch: Touch): ChangeRule => ({
  touches: [touch],
  document: { part: { inlinePolicyNamed: policyName }, at: "request.policyDocument" },
});
const inlineDeleted = (touch: Touch): ChangeRule => ({
  touches: [touch],
  document: { part: { inlinePolicyNamed: policyName }, at: "deleted" },
});

const signIn = "how somebody signs in is in no snapshot: what they may do stays the same";

export const iamEvents: ServiceEvents = {
  source: "iam.amazonaws.com",
  prefix: "iam",
  arrives: "home",
  changes: {
    CreateRole: {
      touches: [role],
      document: { part: "trust-policy", at: "request.assumeRolePolicyDocument" },
    },
    UpdateAssumeRolePolicy: {
      touches: [role],
      document: { part: "trust-policy", at: "request.policyDocument" },
    },
    DeleteRole: { touches: [role], document: { part: "trust-policy", at: "deleted" } },
    CreateServiceLinkedRole: {
      touches: [{ kind: "role", name: "response.role.roleName" }],
      assumed: "that the answer is recorded as that of CreateRole is",
    },
    DeleteServiceLinkedRole: { touches: [role] },
    ...all(
      [
        "UpdateRole",
        "UpdateRoleDescription",
        "TagRole",
        "UntagRole",
        "AttachRolePolicy",
        "DetachRolePolicy",
        "PutRolePermissionsBoundary",
        "DeleteRolePermissionsBoundary",
        "AddRoleToInstanceProfile",
        "RemoveRoleFromInstanceProfile",
      ],
      { touches: [role] },
    ),
    PutRolePolicy: inlinePut(role),
    DeleteRolePolicy: inlineDeleted(role),

    ...all(
      [
        "CreateUser",
        "DeleteUser",
        "TagUser",
        "UntagUser",
        "AttachUserPolicy",
        "DetachUserPolicy",
        "PutUserPermissionsBoundary",
        "DeleteUserPermissionsBoundary",
        // A group's row does not name its members; a user's names its groups.
        "AddUserToGroup",
        "RemoveUserFromGroup",
      ],
      { touches: [user] },
    ),
    UpdateUser: { touches: [user, { kind: "user", name: "request.newUserName" }] },
    PutUserPolicy: inlinePut(user),
    DeleteUserPolicy: inlineDeleted(user),

    ...all(["CreateGroup", "DeleteGroup", "AttachGroupPolicy", "DetachGroupPolicy"], { touches: [group] }),
    UpdateGroup: { touches: [group, { kind: "group", name: "request.newGroupName" }] },
    PutGroupPolicy: inlinePut(group),
    DeleteGroupPolicy: inlineDeleted(group),

    CreatePolicy: {
      touches: [{ kind: "managed-policy", arn: "response.policy.arn" }],
      document: { part: "managed-policy", at: "request.policyDocument" },
    },
    CreatePolicyVersion: {
      touches: [managedPolicy],
      document: {
        part: "managed-policy",
        at: "request.policyDocument",
        onlyIf: { at: "request.setAsDefault", isOneOf: ["true"] },
      },
    },
    SetDefaultPolicyVersion: { touches: [managedPolicy] },
    DeletePolicy: { touches: [managedPolicy], document: { part: "managed-policy", at: "deleted" } },

    CreateOpenIDConnectProvider: providers,
    DeleteOpenIDConnectProvider: providers,
    AddClientIDToOpenIDConnectProvider: providers,
    RemoveClientIDFromOpenIDConnectProvider: providers,
    UpdateOpenIDConnectProviderThumbprint: providers,
    CreateSAMLProvider: providers,
    UpdateSAMLProvider: providers,
    DeleteSAMLProvider: providers,

    ...all(
      [
        "EnableOrganizationsRootSessions",
        "DisableOrganizationsRootSessions",
        "EnableOrganizationsRootCredentialsManagement",
        "DisableOrganizationsRootCredentialsManagement",
      ],
      { touches: [{ kind: "account-settings" }] },
    ),
  },
  omitted: {
    ...omit(
      [
        "CreateAccessKey",
        "UpdateAccessKey",
        "DeleteAccessKey",
        "CreateLoginProfile",
        "UpdateLoginProfile",
        "DeleteLoginProfile",
        "ChangePassword",
        "CreateVirtualMFADevice",
        "DeleteVirtualMFADevice",
        "EnableMFADevice",
        "DeactivateMFADevice",
        "ResyncMFADevice",
        "TagMFADevice",
        "UntagMFADevice",
        "CreateServiceSpecificCredential",
        "UpdateServiceSpecificCredential",
        "ResetServiceSpecificCredential",
        "DeleteServiceSpecificCredential",
        "UploadSSHPublicKey",
        "UpdateSSHPublicKey",
        "DeleteSSHPublicKey",
        "UploadSigningCertificate",
        "UpdateSigningCertificate",
        "DeleteSigningCertificate",
        "UpdateAccountPasswordPolicy",
        "DeleteAccountPasswordPolicy",
      ],
      signIn,
    ),
    ...omit(
      [
        "UploadServerCertificate",
        "UpdateServerCertificate",
        "DeleteServerCertificate",
        "TagServerCertificate",
        "UntagServerCertificate",
        "UpdateCloudFrontPublicKey",
        "UploadCloudFrontPublicKey",
        "DeleteCloudFrontPublicKey",
      ],
      "certificates and keys of servers let nobody into an account",
    ),
    ...omit(["CreateAccountAlias", "DeleteAccountAlias"], "an account's alias is a name alone"),
    ...omit(
      ["CreateInstanceProfile", "DeleteInstanceProfile", "TagInstanceProfile", "UntagInstanceProfile"],
      "an instance profile counts by its role, and has none then",
    ),
    ...omit(
      [
        "TagPolicy",
        "UntagPolicy",
        "TagOpenIDConnectProvider",
        "UntagOpenIDConnectProvider",
        "TagSAMLProvider",
        "UntagSAMLProvider",
      ],
      "tags of policies and providers are in no snapshot",
    ),
    DeletePolicyVersion: "the default version can't be deleted, and no other counts",
    SetSecurityTokenServicePreferences: "the form of tokens gives nobody anything",
    SetSTSRegionalEndpointStatus: "where tokens are given out gives nobody anything",
    PassRole: "a permission without a call",
    ...omit(
      [
        "AcceptDelegationRequest",
        "AssociateDelegationRequest",
        "CreateDelegationRequest",
        "RejectDelegationRequest",
        "SendDelegationToken",
      ],
      "what a product may do for a while is in no snapshot; roles that it makes have events of their own",
    ),
    ...omit(
      ["EnableOutboundWebIdentityFederation", "DisableOutboundWebIdentityFederation"],
      "it lets our principals into others' systems, and nobody into ours",
    ),
    ...omit(
      ["PutAccountProperties", "UpdateAccountEmailAddress", "UpdateAccountName"],
      "names and addresses are read with the next whole read",
    ),
  },
};
