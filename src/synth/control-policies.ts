/**
 * Service and resource control policies: mostly denials, as organizations write them. Two of them cut assumption edges,
 * which are planted as such (`plants/edges-under-control-policies.ts`); the others take no planted edge away.
 */
import type { AccountPlan, Hubs } from "./account-plan.ts";
import { allow, deny, type PolicyDocument, policy } from "./policy-document.ts";
import { lowerAlphanumeric, type Random } from "./random.ts";
import type { UnitPlan } from "./unit-tree.ts";

export type ControlPolicyPlan = {
  readonly id: string;
  readonly name: string;
  readonly type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";
  readonly document: PolicyDocument;
  readonly targets: readonly string[];
};

export type ControlledOrganization = {
  readonly id: string;
  readonly rootId: string;
  readonly units: readonly UnitPlan[];
  readonly accounts: readonly Pick<AccountPlan, "id" | "kind">[];
  readonly hubs: Hubs;
};

export function controlPolicies(organization: ControlledOrganization, random: Random): ControlPolicyPlan[] {
  const unit = (key: string): string => {
    const found = organization.units.find((one) => one.key === key);
    if (found === undefined) throw new Error(`no unit ${key}`);
    return found.id;
  };
  const made: ControlPolicyPlan[] = [];
  const add = (
    type: ControlPolicyPlan["type"],
    name: string,
    document: PolicyDocument,
    targets: readonly string[],
    id = `p-${random.text(lowerAlphanumeric, 8)}`,
  ): void => {
    made.push({ id, name, type, document, targets });
  };
  const scp = add.bind(null, "SERVICE_CONTROL_POLICY");
  const rcp = add.bind(null, "RESOURCE_CONTROL_POLICY");
  const everywhere = [
    organization.rootId,
    ...organization.units.map((one) => one.id),
    ...organization.accounts.map((account) => account.id),
  ];

  scp("FullAWSAccess", policy(allow("*", "*")), everywhere, "p-FullAWSAccess");
  scp(
    "DenyLeaveOrganization",
    policy(deny(["organizations:LeaveOrganization", "account:CloseAccount"], "*")),
    [organization.rootId],
  );
  scp("ProtectAuditTrail", protectAuditTrail, [organization.rootId]);
  scp("ProtectSpokeRoles", protectSpokeRoles(organization.hubs), [unit("workloads"), unit("sandbox")]);
  scp("DenyUnusedRegions", denyUnusedRegions, [unit("workloads"), unit("sandbox")]);
  scp("DenyRootUser", denyRootUser, [unit("workloads"), unit("sandbox"), unit("infrastructure")]);
  scp("DenyIamUsers", denyIamUsers, [unit("prod")]);
  scp("ProtectDataPlane", protectDataPlane, [unit("prod"), unit("security")]);
  scp("RequireImdsV2", requireImdsV2, [unit("workloads")]);
  scp("SandboxLimits", sandboxLimits, [unit("sandbox")]);
  scp("PciOnlyAllowedServices", pciServices, [unit("prod-regulated-pci")]);
  scp("KeepBreakGlassApart", keepBreakGlassApart, [organization.rootId]);
  scp("QuarantineSuspended", policy({ ...deny("*", "*"), Sid: "NothingAtAll" }), [unit("suspended")]);

  rcp("RCPFullAWSAccess", policy(allowAnyone), everywhere, "p-RCPFullAWSAccess");
  rcp("DataOnlyForOurIdentities", dataPerimeter(organization.id), [unit("workloads"), unit("security")]);
  rcp("RequireTls", requireTls, [organization.rootId]);
  rcp("LedgersOnlyForOurIdentities", ledgerPerimeter(organization.id), [organization.rootId]);
  // A trial of the identity perimeter for sts: attached where nothing runs yet.
  rcp("TrialAssumeRoleOnlyForOurIdentities", stsPerimeter(organization.id), [unit("policy-staging")]);
  return made;
}

const allowAnyone = { ...allow("*", "*"), Principal: "*" } as const;

