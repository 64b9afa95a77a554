/** Secrets Manager, ECR, DynamoDB, EFS, OpenSearch, Kinesis and Backup. */
import {
  all,
  arnAt,
  type ChangeRule,
  named,
  omit,
  perhaps,
  type RecordPath,
  resource,
  resourcePolicy,
  type ServiceEvents,
  type Touch,
} from "../change-rule.ts";

const secret: Touch = resource(
  "AWS::SecretsManager::Secret",
  arnAt("response.arn"),
  // With the six letters that AWS adds: a shorter one is a beginning of names.
  arnAt("request.secretId", /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+-\w{6}$/),
);

export const secretsManagerEvents: ServiceEvents = {
  source: "secretsmanager.amazonaws.com",
  prefix: "secretsmanager",
  arrives: "region",
  changes: {
    PutResourcePolicy: { touches: [secret], ...resourcePolicy("request.resourcePolicy") },
    DeleteResourcePolicy: { touches: [secret], ...resourcePolicy("deleted") },
    ...all(
      ["CreateSecret", "UpdateSecret", "DeleteSecret", "RestoreSecret", "TagResource", "UntagResource"],
      { touches: [secret] },
    ),
    ...all(["ReplicateSecretToRegions", "RemoveRegionsFromReplication", "StopReplicationToReplica"], {
      touches: [secret],
    }),
  },
  omitted: {
    ValidateResourcePolicy: "it tries a policy, and keeps nothing",
    ...omit(
      ["RotateSecret", "CancelRotateSecret", "PutSecretValue", "UpdateSecretVersionStage"],
      "values of secrets are not read",
    ),
  },
};

const repository: Touch = resource(
  "AWS::ECR::Repository",
  named("request.repositoryName", "arn:{partition}:ecr:{region}:{account}:repository/{}"),
);
const registry: Touch = resource("AWS::ECR::RegistryPolicy", {
  always: "arn:{partition}:ecr:{region}:{account}:repository/*",
});

export const ecrEvents: ServiceEvents = {
  source: "ecr.amazonaws.com",
  prefix: "ecr",
  arrives: "region",
  changes: {
    SetRepositoryPolicy: { touches: [repository], ...resourcePolicy("request.policyText") },
    DeleteRepositoryPolicy: { touches: [repository], ...resourcePolicy("deleted") },
    PutRegistryPolicy: { touches: [registry], ...resourcePolicy("request.policyText") },
    DeleteRegistryPolicy: { touches: [registry], ...resourcePolicy("deleted") },
    ...all(["CreateRepository", "DeleteRepository"], { touches: [repository] }),
  },
  omitted: omit(
    [
      "PutLifecyclePolicy",
      "DeleteLifecyclePolicy",
      "StartLifecyclePolicyPreview",
      "TagResource",
      "UntagResource",
    ],
    "how long images are kept, and tags, say nothing of who may pull them",
  ),
};

const table = named("request.tableName", "arn:{partition}:dynamodb:{region}:{account}:table/{}");
const tableArn = /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/[\w.-]+$/;
const dynamoPolicy: ChangeRule = {
  touches: [
    perhaps("AWS::DynamoDB::Table", arnAt("request.resourceArn", tableArn)),
    perhaps("AWS::DynamoDB::Stream", arnAt("request.resourceArn", /^arn:.*\/stream\/.+$/)),
  ],
};

export const dynamodbEvents: ServiceEvents = {
  source: "dynamodb.amazonaws.com",
  prefix: "dynamodb",
  arrives: "region",
  changes: {
    PutResourcePolicy: { ...dynamoPolicy, ...resourcePolicy("request.policy") },
    DeleteResourcePolicy: { ...dynamoPolicy, ...resourcePolicy("deleted") },
    CreateTable: {
      touches: [resource("AWS::DynamoDB::Table", table)],
      ...resourcePolicy("request.resourcePolicy"),
    },
    DeleteTable: { touches: [resource("AWS::DynamoDB::Table", table)], ...resourcePolicy("deleted") },
  },
  omitted: omit(["UpdateAbacStatus", "TagResource", "UntagResource"], "tags of tables are in no snapshot"),
};

const fileSystem: Touch = resource(
  "AWS::EFS::FileSystem",
  arnAt("response.fileSystemArn"),
  named("request.fileSystemId", "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{}"),
);

