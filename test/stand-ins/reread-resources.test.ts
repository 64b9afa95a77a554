/** A resource that is read by itself is the row that reading the whole region gives, whichever way it is read. */
import assert from "node:assert/strict";
import dns from "node:dns";
import { before, describe, mock, test } from "node:test";
import { BackupClient, CreateBackupVaultCommand } from "@aws-sdk/client-backup";
import {
  CreateTableCommand,
  DynamoDBClient,
  PutResourcePolicyCommand as PutTablePolicyCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateLaunchTemplateCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  EC2Client,
  ModifySnapshotAttributeCommand,
  RegisterImageCommand,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateRepositoryCommand,
  ECRClient,
  PutRegistryPolicyCommand,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import { CreateFileSystemCommand, EFSClient, PutFileSystemPolicyCommand } from "@aws-sdk/client-efs";
import { EventBridgeClient, PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateGrantCommand,
  CreateKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import { CreateDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutResourcePolicyCommand as PutSecretPolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { OneSubject } from "../../src/collect/live/index.ts";
import { collectors } from "../../src/collect/live/index.ts";
import { collectedBy, sharing } from "../support/collected.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { asJson, ownAccount, rereadOf } from "../support/reread.ts";

type Row = Readonly<Record<string, unknown>>;

const missing = missingMoto();
const region = "eu-west-1";
const emptyZip = Buffer.from(`504b0506${"00".repeat(18)}`, "hex");
const text = (action: string, resource = "*"): string => JSON.stringify(sharing(action, resource));

/** Each makes what a collector finds; two of a kind, so that one has to be told from the other. */
const seeds: Readonly<Record<string, () => Promise<unknown>>> = {
  async s3() {
    const s3 = new S3Client({ region });
    const CreateBucketConfiguration = { LocationConstraint: region } as const;
    for (const Bucket of ["data", "data-two", "own"]) {
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    }
    await s3.send(
      new PutBucketPolicyCommand({ Bucket: "data", Policy: text("s3:GetObject", "arn:aws:s3:::data/*") }),
    );
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: "data",
        PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
      }),
    );
    await s3.send(new PutBucketAclCommand({ Bucket: "data-two", ACL: "public-read" }));
    const OwnershipControls = { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" as const }] };
    await s3.send(new PutBucketOwnershipControlsCommand({ Bucket: "own", OwnershipControls }));
  },
  async kms() {
    const kms = new KMSClient({ region });
    const keys = [];
    for (let index = 0; index < 3; index += 1) {
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: text("kms:Decrypt") }));
      keys.push(KeyMetadata?.KeyId);
    }
    const [KeyId, ending] = keys;
    const GranteePrincipal = "arn:aws:iam::999988887777:role/reader";
    await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt"] }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: ending }));
  },
  async sqs() {
    const sqs = new SQSClient({ region });
    const Policy = text("sqs:SendMessage");
    await sqs.send(new CreateQueueCommand({ QueueName: "jobs", Attributes: { Policy } }));
    await sqs.send(new CreateQueueCommand({ QueueName: "jobs-two" }));
  },
  async sns() {
    const sns = new SNSClient({ region });
    await sns.send(new CreateTopicCommand({ Name: "alerts", Attributes: { Policy: text("sns:Publish") } }));
    await sns.send(new CreateTopicCommand({ Name: "alerts-two" }));
  },
  async lambda() {
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const iam = new IAMClient({ region });
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: "function", AssumeRolePolicyDocument: trust }),
    );
    const lambda = new LambdaClient({ region });
    for (const FunctionName of ["pay", "pay-two"]) {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Role: Role?.Arn,
          Runtime: "python3.13",
          Handler: "index.handler",
          Code: { ZipFile: emptyZip },
        }),
      );
    }
    await lambda.send(new PublishVersionCommand({ FunctionName: "pay" }));
    await lambda.send(new CreateAliasCommand({ FunctionName: "pay", Name: "live", FunctionVersion: "1" }));
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: "pay",
        StatementId: "Partner",
        Action: "lambda:InvokeFunction",
        Principal: "999988887777",
      }),
    );
    await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: "pay", AuthType: "NONE" }));
  },
  async "secrets-manager"() {
    const secrets = new SecretsManagerClient({ region });
    const Tags = [{ Key: "team", Value: "a" }];
    for (const Name of ["db/main", "db/main-two"]) {
      await secrets.send(new CreateSecretCommand({ Name, SecretString: "x", Tags, KmsKeyId: "alias/x" }));
    }
    const ResourcePolicy = text("secretsmanager:GetSecretValue");
    await secrets.send(new PutSecretPolicyCommand({ SecretId: "db/main", ResourcePolicy }));
  },
  async dynamodb() {
    const dynamodb = new DynamoDBClient({ region });
    for (const TableName of ["orders", "orders-two"]) {
      await dynamodb.send(
        new CreateTableCommand({
          TableName,
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          BillingMode: "PAY_PER_REQUEST",
        }),
      );
    }
    await dynamodb.send(
      new PutTablePolicyCommand({
        ResourceArn: `arn:aws:dynamodb:${region}:${ownAccount}:table/orders`,
        Policy: text("dynamodb:GetItem"),
      }),
    );
  },
  async ecr() {
    const ecr = new ECRClient({ region });
    for (const repositoryName of ["apps/pay", "apps/pay-two"]) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    }
    const policyText = text("ecr:BatchGetImage");
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: "apps/pay", policyText }));
    await ecr.send(new PutRegistryPolicyCommand({ policyText: text("ecr:CreateRepository") }));
  },
  async efs() {
    const efs = new EFSClient({ region });
    const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: "a" }));
    await efs.send(new CreateFileSystemCommand({ CreationToken: "b" }));
    const Policy = text("elasticfilesystem:ClientMount");
    await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }));
  },
  async opensearch() {
    const opensearch = new OpenSearchClient({ region });
    const AccessPolicies = text("es:ESHttpGet");
    await opensearch.send(new CreateDomainCommand({ DomainName: "logs", AccessPolicies }));
    await opensearch.send(new CreateDomainCommand({ DomainName: "logs-two" }));
  },
  async "event-buses"() {
    const events = new EventBridgeClient({ region });
    await events.send(
      new PutPermissionCommand({ StatementId: "x", Action: "events:PutEvents", Principal: "999988887777" }),
    );
  },
  async "backup-vaults"() {
    const backup = new BackupClient({ region });
    await backup.send(new CreateBackupVaultCommand({ BackupVaultName: "vault" }));
    await backup.send(new CreateBackupVaultCommand({ BackupVaultName: "vault-two" }));
  },
  async "ec2-shared-images"() {
    const ec2 = new EC2Client({ region });
    const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: `${region}a`, Size: 1 }));
    for (let index = 0; index < 2; index += 1) {
      const { SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
      await ec2.send(
        new ModifySnapshotAttributeCommand({
          SnapshotId,
          Attribute: "createVolumePermission",
          OperationType: "add",
          UserIds: ["999988887777"],
        }),
      );
    }
  },
  async "ec2-instances"() {
    const ec2 = new EC2Client({ region });
    const { ImageId } = await ec2.send(new RegisterImageCommand({ Name: "image" }));
    await ec2.send(new RunInstancesCommand({ ImageId, MinCount: 2, MaxCount: 2 }));
    await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "template",
        LaunchTemplateData: { IamInstanceProfile: { Name: "worker" } },
      }),
    );
  },
  async "step-functions"() {
    const states = new SFNClient({ region });
    const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } });
    const roleArn = `arn:aws:iam::${ownAccount}:role/function`;
    for (const name of ["machine", "machine-two"]) {
      await states.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    }
  },
};