const protectAuditTrail = policy({
  ...deny(
    [
      "cloudtrail:StopLogging",
      "cloudtrail:DeleteTrail",
      "cloudtrail:UpdateTrail",
      "config:DeleteConfigurationRecorder",
      "config:StopConfigurationRecorder",
      "guardduty:DeleteDetector",
      "guardduty:DisassociateFromAdministratorAccount",
      "securityhub:DisableSecurityHub",
      "access-analyzer:DeleteAnalyzer",
    ],
    "*",
    { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/OrganizationAccountAccessRole" } },
  ),
  Sid: "KeepTheTrail",
});

function protectSpokeRoles(hubs: Hubs): PolicyDocument {
  return policy({
    ...deny(
      [
        "iam:AttachRolePolicy",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
      ],
      ["arn:aws:iam::*:role/Spoke*", "arn:aws:iam::*:role/stacksets-exec-*"],
      {
        ArnNotLike: {
          "aws:PrincipalArn": [
            `arn:aws:iam::${hubs.deploy.id}:role/DeployHub`,
            "arn:aws:iam::*:role/OrganizationAccountAccessRole",
            "arn:aws:iam::*:role/stacksets-exec-*",
          ],
        },
      },
    ),
    Sid: "OnlyTheHubChangesSpokes",
  });
}

const denyUnusedRegions = policy({
  Sid: "StayInOurRegions",
  Effect: "Deny",
  NotAction: [
    "iam:*",
    "sts:*",
    "organizations:*",
    "account:*",
    "route53:*",
    "cloudfront:*",
    "globalaccelerator:*",
    "support:*",
    "budgets:*",
    "ce:*",
    "health:*",
    "waf:*",
    "wafv2:*",
    "shield:*",
    "s3:GetAccountPublic*",
    "s3:ListAllMyBuckets",
  ],
  Resource: "*",
  Condition: {
    StringNotEquals: {
      "aws:RequestedRegion": ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2"],
    },
  },
});

const keepBreakGlassApart = policy({
  ...deny("sts:AssumeRole", "arn:aws:iam::*:role/BreakGlassAccess*", {
    ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/incident-responder*" },
  }),
  Sid: "OnlyRespondersBreakGlass",
});

const denyRootUser = policy({
  ...deny("*", "*", { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" } }),
  Sid: "NobodyUsesRoot",
});

const denyIamUsers = policy({
  ...deny(["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile"], "*", {
    ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*" },
  }),
  Sid: "NoNewLongTermKeys",
});

const protectDataPlane = policy(
  deny(["s3:PutAccountPublicAccessBlock", "s3:DeleteBucketPolicy"], "*"),
  deny(["kms:ScheduleKeyDeletion", "kms:DisableKey"], "*", {
    ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/BreakGlass" },
  }),
  deny("s3:PutBucketPublicAccessBlock", "*", {
    Null: { "aws:PrincipalTag/data-owner": "true" },
  }),
);

const requireImdsV2 = policy(
  deny("ec2:RunInstances", "arn:aws:ec2:*:*:instance/*", {
    StringNotEquals: { "ec2:MetadataHttpTokens": "required" },
  }),
  deny("*", "*", { NumericLessThan: { "ec2:RoleDelivery": "2.0" } }),
);

const sandboxLimits = policy(
  deny(
    [
      "ec2:PurchaseReservedInstancesOffering",
      "savingsplans:CreateSavingsPlan",
      "route53domains:RegisterDomain",
    ],
    "*",
  ),
  deny("ec2:RunInstances", "arn:aws:ec2:*:*:instance/*", {
    "ForAnyValue:StringNotLike": { "ec2:InstanceType": ["t3.*", "t4g.*", "m7g.large"] },
  }),
  deny(["ec2:CreateVpcPeeringConnection", "ec2:AcceptVpcPeeringConnection", "directconnect:*"], "*"),
);

const pciServices = policy({
  Sid: "NoUnassessedServices",
  Effect: "Deny",
  Action: [
    "lightsail:*",
    "workspaces:*",
    "appstream:*",
    "gamelift:*",
    "robomaker:*",
    "honeycode:*",
    "amplify:*",
  ],
  Resource: "*",
});

function dataPerimeter(organizationId: string): PolicyDocument {
  return policy({
    Sid: "OurIdentitiesOrServices",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*", "sqs:*", "kms:*", "secretsmanager:*"],
    Resource: "*",
    Condition: {
      StringNotEqualsIfExists: {
        "aws:PrincipalOrgID": organizationId,
        "aws:ResourceTag/shared-with-partner": "true",
      },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  });
}

const requireTls = policy({
  Sid: "OnlyEncryptedTransport",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:*", "sqs:*", "kms:*", "secretsmanager:*"],
  Resource: "*",
  Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
});

function stsPerimeter(organizationId: string): PolicyDocument {
  return assumedOnlyByOurs(organizationId, "AssumedOnlyByOurIdentities", "*");
}

function ledgerPerimeter(organizationId: string): PolicyDocument {
  return assumedOnlyByOurs(organizationId, "LedgersAreOurs", "arn:aws:iam::*:role/ledger-*");
}

function assumedOnlyByOurs(organizationId: string, sid: string, resource: string): PolicyDocument {
  return policy({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: "sts:AssumeRole",
    Resource: resource,
    Condition: {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  });
}
