/**
 * Sensitive capabilities, as data: what each means, and the actions of which any one gives it. Names, levels and resources
 * of the actions are those of the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html);
 * a test holds the names to AWS's list. Other sources stand beside the actions.
 */
import { tellingActions } from "./at-a-glance.ts";

export const capabilityNames = [
  "administrator",
  "controls-organization",
  "changes-iam",
  "reads-secrets",
  "decrypts",
  "reads-data-stores",
  "runs-code",
  "destroys",
] as const;

export type CapabilityName = (typeof capabilityNames)[number];

/**
 * In which accounts the actions have an effect: the organization's management account, its other accounts, or the management
 * account and those that administer a service for the organization.
 */
export type Effective =
  | { readonly in: "management-account" }
  | { readonly in: "member-account" }
  | { readonly in: "administration-of"; readonly servicePrincipal: string };

export type GivingActions = {
  readonly actions: readonly string[];
  /** The call needs a role besides, which `iam:PassRole` has to let the caller pass to this service. */
  readonly passesRoleTo?: string;
  /** Absent: in every account. */
  readonly effective?: Effective;
};

export type CapabilityRow = {
  readonly capability: CapabilityName;
  /** As people read it: "It …". */
  readonly title: string;
  readonly meaning: string;
  readonly givenBy: readonly GivingActions[];
};

const management: Effective = { in: "management-account" };
const identityCenter: Effective = { in: "administration-of", servicePrincipal: "sso.amazonaws.com" };

