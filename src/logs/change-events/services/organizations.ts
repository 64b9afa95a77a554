/** Organizations: its calls, and what AWS tells by itself once an account is there or gone. */
import { all, type ChangeRule, omit, type RecordCondition, type ServiceEvents } from "../change-rule.ts";

const organization: ChangeRule = { touches: [{ kind: "organization" }] };
const byAws: ChangeRule = { ...organization, permission: null };

/** Policies for backups, tags and chats give nobody anything. */
const isControlPolicy: RecordCondition = {
  at: "response.policy.policySummary.type",
  isOneOf: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
};

export const organizationsEvents: ServiceEvents = {
  source: "organizations.amazonaws.com",
  prefix: "organizations",
  arrives: "home",
  changes: {
    ...all(
      [
        "CreateOrganization",
        "DeleteOrganization",
        "EnableAllFeatures",
        "InviteAccountToOrganization",
        "AcceptHandshake",
        "CreateAccount",
        "CreateGovCloudAccount",
        "CloseAccount",
        "MoveAccount",
        "RemoveAccountFromOrganization",
        "LeaveOrganization",
        "CreateOrganizationalUnit",
        "UpdateOrganizationalUnit",
        "DeleteOrganizationalUnit",
        "EnablePolicyType",
        "DisablePolicyType",
        "AttachPolicy",
        "DetachPolicy",
        "RegisterDelegatedAdministrator",
        "DeregisterDelegatedAdministrator",
        "EnableAWSServiceAccess",
        "DisableAWSServiceAccess",
        "PutResourcePolicy",
        "DeleteResourcePolicy",
        "TagResource",
        "UntagResource",
      ],
      organization,
    ),
    CreatePolicy: {
      ...organization,
      document: {
        part: { controlPolicyOf: "response.policy.policySummary.id" },
        at: "request.content",
        onlyIf: isControlPolicy,
      },
    },
    UpdatePolicy: {
      ...organization,
      document: {
        part: { controlPolicyOf: "request.policyId" },
        at: "request.content",
        onlyIf: isControlPolicy,
      },
    },
    DeletePolicy: {
      ...organization,
      document: { part: { controlPolicyOf: "request.policyId" }, at: "deleted" },
    },
    ...all(["CreateAccountResult", "CloseAccountResult"], byAws),
    ...all(["AccountJoinedOrganization", "AccountDepartedOrganization"], {
      ...byAws,
      assumed: "which members the record has: none of them is needed",
    }),
  },
  omitted: {
    ...omit(["CancelHandshake", "DeclineHandshake"], "nothing comes of a handshake that is not accepted"),
    ...omit(
      [
        "InviteOrganizationToTransferResponsibility",
        "TerminateResponsibilityTransfer",
        "UpdateResponsibilityTransfer",
      ],
      "who pays says nothing of who may do what",
    ),
  },
};
