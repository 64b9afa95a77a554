import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import {
  CreateRepositoryCommand,
  ECRClient,
  PutRegistryPolicyCommand,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import { CreateEventBusCommand, EventBridgeClient, PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateStreamCommand,
  KinesisClient,
  PutResourcePolicyCommand as PutStreamPolicyCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreateSecretCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";
import { missingMoto, startMoto } from "../../support/moto.ts";

const missing = missingMoto();
const region = "eu-west-1";

describe("Topics, secrets, repositories, buses and streams, as moto holds them", {
  skip: missing ?? false,
}, () => {
  before(startMoto);

  test("A topic comes with its policy and key; page after page", async () => {
    const sns = new SNSClient({ region });
    const arn = "arn:aws:sns:eu-west-1:123456789012:shared";
    const policy = sharing("sns:Subscribe", arn);
    const Attributes = { Policy: JSON.stringify(policy), KmsMasterKeyId: "alias/topics" };
    await sns.send(new CreateTopicCommand({ Name: "shared", Attributes }));
    const names = Array.from({ length: 120 }, (_, index) => `own-${index}`);
    await Promise.all(names.map((Name) => sns.send(new CreateTopicCommand({ Name }))));
    const record = await collectedBy("sns");
    assert.deepEqual(record.gaps, []);
    const rows = rowsOf(record);
    assert.equal(rows.length, 121);
    assert.deepEqual(
      rows.find(({ Arn }) => Arn === arn),
      {
        Region: region,
        Arn: arn,
        Type: "AWS::SNS::Topic",
        Policy: policy,
        Attributes: { kmsKeyId: "alias/topics" },
      },
    );
    // SNS gives each topic a policy for its own account.
    assert.ok(rows.every(({ Policy }) => Policy !== null));
    assert.equal(record.counts.calls, 2 + 121);
  });

  test("A secret comes with its policy and key; one without a policy has none", async () => {
    const secrets = new SecretsManagerClient({ region });
    const policy = sharing("secretsmanager:GetSecretValue", "*");
    const shared = await secrets.send(
      new CreateSecretCommand({ Name: "shared", SecretString: "hidden", KmsKeyId: "alias/secrets" }),
    );
    await secrets.send(
      new PutResourcePolicyCommand({ SecretId: "shared", ResourcePolicy: JSON.stringify(policy) }),
    );
    const own = await secrets.send(new CreateSecretCommand({ Name: "own", SecretString: "hidden" }));
    const record = await collectedBy("secrets-manager");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(rowsOf(record), [
      { Region: region, Arn: own.ARN, Type: "AWS::SecretsManager::Secret", Policy: null, Attributes: {} },
      {
        Region: region,
        Arn: shared.ARN,
        Type: "AWS::SecretsManager::Secret",
        Policy: policy,
        Attributes: { kmsKeyId: "alias/secrets" },
      },
    ]);
    assert.ok(!JSON.stringify(record).includes("hidden"));
    assert.equal(record.counts.calls, 3);
  });

  test("A repository comes with its policy, and the registry with its own", async () => {
    const ecr = new ECRClient({ region });
    const registry = sharing("ecr:ReplicateImage", "arn:aws:ecr:eu-west-1:123456789012:repository/*");
    await ecr.send(new PutRegistryPolicyCommand({ policyText: JSON.stringify(registry) }));
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::999988887777:root" },
          Action: "ecr:BatchGetImage",
        },
      ],
    };
    await ecr.send(new CreateRepositoryCommand({ repositoryName: "own" }));
    await ecr.send(new CreateRepositoryCommand({ repositoryName: "shared" }));
    await ecr.send(
      new SetRepositoryPolicyCommand({ repositoryName: "shared", policyText: JSON.stringify(policy) }),
    );
    const record = await collectedBy("ecr");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(
      rowsOf(record).map(({ Arn, Type, Policy }) => [Arn, Type, Policy]),
      [
        ["arn:aws:ecr:eu-west-1:123456789012:repository/*", "AWS::ECR::RegistryPolicy", registry],
        ["arn:aws:ecr:eu-west-1:123456789012:repository/own", "AWS::ECR::Repository", null],
        ["arn:aws:ecr:eu-west-1:123456789012:repository/shared", "AWS::ECR::Repository", policy],
      ],
    );
    const elsewhere = await collectedBy("ecr", "us-east-2");
    assert.deepEqual(elsewhere.gaps, []);
    assert.deepEqual(rowsOf(elsewhere), []);
  });

  test("Event buses come with their policies in one call", async () => {
    const events = new EventBridgeClient({ region });
    await events.send(new CreateEventBusCommand({ Name: "shared" }));
    const arn = "arn:aws:events:eu-west-1:123456789012:event-bus/shared";
    const policy = sharing("events:PutEvents", arn);
    await events.send(new PutPermissionCommand({ EventBusName: "shared", Policy: JSON.stringify(policy) }));
    const record = await collectedBy("event-buses");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(rowsOf(record), [
      {
        Region: region,
        Arn: "arn:aws:events:eu-west-1:123456789012:event-bus/default",
        Type: "AWS::Events::EventBus",
        Policy: null,
      },
      { Region: region, Arn: arn, Type: "AWS::Events::EventBus", Policy: policy },
    ]);
    assert.equal(record.counts.calls, 1);
  });

  test("Streams and their consumers come with their policies", async () => {
    const kinesis = new KinesisClient({ region, requestHandler: new NodeHttpHandler() });
    const arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/shared";
    const policy = sharing("kinesis:GetRecords", arn);
    for (const StreamName of ["shared", "own"]) {
      await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    }
    await kinesis.send(new PutStreamPolicyCommand({ ResourceARN: arn, Policy: JSON.stringify(policy) }));
    const { Consumer } = await kinesis.send(
      new RegisterStreamConsumerCommand({ StreamARN: arn, ConsumerName: "fan-out" }),
    );
    const record = await collectedBy("kinesis");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(
      rowsOf(record).map(({ Arn, Type, Policy }) => [Arn, Type, Policy]),
      [
        ["arn:aws:kinesis:eu-west-1:123456789012:stream/own", "AWS::Kinesis::Stream", null],
        [arn, "AWS::Kinesis::Stream", policy],
        [Consumer?.ConsumerARN, "AWS::Kinesis::StreamConsumer", null],
      ],
    );
  });
});