export const efsEvents: ServiceEvents = {
  source: "elasticfilesystem.amazonaws.com",
  prefix: "elasticfilesystem",
  arrives: "region",
  changes: {
    PutFileSystemPolicy: { touches: [fileSystem], ...resourcePolicy("request.policy") },
    DeleteFileSystemPolicy: { touches: [fileSystem], ...resourcePolicy("deleted") },
    ...all(["CreateFileSystem", "DeleteFileSystem"], { touches: [fileSystem] }),
  },
  omitted: omit(
    ["PutBackupPolicy", "CreateTags", "DeleteTags", "TagResource", "UntagResource"],
    "nothing of it is read",
  ),
};

const domain: Touch = resource(
  "AWS::OpenSearchService::Domain",
  named("request.domainName", "arn:{partition}:es:{region}:{account}:domain/{}"),
);

export const openSearchEvents: ServiceEvents = {
  source: "es.amazonaws.com",
  prefix: "es",
  arrives: "region",
  changes: {
    ...all(
      ["CreateDomain", "CreateElasticsearchDomain", "UpdateDomainConfig", "UpdateElasticsearchDomainConfig"],
      { touches: [domain], ...resourcePolicy("request.accessPolicies") },
    ),
    ...all(["DeleteDomain", "DeleteElasticsearchDomain"], {
      touches: [domain],
      ...resourcePolicy("deleted"),
    }),
  },
  omitted: omit(
    [
      "AddTags",
      "RemoveTags",
      "CreateServiceRole",
      "CreateElasticsearchServiceRole",
      "DeleteElasticsearchServiceRole",
    ],
    "tags are in no snapshot, and roles have events of IAM",
  ),
};

const streamTemplate = "arn:{partition}:kinesis:{region}:{account}:stream/{}";
const streamArn = /^arn:[\w-]+:kinesis:[\w-]+:\d{12}:stream\/[\w.-]+$/;
const consumerArn = /^arn:.*\/consumer\/.+$/;
const stream: Touch = resource(
  "AWS::Kinesis::Stream",
  arnAt("request.streamARN", streamArn),
  named("request.streamName", streamTemplate),
);
const kinesisPolicy: ChangeRule = {
  touches: [
    perhaps("AWS::Kinesis::Stream", arnAt("request.resourceARN", streamArn)),
    perhaps("AWS::Kinesis::StreamConsumer", arnAt("request.resourceARN", consumerArn)),
  ],
};
const consumerAt = (...at: readonly RecordPath[]): ChangeRule => ({
  touches: [resource("AWS::Kinesis::StreamConsumer", ...at.map((one) => arnAt(one, consumerArn)))],
});

export const kinesisEvents: ServiceEvents = {
  source: "kinesis.amazonaws.com",
  prefix: "kinesis",
  arrives: "region",
  changes: {
    PutResourcePolicy: { ...kinesisPolicy, ...resourcePolicy("request.policy") },
    DeleteResourcePolicy: { ...kinesisPolicy, ...resourcePolicy("deleted") },
    ...all(["CreateStream", "DeleteStream"], { touches: [stream] }),
    RegisterStreamConsumer: consumerAt("response.consumer.consumerARN"),
    DeregisterStreamConsumer: consumerAt("request.consumerARN"),
  },
  omitted: omit(
    ["TagResource", "UntagResource", "AddTagsToStream", "RemoveTagsFromStream"],
    "tags of streams are in no snapshot",
  ),
};

const vault: Touch = resource(
  "AWS::Backup::BackupVault",
  named("request.backupVaultName", "arn:{partition}:backup:{region}:{account}:backup-vault:{}"),
);

export const backupEvents: ServiceEvents = {
  source: "backup.amazonaws.com",
  prefix: "backup",
  arrives: "region",
  changes: {
    PutBackupVaultAccessPolicy: { touches: [vault], ...resourcePolicy("request.policy") },
    DeleteBackupVaultAccessPolicy: { touches: [vault], ...resourcePolicy("deleted") },
    ...all(["CreateBackupVault", "CreateLogicallyAirGappedBackupVault", "DeleteBackupVault"], {
      touches: [vault],
    }),
  },
  omitted: {
    ...omit(
      ["PutBackupVaultSharingPolicy", "DeleteBackupVaultSharingPolicy"],
      "a permission without a call: vaults are shared by RAM",
    ),
    ...omit(
      ["SearchRecoveryPoint", "ListIndexedRecoveryPointsForSearch"],
      "AWS lists it as permissions management, and it reads",
    ),
    ...omit(["TagResource", "UntagResource"], "tags of vaults are in no snapshot"),
  },
};
