/**
 * Policies that AWS provides, by ARN. The short ones say what AWS's do; the long ones are cut down to the part that
 * shows in a trust analysis, since the generator stands in for an organization, not for AWS's policy texts.
 */
import { allow, type PolicyDocument, policy } from "./policy-document.ts";

const own = "arn:aws:iam::aws:policy/";

export const administratorAccess = `${own}AdministratorAccess`;
export const powerUserAccess = `${own}PowerUserAccess`;
export const readOnlyAccess = `${own}ReadOnlyAccess`;
export const securityAudit = `${own}SecurityAudit`;
export const viewOnlyAccess = `${own}job-function/ViewOnlyAccess`;
export const lambdaBasicExecution = `${own}service-role/AWSLambdaBasicExecutionRole`;
export const lambdaVpcExecution = `${own}service-role/AWSLambdaVPCAccessExecutionRole`;
export const ssmManagedInstance = `${own}AmazonSSMManagedInstanceCore`;
export const cloudWatchAgent = `${own}CloudWatchAgentServerPolicy`;
export const ecsTaskExecution = `${own}service-role/AmazonECSTaskExecutionRolePolicy`;
export const eksWorkerNode = `${own}AmazonEKSWorkerNodePolicy`;
export const ecrReadOnly = `${own}AmazonEC2ContainerRegistryReadOnly`;
export const s3ReadOnly = `${own}AmazonS3ReadOnlyAccess`;
export const backupService = `${own}service-role/AWSBackupServiceRolePolicyForBackup`;
export const configRole = `${own}service-role/AWS_ConfigRole`;
export const billing = `${own}job-function/Billing`;

const logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
const pull = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
];

const documents: readonly (readonly [arn: string, document: PolicyDocument])[] = [
  [administratorAccess, policy(allow("*", "*"))],
  [
    powerUserAccess,
    policy(
      { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
      allow(
        [
          "account:GetAccountInformation",
          "account:ListRegions",
          "iam:CreateServiceLinkedRole",
          "iam:DeleteServiceLinkedRole",
          "iam:ListRoles",
          "organizations:DescribeOrganization",
        ],
        "*",
      ),
    ),
  ],
  [
    readOnlyAccess,
    policy(
      allow(
        [
          "ec2:Describe*",
          "iam:Get*",
          "iam:List*",
          "s3:Get*",
          "s3:List*",
          "lambda:Get*",
          "lambda:List*",
          "rds:Describe*",
        ],
        "*",
      ),
    ),
  ],
  [
    securityAudit,
    policy(
      allow(
        [
          "access-analyzer:List*",
          "cloudtrail:Describe*",
          "config:Describe*",
          "ec2:Describe*",
          "iam:Get*",
          "iam:List*",
          "kms:List*",
          "s3:GetBucket*",
        ],
        "*",
      ),
    ),
  ],
  [
    viewOnlyAccess,
    policy(
      allow(["ec2:Describe*", "iam:List*", "lambda:List*", "rds:Describe*", "s3:ListAllMyBuckets"], "*"),
    ),
  ],
  [lambdaBasicExecution, policy(allow(logs, "*"))],
  [
    lambdaVpcExecution,
    policy(
      allow(
        [
          ...logs,
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
        ],
        "*",
      ),
    ),
  ],
  [
    ssmManagedInstance,
    policy(
      allow(
        ["ssm:DescribeAssociation", "ssm:GetDocument", "ssm:GetParameter", "ssm:UpdateInstanceInformation"],
        "*",
      ),
      allow(["ssmmessages:CreateControlChannel", "ssmmessages:OpenControlChannel"], "*"),
      allow(["ec2messages:GetMessages", "ec2messages:SendReply"], "*"),
    ),
  ],
  [
    cloudWatchAgent,
    policy(
      allow(["cloudwatch:PutMetricData", "ec2:DescribeTags", ...logs], "*"),
      allow("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*"),
    ),
  ],
  [ecsTaskExecution, policy(allow([...pull, "logs:CreateLogStream", "logs:PutLogEvents"], "*"))],
  [
    eksWorkerNode,
    policy(allow(["ec2:DescribeInstances", "ec2:DescribeVolumes", "eks:DescribeCluster"], "*")),
  ],
  [ecrReadOnly, policy(allow([...pull, "ecr:DescribeImages", "ecr:ListImages"], "*"))],
  [s3ReadOnly, policy(allow(["s3:Get*", "s3:List*", "s3:Describe*"], "*"))],
  [
    backupService,
    policy(
      allow(
        ["ec2:CreateSnapshot", "ec2:DescribeVolumes", "rds:CreateDBSnapshot", "backup:DescribeBackupVault"],
        "*",
      ),
    ),
  ],
  [
    configRole,
    policy(allow(["config:Put*", "ec2:Describe*", "iam:Get*", "iam:List*", "s3:GetBucket*"], "*")),
  ],
  [billing, policy(allow(["aws-portal:*Billing", "budgets:*", "ce:*", "cur:*"], "*"))],
];

const known: ReadonlyMap<string, PolicyDocument> = new Map(documents);
const serviceLinked = /^arn:aws:iam::aws:policy\/aws-service-role\/([A-Za-z]+)ServiceRolePolicy$/;

/** Null where the generator does not know the policy. */
export function awsManagedPolicy(arn: string): PolicyDocument | null {
  const found = known.get(arn);
  if (found !== undefined) return found;
  const service = serviceLinked.exec(arn)?.[1];
  if (service === undefined) return null;
  return policy(allow(["ec2:Describe*", "iam:Get*", "organizations:Describe*"], "*"));
}