export const capabilityTable: readonly CapabilityRow[] = [
  {
    capability: "administrator",
    title: "is administrator",
    meaning: "Its policies, within its boundary, allow every request about its account that SCPs leave.",
    // Not what decides, but what shows which statements it is by.
    givenBy: [{ actions: tellingActions }],
  },
  {
    capability: "controls-organization",
    title: "controls the organization",
    meaning: "It can change what other accounts of the organization may do, or take accounts out of it.",
    givenBy: [
      // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html: "can be called only from the
      // organization's management account". Policies may be delegated by the organization's resource policy, which is not read.
      {
        effective: management,
        actions: [
          "organizations:AttachPolicy",
          "organizations:CloseAccount",
          "organizations:DeleteOrganization",
          "organizations:DeletePolicy",
          "organizations:DeleteResourcePolicy",
          "organizations:DetachPolicy",
          "organizations:DisablePolicyType",
          "organizations:EnableAWSServiceAccess",
          "organizations:EnablePolicyType",
          "organizations:InviteAccountToOrganization",
          "organizations:MoveAccount",
          "organizations:PutResourcePolicy",
          "organizations:RegisterDelegatedAdministrator",
          "organizations:RemoveAccountFromOrganization",
          "organizations:UpdatePolicy",
        ],
      },
      // https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html: "can be called only from a
      // member account".
      { effective: { in: "member-account" }, actions: ["organizations:LeaveOrganization"] },
      // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html, IAM-SEMANTICS 38.
      {
        effective: { in: "administration-of", servicePrincipal: "iam.amazonaws.com" },
        actions: ["sts:AssumeRoot"],
      },
      // Permission sets are roles in all accounts: https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html
      {
        effective: identityCenter,
        actions: [
          "sso:CreateAccountAssignment",
          "sso:PutInlinePolicyToPermissionSet",
          "sso:AttachManagedPolicyToPermissionSet",
        ],
      },
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
      {
        effective: {
          in: "administration-of",
          servicePrincipal: "member.org.stacksets.cloudformation.amazonaws.com",
        },
        actions: ["cloudformation:CreateStackInstances", "cloudformation:UpdateStackSet"],
      },
    ],
  },
  {
    capability: "changes-iam",
    title: "changes IAM",
    meaning: "It can widen what somebody may do, itself included, or who gets in.",
    givenBy: [
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html. What
      // only takes away (DetachRolePolicy …) is left out, though it may take away a Deny.
      {
        actions: [
          // A partner comes in as the approver: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SendDelegationToken.html
          "iam:AcceptDelegationRequest",
          "iam:AddClientIDToOpenIDConnectProvider",
          "iam:AddUserToGroup",
          "iam:AttachGroupPolicy",
          "iam:AttachRolePolicy",
          "iam:AttachUserPolicy",
          "iam:CreateAccessKey",
          "iam:CreateLoginProfile",
          "iam:CreateOpenIDConnectProvider",
          "iam:CreatePolicyVersion",
          "iam:CreateSAMLProvider",
          "iam:CreateServiceSpecificCredential",
          "iam:DeleteRolePermissionsBoundary",
          "iam:DeleteUserPermissionsBoundary",
          "iam:PutGroupPolicy",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
          "iam:PutUserPermissionsBoundary",
          "iam:PutUserPolicy",
          "iam:ResetServiceSpecificCredential",
          "iam:SendDelegationToken",
          "iam:SetDefaultPolicyVersion",
          "iam:UpdateAssumeRolePolicy",
          "iam:UpdateLoginProfile",
          "iam:UpdateOpenIDConnectProviderThumbprint",
          "iam:UpdateSAMLProvider",
          "iam:UploadSigningCertificate",
        ],
      },
      // https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html: whoever has a certificate of the authority.
      { actions: ["rolesanywhere:UpdateTrustAnchor"] },
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamidentitycenter.html
      {
        effective: identityCenter,
        actions: [
          "identitystore:CreateGroupMembership",
          "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
          "sso:AttachManagedPolicyToPermissionSet",
          "sso:CreateAccountAssignment",
          "sso:DeletePermissionsBoundaryFromPermissionSet",
          "sso:PutInlinePolicyToPermissionSet",
          "sso:PutPermissionsBoundaryToPermissionSet",
          "sso-directory:AddMemberToGroup",
          "sso-directory:UpdatePassword",
        ],
      },
    ],
  },
  {
    capability: "reads-secrets",
    title: "reads secrets",
    meaning: "It can read what a store of secrets keeps: values, parameters, private keys.",
    givenBy: [
      // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html: needs GetSecretValue for
      // each secret, so that it gives nothing by itself.
      { actions: ["secretsmanager:GetSecretValue"] },
      // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html. Plain parameters count too:
      // a policy does not tell them from encrypted ones.
      {
        actions: [
          "ssm:GetParameter",
          "ssm:GetParameterHistory",
          "ssm:GetParameters",
          "ssm:GetParametersByPath",
        ],
      },
      // https://docs.aws.amazon.com/acm/latest/APIReference/API_ExportCertificate.html: the private key.
      { actions: ["acm:ExportCertificate", "lightsail:GetRelationalDatabaseMasterUserPassword"] },
    ],
  },
  {
    capability: "decrypts",
    title: "decrypts",
    meaning: "It can have data decrypted by a key, where the key's own policy leaves that to the account.",
    givenBy: [
      // https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html. CreateGrant gives permission,
      // and is mostly allowed for services alone.
      { actions: ["kms:Decrypt", "kms:DeriveSharedSecret", "kms:ReEncryptFrom"] },
      { actions: ["payment-cryptography:DecryptData"] },
    ],
  },
  {
    capability: "reads-data-stores",
    title: "reads data stores",
    meaning: "It can read what buckets, databases, streams, file systems and their snapshots hold.",
    givenBy: [
      // Each of the services' page of the Service Authorization Reference. Logs and metrics are left out: nearly everybody reads
      // them.
      {
        actions: [
          "aoss:APIAccessAll",
          "athena:GetQueryResults",
          "cassandra:Select",
          "dax:BatchGetItem",
          "dax:GetItem",
          "dax:Query",
          "dax:Scan",
          "dynamodb:BatchGetItem",
          "dynamodb:GetItem",
          "dynamodb:GetRecords",
          "dynamodb:PartiQLSelect",
          "dynamodb:Query",
          "dynamodb:Scan",
          "ebs:GetSnapshotBlock",
          "elasticfilesystem:ClientMount",
          "es:ESHttpGet",
          "es:ESHttpPost",
          "glacier:GetJobOutput",
          "kafka-cluster:ReadData",
          "kinesis:GetRecords",
          "lakeformation:GetDataAccess",
          "neptune-db:ReadDataViaQuery",
          "s3:GetObject",
          "s3:GetObjectVersion",
          "s3express:CreateSession",
          "s3tables:GetTableData",
          "sqs:ReceiveMessage",
          "timestream:Select",
        ],
      },
      // Ways into a database as one of its users: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/data-api.html,
      // https://docs.aws.amazon.com/redshift/latest/mgmt/generating-user-credentials.html
      {
        actions: [
          "dsql:DbConnect",
          "dsql:DbConnectAdmin",
          "elasticache:Connect",
          "memorydb:Connect",
          "rds-data:BatchExecuteStatement",
          "rds-data:ExecuteStatement",
          "rds-db:connect",
          "redshift:GetClusterCredentials",
          "redshift:GetClusterCredentialsWithIAM",
          "redshift-data:GetStatementResult",
          "redshift-serverless:GetCredentials",
        ],
      },
    ],
  },
  {
    capability: "runs-code",
    title: "runs code",
    meaning: "It can have code or commands of its own choice run in the account.",
    givenBy: [
      // On what is there already, with the role that it has:
      // https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html,
      // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html (buildspecOverride),
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html (command).
      // Reading a container's or an instance's own role is the escalation's business, not this row's.
      {
        actions: [
          "batch:SubmitJob",
          "codebuild:StartBuild",
          "codebuild:StartBuildBatch",
          "ec2-instance-connect:SendSSHPublicKey",
          "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
          "ec2:ModifyInstanceAttribute",
          "ecs:ExecuteCommand",
          "ecs:RunTask",
          "ecs:StartTask",
          "elasticmapreduce:AddJobFlowSteps",
          "emr-containers:StartJobRun",
          "emr-serverless:StartJobRun",
          "glue:RunStatement",
          "glue:UpdateDevEndpoint",
          "lambda:UpdateFunctionCode",
          "lightsail:GetInstanceAccessDetails",
          "sagemaker:CreatePresignedDomainUrl",
          "sagemaker:CreatePresignedNotebookInstanceUrl",
          "ssm:SendCommand",
          "ssm:StartSession",
        ],
      },
      // A machine without a role is one all the same: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
      { actions: ["ec2:RunInstances", "lightsail:CreateInstances"] },
      // What can't be made without a role: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (Role:
      // required), https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html (serviceRole: required),
      // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html (RoleArn: required).
      { actions: ["lambda:CreateFunction"], passesRoleTo: "lambda.amazonaws.com" },
      {
        actions: ["glue:CreateDevEndpoint", "glue:CreateJob", "glue:CreateSession"],
        passesRoleTo: "glue.amazonaws.com",
      },
      {
        actions: [
          "sagemaker:CreateNotebookInstance",
          "sagemaker:CreateProcessingJob",
          "sagemaker:CreateTrainingJob",
        ],
        passesRoleTo: "sagemaker.amazonaws.com",
      },
    ],
  },
  {
    capability: "destroys",
    title: "destroys",
    meaning: "It can delete data, backups, or the keys without which data is lost.",
    givenBy: [
      // https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
      { actions: ["kms:DeleteImportedKeyMaterial", "kms:ScheduleKeyDeletion"] },
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteRecoveryPoint.html and the like of each service. What has
      // to be empty before (a bucket, a vault) is left out.
      {
        actions: [
          "aoss:DeleteCollection",
          "backup:DeleteRecoveryPoint",
          "cassandra:Drop",
          "cloudformation:DeleteStack",
          "cognito-idp:DeleteUserPool",
          "docdb-elastic:DeleteCluster",
          "dsql:DeleteCluster",
          "dynamodb:DeleteBackup",
          "dynamodb:DeleteTable",
          "ec2:DeleteSnapshot",
          "ec2:DeleteVolume",
          "ec2:TerminateInstances",
          "ecr:BatchDeleteImage",
          "ecr:DeleteRepository",
          "eks:DeleteCluster",
          "elasticache:DeleteCacheCluster",
          "elasticache:DeleteReplicationGroup",
          "elasticache:DeleteSnapshot",
          "elasticfilesystem:DeleteFileSystem",
          "es:DeleteDomain",
          "fsx:DeleteBackup",
          "fsx:DeleteFileSystem",
          "fsx:DeleteVolume",
          "glacier:DeleteArchive",
          "kafka:DeleteCluster",
          "kinesis:DeleteStream",
          "logs:DeleteLogGroup",
          "memorydb:DeleteCluster",
          "memorydb:DeleteSnapshot",
          "rds:DeleteDBCluster",
          "rds:DeleteDBClusterAutomatedBackup",
          "rds:DeleteDBClusterSnapshot",
          "rds:DeleteDBInstance",
          "rds:DeleteDBInstanceAutomatedBackup",
          "rds:DeleteDBSnapshot",
          "redshift:DeleteCluster",
          "redshift:DeleteClusterSnapshot",
          "redshift-serverless:DeleteNamespace",
          "redshift-serverless:DeleteSnapshot",
          "s3:DeleteObject",
          "s3:DeleteObjectVersion",
          "s3:PutLifecycleConfiguration",
          "secretsmanager:DeleteSecret",
          "sqs:DeleteQueue",
          "sqs:PurgeQueue",
          "timestream:DeleteDatabase",
          "timestream:DeleteTable",
        ],
      },
    ],
  },
];
