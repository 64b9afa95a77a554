/**
 * What becomes of each kind of resource that a sensitive capability is about, as the Service Authorization Reference names
 * them (`service:type`).
 */

/** Kinds that a collector finds, or that a row of the type speaks for: a bucket's policy for its objects. */
export const foundAs: Readonly<Record<string, string>> = {
  "backup:recoveryPoint": "AWS::Backup::BackupVault",
  "batch:job-definition": "AWS::Batch::JobDefinition",
  "batch:job-definition-revision": "AWS::Batch::JobDefinition",
  "batch:job-queue": "AWS::Batch::JobQueue",
  "cloudformation:stack": "AWS::CloudFormation::Stack",
  "cloudformation:stackset": "AWS::CloudFormation::StackSet",
  "codebuild:project": "AWS::CodeBuild::Project",
  "dynamodb:index": "AWS::DynamoDB::Table",
  "dynamodb:table": "AWS::DynamoDB::Table",
  "ebs:snapshot": "AWS::EC2::Snapshot",
  "ec2-instance-connect:instance": "AWS::EC2::Instance",
  "ec2:image": "AWS::EC2::Image",
  "ec2:instance": "AWS::EC2::Instance",
  "ec2:launch-template": "AWS::EC2::LaunchTemplate",
  "ec2:snapshot": "AWS::EC2::Snapshot",
  "ecr:repository": "AWS::ECR::Repository",
  "ecs:cluster": "AWS::ECS::Cluster",
  "ecs:task": "AWS::ECS::Service",
  "ecs:task-definition": "AWS::ECS::TaskDefinition",
  "eks:cluster": "AWS::EKS::Cluster",
  "elasticfilesystem:file-system": "AWS::EFS::FileSystem",
  "elasticmapreduce:cluster": "AWS::EMR::Cluster",
  "es:domain": "AWS::OpenSearchService::Domain",
  "glue:devendpoint": "AWS::Glue::DevEndpoint",
  "glue:job": "AWS::Glue::Job",
  "kinesis:stream": "AWS::Kinesis::Stream",
  "kms:key": "AWS::KMS::Key",
  "lambda:function": "AWS::Lambda::Function",
  "logs:log-group": "AWS::Logs::ResourcePolicy",
  "rolesanywhere:trust-anchor": "AWS::RolesAnywhere::TrustAnchor",
  "s3:accesspointobject": "AWS::S3::AccessPoint",
  "s3:bucket": "AWS::S3::Bucket",
  "s3:object": "AWS::S3::Bucket",
  "sagemaker:notebook-instance": "AWS::SageMaker::NotebookInstance",
  "sagemaker:user-profile": "AWS::SageMaker::UserProfile",
  "secretsmanager:Secret": "AWS::SecretsManager::Secret",
  "sqs:queue": "AWS::SQS::Queue",
  "ssm:document": "AWS::SSM::Document",
  "ssm:instance": "AWS::EC2::Instance",
};

/** Kinds of which no row of `resource-policies.json` comes, by the reason why not. */
export const notRows: readonly { readonly because: string; readonly kinds: string }[] = [
  {
    because: "other files of the import format tell of it",
    kinds: `iam:delegation-request iam:group iam:oidc-provider iam:policy iam:role iam:saml-provider iam:user identitystore:Group
      identitystore:Identitystore identitystore:User organizations:account organizations:organizationalunit organizations:policy
      organizations:resourcepolicy organizations:root sso:Account sso:Instance sso:PermissionSet sts:root-user`,
  },
  {
    because:
      "nobody but principals of its account gets at it: their permissions decide, and those are collected",
    kinds: `acm:certificate athena:workgroup batch:consumable-resource batch:job cassandra:keyspace cassandra:table
      cloudformation:stackset-target cloudformation:type cognito-idp:userpool dax:application docdb-elastic:cluster dynamodb:backup
      ec2:capacity-reservation ec2:elastic-gpu ec2:elastic-inference ec2:group ec2:key-pair ec2:license-configuration
      ec2:network-interface ec2:placement-group ec2:secondary-interface ec2:secondary-subnet ec2:security-group
      ec2:spot-instances-request ec2:subnet ec2:volume elasticache:cluster elasticache:replicationgroup
      elasticache:serverlesscache elasticache:snapshot elasticache:user emr-containers:virtualCluster
      emr-serverless:application glue:session lightsail:Instance lightsail:RelationalDatabase memorydb:cluster
      memorydb:multiregioncluster memorydb:snapshot memorydb:user neptune-db:database rds-data:cluster rds-db:db-user
      rds:auto-backup rds:cluster rds:cluster-auto-backup rds:db redshift-serverless:workgroup redshift:dbname redshift:dbuser
      sagemaker:processing-job sagemaker:reserved-capacity sagemaker:training-job sagemaker:training-plan ssm:bucket
      ssm:managed-instance ssm:task timestream:database timestream:table`,
  },
  {
    because: "it can have a policy of its own, which is not read yet: whom that alone lets in is not known",
    kinds: `aoss:Collection dsql:Cluster dynamodb:stream fsx:backup fsx:file-system fsx:volume glacier:vault kafka-cluster:topic
      kafka:cluster payment-cryptography:alias payment-cryptography:key redshift-serverless:namespace redshift:cluster
      s3express:accesspoint s3express:bucket s3tables:Table ssm:parameter`,
  },
  {
    because: "it can be shared with other accounts by its settings, which are not read yet",
    kinds: "rds:cluster-snapshot rds:snapshot redshift-serverless:snapshot redshift:snapshot",
  },
];

/** Types that techniques need and no collector finds, each with the reason. */
export const techniqueTypesNotFound: Readonly<Record<string, string>> = {};
