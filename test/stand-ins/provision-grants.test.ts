/** Grants over the SDK's protocols: written, read back, taken back, for each service, with what stands there kept. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateAccessPointCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { GrantAsked } from "../../src/provision/index.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";
import { Granting } from "../support/provision/granting.ts";
import { lambdaWithRevisions } from "../support/provision/lambda-revisions.ts";

const principal = "arn:aws:iam::444455556666:role/reader";
const root = `arn:aws:iam::${motoAccount}:root`;

describe("Grants over moto", { skip: missingMoto() ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-grants-"));
  let granting: Granting;
  let key = "";
  let secret = "";
  before(async () => {
    const { url } = await startMoto();
    process.env.AWS_ENDPOINT_URL_LAMBDA = await lambdaWithRevisions(url);
    granting = await Granting.open(`sqlite:${join(folder, "changes.db")}`);
    const made = await new KMSClient().send(new CreateKeyCommand({}));
    key = made.KeyMetadata?.Arn ?? "";
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Sid: "admin", Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
      ],
    });
    await new KMSClient().send(new PutKeyPolicyCommand({ KeyId: key, PolicyName: "default", Policy }));
    const s3 = new S3Client({ forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "reports" }));
    await s3.send(
      new PutBucketPolicyCommand({
        Bucket: "reports",
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: {
            ...{
              Sid: "tls",
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: "arn:aws:s3:::reports/*",
            },
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        }),
      }),
    );
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket: "reports",
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: key } }],
        },
      }),
    );
    await s3.send(new CreateBucketCommand({ Bucket: "behind" }));
    const endpointProvider = () => ({ url: new URL(url) });
    await new S3ControlClient({ endpointProvider }).send(
      new CreateAccessPointCommand({ AccountId: motoAccount, Name: "door", Bucket: "behind" }),
    );
    await new SQSClient().send(new CreateQueueCommand({ QueueName: "orders" }));
    await new SNSClient().send(new CreateTopicCommand({ Name: "news" }));
    const iam = new IAMClient();
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const role = await iam.send(new CreateRoleCommand({ RoleName: "runs", AssumeRolePolicyDocument: trust }));
    const lambda = new LambdaClient();
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "thumbnail",
        Role: role.Role?.Arn,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64") },
      }),
    );
    await lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName: "thumbnail", StatementId: "theirs", Principal: "s3.amazonaws.com" },
        Action: "lambda:InvokeFunction",
      }),
    );
    const { ARN = "" } = await new SecretsManagerClient().send(
      new CreateSecretCommand({ Name: "db", SecretString: "x", KmsKeyId: key }),
    );
    secret = ARN;
    await new ECRClient().send(new CreateRepositoryCommand({ repositoryName: "app" }));
    await new DynamoDBClient().send(
      new CreateTableCommand({
        TableName: "orders",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      }),
    );
    await new EventBridgeClient().send(new CreateEventBusCommand({ Name: "shared" }));
  });
  after(async () => {
    await granting?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const place = `us-east-1:${motoAccount}`;
  const rows: readonly {
    readonly of: string;
    readonly resource: () => string;
    readonly actions: readonly string[];
    /** Of all parts. */
    readonly statements: number;
    /** Others' that stay. */
    readonly parts?: number;
    readonly via?: "grant";
  }[] = [
    {
      ...{ of: "a bucket and its key", resource: () => "arn:aws:s3:::reports/2026/*" },
      ...{ actions: ["s3:GetObject", "s3:ListBucket"], statements: 3, parts: 2 },
    },
    {
      ...{ of: "an access point and its bucket", resource: () => `arn:aws:s3:${place}:accesspoint/door` },
      ...{ actions: ["s3:GetObject"], statements: 2, parts: 2 },
    },
    { of: "a key", resource: () => key, actions: ["kms:Decrypt"], statements: 1 },
    { of: "a key by a grant", resource: () => key, actions: ["kms:Decrypt"], statements: 1, via: "grant" },
    {
      of: "a queue",
      resource: () => `arn:aws:sqs:${place}:orders`,
      actions: ["sqs:SendMessage"],
      statements: 1,
    },
    { of: "a topic", resource: () => `arn:aws:sns:${place}:news`, actions: ["sns:Publish"], statements: 1 },
    {
      ...{ of: "a function", resource: () => `arn:aws:lambda:${place}:function:thumbnail` },
      ...{ actions: ["lambda:GetFunction", "lambda:InvokeFunction"], statements: 2 },
    },
    {
      ...{ of: "a secret and its key", resource: () => secret },
      ...{ actions: ["secretsmanager:GetSecretValue"], statements: 2, parts: 2 },
    },
    {
      ...{ of: "a repository", resource: () => `arn:aws:ecr:${place}:repository/app` },
      ...{ actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], statements: 1 },
    },
    {
      ...{ of: "a table", resource: () => `arn:aws:dynamodb:${place}:table/orders` },
      ...{ actions: ["dynamodb:GetItem"], statements: 1 },
    },
    {
      ...{ of: "a bus", resource: () => `arn:aws:events:${place}:event-bus/shared` },
      ...{ actions: ["events:PutEvents"], statements: 1 },
    },
  ];

  test("what a grant found standing is not its own: undo leaves it", async () => {
    const [less, more] = [["s3:GetObject"], ["s3:GetObject", "s3:ListBucket"]].map((actions) => ({
      ...{ principal, resource: "arn:aws:s3:::behind", actions },
    }));
    assert.ok(less !== undefined && more !== undefined);
    const [first] = await granting.apply(await granting.plan(less));
    const read = async () => (await granting.plan(less)).parts[0]?.before ?? null;
    const before = asValue(await read());
    const [second] = await granting.apply(await granting.plan(more));
    assert.ok(first?.end.kind === "applied" && second?.end.kind === "applied");
    assert.equal((await granting.undo(second.id)).kind, "applied");
    assert.deepEqual(asValue(await read()), before);
    assert.equal((await granting.undo(first.id)).kind, "applied");
    assert.deepEqual(asValue(await read()), []);
  });

  test("a grant of KMS has operations alone, and an action that gives nothing is refused", async () => {
    const refusedFor = async (asked: GrantAsked, via: "policy" | "grant") => {
      const planned = await granting.planned(asked, { via });
      return planned.ok || planned.error.kind !== "refused" ? null : planned.error.why;
    };
    const more = { principal, resource: key, actions: ["kms:Decrypt", "kms:ReEncrypt*"] };
    assert.match((await refusedFor(more, "grant")) ?? "", /kms:ReEncrypt\* is no operation/);
    assert.equal(await refusedFor(more, "policy"), null);
    const nothing = { principal, resource: "arn:aws:s3:::behind", actions: ["s3:ListAllMyBuckets"] };
    assert.match((await refusedFor(nothing, "policy")) ?? "", /works on neither/);
  });

  for (const { of, resource, actions, statements, parts = 1, via } of rows) {
    test(`${of}: granted, found again, and taken back by undo and by revoke`, async () => {
      const asked = { principal, resource: resource(), actions };
      const how = via === undefined ? {} : { via };
      const plan = await granting.plan(asked, how);
      assert.equal(plan.parts.length, parts);
      assert.equal(plan.parts.flatMap((part) => part.statements).length, statements);
      for (const part of plan.parts) {
        assert.equal(part.outcome.kind, "change", JSON.stringify(part.outcome));
        // Through an access point one gains what the bucket gives, where it is told.
        const told = part.resource.kind === "access-point" ? (plan.parts[1] ?? part) : part;
        assert.ok(
          told.gained.some(({ id }) => id === principal),
          `${part.resource.arn}: ${JSON.stringify(told.gained)}`,
        );
        assert.deepEqual(part.lost, []);
      }
      const texts = () => Promise.all(plan.parts.map(async ({ policy }) => (await policy.read()).text));
      const was = await texts();
      for (const way of ["undo", "revoke"] as const) {
        const written = await granting.apply(await granting.plan(asked, how));
        assert.deepEqual(
          written.map(({ end }) => end.kind),
          plan.parts.map(() => "applied"),
          JSON.stringify(written.map(({ end }) => end)),
        );
        const again = await granting.plan(asked, how);
        assert.ok(again.parts.every(({ outcome }) => outcome.kind === "same"));
        for (const text of await texts()) assert.ok(text?.includes(principal));
        if (way === "undo")
          for (const { id } of written) assert.equal((await granting.undo(id)).kind, "applied");
        else {
          const back = await granting.apply(await granting.plan(asked, { ...how, verb: "revoke" }));
          assert.ok(back.length === parts && back.every(({ end }) => end.kind === "applied"));
        }
        assert.deepEqual((await texts()).map(asValue), was.map(asValue), way);
      }
    });
  }
});

/** What is there, however it is written: a policy without statements is none. */
function asValue(text: string | null): unknown {
  if (text === null) return [];
  const { Statement }: { Statement: unknown } = JSON.parse(text);
  return [Statement].flat();
}