/** Most calls that a row may take where it is read by itself. */
const mostCalls = 8;

describe("Resources, read one by one", { skip: missing ?? false }, () => {
  before(async () => {
    const { url } = await startMoto();
    // The client of S3 Control puts the account into the host's name, which no resolver knows.
    process.env.AWS_ENDPOINT_URL_S3_CONTROL = url.replace("127.0.0.1", "localhost");
    mock.method(dns, "lookup", (_: string, __: object, done: (...args: unknown[]) => void) =>
      done(null, [{ address: "127.0.0.1", family: 4 }]),
    );
    for (const seed of Object.values(seeds)) await seed();
  });

  for (const name of Object.keys(seeds)) {
    test(`Every row of ${name} is the one that is read by itself`, async () => {
      const whole = await collectedBy(name, region);
      const rows: readonly Row[] = whole.parts["resource-policies"] ?? [];
      assert.ok(rows.length > 0, "there is something to compare");
      const alone = collectors.find((one) => one.name === name)?.runFor !== undefined;
      for (const row of rows) {
        const arn = String(row.Arn);
        const read = await rereadOf(resourceOf(row, name));
        assert.deepEqual(read.gaps, []);
        const family = rows.filter((one) => one.Arn === arn || String(one.Arn).startsWith(`${arn}:`));
        const expected = name === "lambda" ? family : [row];
        assert.deepEqual(asJson(read.parts), asJson({ "resource-policies": expected }));
        if (alone && name !== "lambda") assert.ok(read.counts.calls <= mostCalls, String(read.counts.calls));
      }
    });

    test(`What ${name} does not find brings no row, and is no gap`, async () => {
      const whole = await collectedBy(name, region);
      for (const row of whole.parts["resource-policies"] ?? []) {
        const arn = String(row.Arn);
        if (arn.endsWith("/*")) continue;
        const gone = /:(snapshot|image|instance|launch-template)\//.test(arn)
          ? arn.replace(/-[0-9a-f]+$/, "-00000000000000000")
          : arn.replace(/\w{3}$/, "zzz");
        if (gone === arn) continue;
        const read = await rereadOf(resourceOf({ ...row, Arn: gone }, name));
        assert.deepEqual({ rows: rowsIn(read.parts), gaps: read.gaps }, { rows: [], gaps: [] }, gone);
      }
    });
  }

  test("All of a type in a region are the rows of the whole region", async () => {
    const whole = await collectedBy("ec2-instances", region);
    const type = "AWS::EC2::Instance";
    const read = await rereadOf({ kind: "resources", account: ownAccount, type, region });
    assert.deepEqual(
      asJson(rowsIn(read.parts)),
      asJson((whole.parts["resource-policies"] ?? []).filter(({ Type }) => Type === type)),
    );
  });

  test("A type that nobody reads is a gap, and not gone", async () => {
    const arn = `arn:aws:new:${region}:${ownAccount}:thing/x`;
    const read = await rereadOf({
      kind: "resource",
      account: ownAccount,
      type: "AWS::New::Thing",
      region,
      arn,
    });
    assert.deepEqual(
      read.gaps.map(({ subject, refusal }) => [subject, refusal.kind]),
      [["AWS::New::Thing", "not-asked"]],
    );
  });

  test("A secret that waits for its end is gone", async () => {
    const secrets = new SecretsManagerClient({ region });
    const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "old", SecretString: "x" }));
    await secrets.send(new DeleteSecretCommand({ SecretId: ARN }));
    const read = await rereadOf({
      kind: "resource",
      account: ownAccount,
      type: "AWS::SecretsManager::Secret",
      region,
      arn: ARN,
    });
    assert.deepEqual(rowsIn(read.parts), []);
  });

  test("Identity providers and settings of an account are those of the whole read", async () => {
    const iam = new IAMClient({ region });
    await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: "https://token.actions.githubusercontent.com",
        ThumbprintList: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
      }),
    );
    const whole = await collectedBy("identity-providers", "us-east-1");
    const read = await rereadOf({ kind: "identity-providers", account: ownAccount });
    assert.deepEqual(asJson(read.parts), asJson(whole.parts));
    const settings = await rereadOf({ kind: "account-settings", account: ownAccount });
    const [regions, block] = [await collectedBy("regions"), await collectedBy("s3-account")];
    const members = (settings.parts.account ?? []).filter((part) => !("EnabledFeatures" in part));
    assert.deepEqual(
      asJson(members),
      asJson([...(regions.parts.account ?? []), ...(block.parts.account ?? [])]),
    );
  });
});

function rowsIn(parts: Readonly<Record<string, unknown>>): readonly Row[] {
  const rows = parts["resource-policies"];
  return Array.isArray(rows) ? rows : [];
}

function resourceOf(row: Row, collector: string): OneSubject {
  const scope = collectors.find(({ name }) => name === collector)?.scope;
  return {
    kind: "resource",
    account: ownAccount,
    type: String(row.Type),
    region: scope === "region" ? region : null,
    arn: String(row.Arn),
  };
}
