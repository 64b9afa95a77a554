/** What iam-collect's folders of resources become, by the ARNs in their metadata. */

type ResourceKind = {
  /** Of the ARN. */
  readonly service: string;
  /** What the ARN ends with, after account and colon. */
  readonly resource: RegExp;
  /** CloudFormation type, as AccessLens's own collectors tell it. */
  readonly type: string;
};

const resourceKinds: readonly ResourceKind[] = [
  { service: "s3", resource: /^[^/:]+$/, type: "AWS::S3::Bucket" },
  { service: "s3", resource: /^accesspoint\/[^/.]+$/, type: "AWS::S3::AccessPoint" },
  { service: "s3express", resource: /^bucket\//, type: "AWS::S3Express::DirectoryBucket" },
  { service: "kms", resource: /^key\//, type: "AWS::KMS::Key" },
  { service: "sqs", resource: /^[^/:]+$/, type: "AWS::SQS::Queue" },
  { service: "sns", resource: /^[^/:]+$/, type: "AWS::SNS::Topic" },
  { service: "lambda", resource: /^function:[^:]+$/, type: "AWS::Lambda::Function" },
  { service: "lambda", resource: /^layer:[^:]+:\d+$/, type: "AWS::Lambda::LayerVersion" },
  { service: "secretsmanager", resource: /^secret:/, type: "AWS::SecretsManager::Secret" },
  { service: "dynamodb", resource: /^table\/[^/]+$/, type: "AWS::DynamoDB::Table" },
  { service: "dynamodb", resource: /^table\/[^/]+\/stream\//, type: "AWS::DynamoDB::Stream" },
  { service: "ecr", resource: /^repository\//, type: "AWS::ECR::Repository" },
  { service: "events", resource: /^event-bus\//, type: "AWS::Events::EventBus" },
  { service: "elasticfilesystem", resource: /^file-system\//, type: "AWS::EFS::FileSystem" },
  { service: "es", resource: /^domain\/[^/]+$/, type: "AWS::OpenSearchService::Domain" },
  { service: "backup", resource: /^backup-vault:/, type: "AWS::Backup::BackupVault" },
  { service: "kinesis", resource: /^stream\/[^/]+$/, type: "AWS::Kinesis::Stream" },
  { service: "kinesis", resource: /^stream\/[^/]+\/consumer\//, type: "AWS::Kinesis::StreamConsumer" },
  { service: "glue", resource: /^catalog$/, type: "AWS::Glue::Catalog" },
  { service: "codeartifact", resource: /^domain\//, type: "AWS::CodeArtifact::Domain" },
  { service: "codeartifact", resource: /^repository\//, type: "AWS::CodeArtifact::Repository" },
  { service: "codebuild", resource: /^project\//, type: "AWS::CodeBuild::Project" },
  { service: "ses", resource: /^identity\//, type: "AWS::SES::EmailIdentity" },
  { service: "ec2", resource: /^vpc-endpoint\//, type: "AWS::EC2::VPCEndpoint" },
  { service: "apigateway", resource: /^\/restapis\/[^/]+$/, type: "AWS::ApiGateway::RestApi" },
];

/** Null: AccessLens makes nothing of it. */
export function kindOf(service: string, resource: string): ResourceKind | null {
  return resourceKinds.find((kind) => kind.service === service && kind.resource.test(resource)) ?? null;
}
