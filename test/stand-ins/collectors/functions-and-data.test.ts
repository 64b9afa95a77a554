import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import {
  CloudWatchLogsClient,
  PutDeliveryDestinationCommand,
  PutDeliveryDestinationPolicyCommand,
  PutDestinationCommand,
  PutDestinationPolicyCommand,
  PutResourcePolicyCommand as PutLogsPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient, PutResourcePolicyCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";
import { missingMoto, startMoto } from "../../support/moto.ts";

const missing = missingMoto();
const region = "eu-west-1";
const emptyZip = Buffer.from(`504b0506${"00".repeat(18)}`, "hex");

describe("Functions, tables and logs, as moto holds them", {
  skip: missing ?? false,
}, () => {
  before(startMoto);

  test("A function comes with role and policy; its versions and aliases are rows of their own", async () => {
    const iam = new IAMClient({ region });
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: "function", AssumeRolePolicyDocument: trust }),
    );
    const lambda = new LambdaClient({ region });
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "shared",
        Role: Role?.Arn,
        Runtime: "python3.13",
        Handler: "index.handler",
        Code: { ZipFile: emptyZip },
        Environment: { Variables: { PASSWORD: "hidden" } },
      }),
    );
    await lambda.send(new PublishVersionCommand({ FunctionName: "shared" }));
    await lambda.send(new CreateAliasCommand({ FunctionName: "shared", Name: "live", FunctionVersion: "1" }));
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: "shared",
        StatementId: "Partner",
        Action: "lambda:InvokeFunction",
        Principal: "999988887777",
      }),
    );
    const record = await collectedBy("lambda");
    assert.deepEqual(record.gaps, []);
    const arn = "arn:aws:lambda:eu-west-1:123456789012:function:shared";
    const rows = rowsOf(record);
    assert.deepEqual(
      rows.map(({ Arn, Type, Attributes }) => [Arn, Type, Attributes]),
      [
        [arn, "AWS::Lambda::Function", { roleArn: Role?.Arn, functionUrl: null }],
        [`${arn}:1`, "AWS::Lambda::Version", { roleArn: Role?.Arn }],
        [`${arn}:live`, "AWS::Lambda::Alias", { roleArn: Role?.Arn, functionUrl: null }],
      ],
    );
    assert.partialDeepStrictEqual(rows[0]?.Policy, { Statement: [{ Sid: "Partner", Effect: "Allow" }] });
    assert.ok(!JSON.stringify(record).includes("hidden"));
  });

  test("A layer's versions are rows", async () => {
    const lambda = new LambdaClient({ region });
    const { LayerVersionArn } = await lambda.send(
      new PublishLayerVersionCommand({ LayerName: "tools", Content: { ZipFile: emptyZip } }),
    );
    const record = await collectedBy("lambda-layers");
    assert.deepEqual(
      rowsOf(record).map(({ Arn, Type }) => [Arn, Type]),
      [[LayerVersionArn, "AWS::Lambda::LayerVersion"]],
    );
  });

  test("Tables come with their policies, and their streams beside them; page after page", async () => {
    const dynamodb = new DynamoDBClient({ region });
    const create = (TableName: string, StreamEnabled: boolean) =>
      dynamodb.send(
        new CreateTableCommand({
          TableName,
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          BillingMode: "PAY_PER_REQUEST",
          ...(StreamEnabled ? { StreamSpecification: { StreamEnabled, StreamViewType: "NEW_IMAGE" } } : {}),
        }),
      );
    const { TableDescription } = await create("shared", true);
    for (let index = 0; index < 101; index += 1) await create(`own-${index}`, false);
    const arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/shared";
    const policy = sharing("dynamodb:GetItem", arn);
    await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy: JSON.stringify(policy) }));
    const record = await collectedBy("dynamodb");
    const rows = rowsOf(record);
    assert.equal(rows.length, 103);
    assert.deepEqual(
      rows.find(({ Arn }) => Arn === arn),
      { Region: region, Arn: arn, Type: "AWS::DynamoDB::Table", Policy: policy },
    );
    assert.partialDeepStrictEqual(
      rows.find(({ Type }) => Type === "AWS::DynamoDB::Stream"),
      { Arn: TableDescription?.LatestStreamArn },
    );
    assert.equal(rows.filter(({ Policy }) => Policy === null).length, 101 + 1);
    assert.deepEqual(record.gaps, []);
  });

  test("What lets others deliver logs comes with its policies", async () => {
    const logs = new CloudWatchLogsClient({ region });
    const start = "arn:aws:logs:eu-west-1:123456789012";
    const service = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "es.amazonaws.com" },
          Action: "logs:PutLogEvents",
          Resource: "*",
        },
      ],
    };
    await logs.send(
      new PutLogsPolicyCommand({ policyName: "search", policyDocument: JSON.stringify(service) }),
    );
    const policy = sharing("logs:PutSubscriptionFilter", `${start}:destination:central`);
    const roleArn = "arn:aws:iam::123456789012:role/writer";
    const targetArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/central";
    await logs.send(new PutDestinationCommand({ destinationName: "central", roleArn, targetArn }));
    await logs.send(
      new PutDestinationPolicyCommand({ destinationName: "central", accessPolicy: JSON.stringify(policy) }),
    );
    const delivery = sharing("logs:CreateDelivery", `${start}:delivery-destination:bucket`);
    await logs.send(
      new PutDeliveryDestinationCommand({
        name: "bucket",
        deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:s3:::logs" },
      }),
    );
    await logs.send(
      new PutDeliveryDestinationPolicyCommand({
        deliveryDestinationName: "bucket",
        deliveryDestinationPolicy: JSON.stringify(delivery),
      }),
    );
    const record = await collectedBy("log-policies");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(rowsOf(record), [
      {
        Region: region,
        Arn: `${start}:delivery-destination:bucket`,
        Type: "AWS::Logs::DeliveryDestination",
        Policy: delivery,
      },
      {
        Region: region,
        Arn: `${start}:destination:central`,
        Type: "AWS::Logs::Destination",
        Policy: policy,
        Attributes: { roleArn, targetArn },
      },
      {
        Region: region,
        Arn: `${start}:resource-policy:search`,
        Type: "AWS::Logs::ResourcePolicy",
        Policy: service,
      },
    ]);
  });
});
