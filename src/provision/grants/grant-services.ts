/** What services ask of the policies of their resources: how long they may be, what may stand in them, and who can change them. */
import type { SizeLimit } from "../merge-statements.ts";
import type { GrantKind } from "./grant-resource.ts";

export type GrantService = {
  /** CloudFormation's. */
  readonly type: string;
  readonly limit: SizeLimit;
  /** What the owner's administrators have to be able to do, so that they are not locked out. */
  readonly changeAction: string;
  /** Nobody can do anything, unless the policy itself says so (IAM-SEMANTICS 25). */
  readonly onlyByPolicy: boolean;
};

/** Limits are those of each service's page of quotas, in bytes of the policy's text. */
export const grantServices: Readonly<Record<GrantKind, GrantService>> = {
  bucket: {
    type: "AWS::S3::Bucket",
    limit: { bytes: 20_480, of: "a bucket's policy has" },
    changeAction: "s3:PutBucketPolicy",
    onlyByPolicy: false,
  },
  "access-point": {
    type: "AWS::S3::AccessPoint",
    limit: { bytes: 20_480, of: "an access point's policy has" },
    changeAction: "s3:PutAccessPointPolicy",
    onlyByPolicy: false,
  },
  key: {
    type: "AWS::KMS::Key",
    limit: { bytes: 32_768, of: "a key's policy has" },
    changeAction: "kms:PutKeyPolicy",
    onlyByPolicy: true,
  },
  queue: {
    type: "AWS::SQS::Queue",
    limit: { bytes: 8_192, of: "a queue's policy has" },
    changeAction: "sqs:SetQueueAttributes",
    onlyByPolicy: false,
  },
  topic: {
    type: "AWS::SNS::Topic",
    limit: { bytes: 30_720, of: "a topic's policy has" },
    changeAction: "sns:SetTopicAttributes",
    onlyByPolicy: false,
  },
  function: {
    type: "AWS::Lambda::Function",
    limit: { bytes: 20_480, of: "a function's policy has" },
    changeAction: "lambda:AddPermission",
    onlyByPolicy: false,
  },
  secret: {
    type: "AWS::SecretsManager::Secret",
    limit: { bytes: 20_480, of: "a secret's policy has" },
    changeAction: "secretsmanager:PutResourcePolicy",
    onlyByPolicy: false,
  },
  repository: {
    type: "AWS::ECR::Repository",
    limit: { bytes: 10_240, of: "a repository's policy has" },
    changeAction: "ecr:SetRepositoryPolicy",
    onlyByPolicy: false,
  },
  table: {
    type: "AWS::DynamoDB::Table",
    limit: { bytes: 20_480, of: "a table's policy has" },
    changeAction: "dynamodb:PutResourcePolicy",
    onlyByPolicy: false,
  },
  "event-bus": {
    type: "AWS::Events::EventBus",
    limit: { bytes: 10_240, of: "a bus's policy has" },
    changeAction: "events:PutPermission",
    onlyByPolicy: false,
  },
};
