/** What events of each service touch, and which policies they carry: records as CloudTrail's documentation shows them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type Call,
  calls,
  changeMessage,
  messageAccount,
  messageTime,
} from "../../../test/support/change-messages.ts";
import type { EventDocument } from "../../model/index.ts";
import { parseChangeMessage } from "./parse-change-message.ts";

const account = messageAccount;
const region = "eu-west-1";
const policy = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "*" }] };
const text = JSON.stringify(policy);
const partner = "999988887777";

const resource = (type: string, arn: string, where: string | null = region, owner: string = account) => ({
  kind: "resource",
  account: owner,
  type,
  region: where,
  arn,
});
const any = (type: string) => ({ kind: "resources", account, type, region });
const call = (source: string, name: string, request: unknown, response: unknown = null): Call => ({
  source: `${source}.amazonaws.com`,
  name,
  request,
  response,
});

const key = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const secret = `arn:aws:secretsmanager:${region}:${account}:secret:db/main-Ab12Cd`;
const topic = `arn:aws:sns:${region}:${account}:alerts`;
const table = `arn:aws:dynamodb:${region}:${account}:table/orders`;
const lambda = `arn:aws:lambda:${region}:${account}:function:pay`;

type Row = readonly [what: string, call: Call, subject: object, text?: string | null];

const rows: readonly Row[] = [
  [
    "a bucket's policy",
    calls.putBucketPolicy("data", policy),
    resource("AWS::S3::Bucket", "arn:aws:s3:::data"),
    text,
  ],
  [
    "a bucket of another account, in the caller's trail",
    calls.putBucketPolicy("data", policy, partner),
    resource("AWS::S3::Bucket", "arn:aws:s3:::data", region, partner),
    text,
  ],
  [
    "a bucket's policy taken away",
    calls.deleteBucketPolicy("data"),
    resource("AWS::S3::Bucket", "arn:aws:s3:::data"),
    null,
  ],
  [
    "a bucket's ownership",
    call("s3", "DeleteBucketOwnershipControls", { bucketName: "data" }),
    resource("AWS::S3::Bucket", "arn:aws:s3:::data"),
  ],
  [
    "the account's public-access block",
    calls.putAccountPublicAccessBlock(),
    { kind: "account-settings", account },
  ],
  [
    "a queue's policy",
    calls.setQueuePolicy("jobs", policy),
    resource("AWS::SQS::Queue", `arn:aws:sqs:${region}:${account}:jobs`),
    text,
  ],
  [
    "a queue's policy taken away",
    calls.setQueuePolicy("jobs.fifo", ""),
    resource("AWS::SQS::Queue", `arn:aws:sqs:${region}:${account}:jobs.fifo`),
    null,
  ],
  [
    "another attribute of a queue",
    call("sqs", "SetQueueAttributes", {
      queueUrl: `https://sqs.${region}.amazonaws.com/${account}/jobs`,
      attributes: { DelaySeconds: "3" },
    }),
    resource("AWS::SQS::Queue", `arn:aws:sqs:${region}:${account}:jobs`),
  ],
  [
    "a queue of another account",
    call("sqs", "AddPermission", { queueUrl: `https://sqs.${region}.amazonaws.com/${partner}/jobs` }),
    resource("AWS::SQS::Queue", `arn:aws:sqs:${region}:${partner}:jobs`, region, partner),
  ],
  ["a queue that nobody names", call("sqs", "AddPermission", {}), any("AWS::SQS::Queue")],
  ["a topic's policy", calls.setTopicPolicy(topic, policy), resource("AWS::SNS::Topic", topic), text],
  [
    "a new topic",
    call("sns", "CreateTopic", { name: "alerts" }, { topicArn: topic }),
    resource("AWS::SNS::Topic", topic),
  ],
  ["a key's policy", calls.putKeyPolicy(key, policy), resource("AWS::KMS::Key", key), text],
  ["a key by its alias", calls.putKeyPolicy(key, policy, "alias/main"), resource("AWS::KMS::Key", key), text],
  [
    "a key by its id alone",
    call("kms", "DisableKey", { keyId: key.split("/")[1] }),
    resource("AWS::KMS::Key", key),
  ],
  ["a key by its alias alone", call("kms", "DisableKey", { keyId: "alias/main" }), any("AWS::KMS::Key")],
  ["a grant", calls.createGrant(key, `arn:aws:iam::${partner}:root`), resource("AWS::KMS::Key", key)],
  [
    "a function by name",
    calls.addFunctionPermission("pay", "s3.amazonaws.com"),
    resource("AWS::Lambda::Function", lambda),
  ],
  [
    "a function's alias",
    calls.addFunctionPermission("pay:live", "s3.amazonaws.com"),
    resource("AWS::Lambda::Function", lambda),
  ],
  [
    "a function by its alias's ARN",
    calls.addFunctionPermission(`${lambda}:live`, "s3.amazonaws.com"),
    resource("AWS::Lambda::Function", lambda),
  ],
  [
    "a function with its account",
    calls.addFunctionPermission(`${account}:function:pay`, "s3.amazonaws.com", "live"),
    resource("AWS::Lambda::Function", lambda),
  ],
  [
    "a function's URL",
    call("lambda", "CreateFunctionUrlConfig", { functionName: "pay", authType: "NONE" }),
    resource("AWS::Lambda::Function", lambda),
  ],
  [
    "a layer",
    call("lambda", "AddLayerVersionPermission20181031", { layerName: "x", versionNumber: 1 }),
    any("AWS::Lambda::LayerVersion"),
  ],
  [
    "a secret's policy",
    calls.putSecretPolicy(secret, policy),
    resource("AWS::SecretsManager::Secret", secret),
    text,
  ],
  [
    "a secret by name alone",
    call("secretsmanager", "PutResourcePolicy", { secretId: "db/main" }),
    any("AWS::SecretsManager::Secret"),
  ],
  [
    "a repository",
    call("ecr", "SetRepositoryPolicy", { repositoryName: "a/b", policyText: text }),
    resource("AWS::ECR::Repository", `arn:aws:ecr:${region}:${account}:repository/a/b`),
    text,
  ],
  [
    "a registry",
    call("ecr", "PutRegistryPolicy", { policyText: text }),
    resource("AWS::ECR::RegistryPolicy", `arn:aws:ecr:${region}:${account}:repository/*`),
    text,
  ],
  [
    "a table",
    call("dynamodb", "PutResourcePolicy", { resourceArn: table, policy: text }),
    resource("AWS::DynamoDB::Table", table),
    text,
  ],
  [
    "a table's stream",
    call("dynamodb", "DeleteResourcePolicy", { resourceArn: `${table}/stream/2026-01-01T00:00:00.000` }),
    resource("AWS::DynamoDB::Stream", `${table}/stream/2026-01-01T00:00:00.000`),
    null,
  ],
  [
    "the default bus",
    call("events", "PutPermission", { statementId: "x", principal: partner }),
    resource("AWS::Events::EventBus", `arn:aws:events:${region}:${account}:event-bus/default`),
  ],
  [
    "a bus of one's own",
    call("events", "RemovePermission", { eventBusName: "hub" }),
    resource("AWS::Events::EventBus", `arn:aws:events:${region}:${account}:event-bus/hub`),
  ],
  [
    "a file system",
    call("elasticfilesystem", "PutFileSystemPolicy", { fileSystemId: "fs-1", policy: text }),
    resource("AWS::EFS::FileSystem", `arn:aws:elasticfilesystem:${region}:${account}:file-system/fs-1`),
    text,
  ],
  [
    "a domain",
    call("es", "UpdateDomainConfig", { domainName: "logs", accessPolicies: text }),
    resource("AWS::OpenSearchService::Domain", `arn:aws:es:${region}:${account}:domain/logs`),
    text,
  ],
  [
    "the Glue catalog",
    call("glue", "PutResourcePolicy", { policyInJson: text }),
    resource("AWS::Glue::Catalog", `arn:aws:glue:${region}:${account}:catalog`),
    text,
  ],
  [
    "an API",
    call("apigateway", "UpdateRestApi", { restApiId: "a1b2c3", patchOperations: [] }),
    resource("AWS::ApiGateway::RestApi", `arn:aws:execute-api:${region}:${account}:a1b2c3`),
  ],
  [
    "a policy of logs",
    call("logs", "PutResourcePolicy", { policyName: "r53", policyDocument: text }),
    resource("AWS::Logs::ResourcePolicy", `arn:aws:logs:${region}:${account}:resource-policy:r53`),
    text,
  ],
  [
    "a vault",
    call("backup", "PutBackupVaultAccessPolicy", { backupVaultName: "v", policy: text }),
    resource("AWS::Backup::BackupVault", `arn:aws:backup:${region}:${account}:backup-vault:v`),
    text,
  ],
  [
    "a repository of packages",
    call("codeartifact", "PutRepositoryPermissionsPolicy", {
      domain: "d",
      repository: "r",
      policyDocument: text,
    }),
    resource("AWS::CodeArtifact::Repository", `arn:aws:codeartifact:${region}:${account}:repository/d/r`),
    text,
  ],
  [
    "an image",
    call("ec2", "ModifyImageAttribute", { imageId: "ami-0123456789abcdef0" }),
    resource("AWS::EC2::Image", `arn:aws:ec2:${region}:${account}:image/ami-0123456789abcdef0`),
  ],
  [
    "an endpoint that the record hides",
    call("ec2", "ModifyVpcEndpoint", { other: "shape" }),
    any("AWS::EC2::VPCEndpoint"),
  ],
  [
    "a new instance",
    call("ec2", "RunInstances", {}, { instancesSet: { items: [{ instanceId: "i-0a1" }] } }),
    resource("AWS::EC2::Instance", `arn:aws:ec2:${region}:${account}:instance/i-0a1`),
  ],
  [
    "an account that moved",
    calls.moveAccount(partner, "r-root", "ou-root-dev12345"),
    { kind: "organization" },
  ],
  ["an account that is there", calls.createAccountResult(partner), { kind: "organization" }],
  ["a control policy", calls.updateControlPolicy("p-12345678", policy), { kind: "organization" }, text],
  [
    "an assignment",
    calls.createAccountAssignment("arn:aws:sso:::permissionSet/x/y", partner, "g"),
    { kind: "identity-center" },
  ],
  ["a trust anchor", calls.enableTrustAnchor("a"), { kind: "roles-anywhere", account }],
  [
    "an identity provider",
    calls.createIdentityProvider("https://x.example"),
    { kind: "identity-providers", account },
  ],
];

describe("An event touches", () => {
  for (const [what, made, subject, document] of rows) {
    test(what, () => {
      const parsed = parseChangeMessage(changeMessage(made, { region }), messageTime + 1);
      assert.equal(parsed.kind, "event", JSON.stringify(parsed));
      if (parsed.kind !== "event") return;
      assert.deepEqual(parsed.event.subjects, [subject]);
      const texts = parsed.event.documents.map((one: EventDocument) => one.text);
      assert.deepEqual(texts, document === undefined ? [] : [document]);
    });
  }

  test("several instances at once", () => {
    const items = ["i-0a1", "i-0a2"].map((instanceId) => ({ instanceId }));
    const body = changeMessage(call("ec2", "TerminateInstances", { instancesSet: { items } }), { region });
    const parsed = parseChangeMessage(body, messageTime + 1);
    assert.equal(parsed.kind === "event" && parsed.event.subjects.length, 2);
  });

  test("nothing, where a topic's name changes", () => {
    const renamed = call("sns", "SetTopicAttributes", { topicArn: topic, attributeName: "DisplayName" });
    const parsed = parseChangeMessage(changeMessage(renamed, { region }), messageTime + 1);
    assert.equal(parsed.kind, "ignored");
  });

  test("nothing, where the policy is AWS's own", () => {
    const made = call("iam", "CreatePolicyVersion", { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    assert.equal(parseChangeMessage(changeMessage(made), messageTime + 1).kind, "ignored");
  });

  test("in China, what has the partition's ARN", () => {
    const made = call("sqs", "AddPermission", {
      queueUrl: `https://sqs.cn-north-1.amazonaws.com.cn/${account}/jobs`,
    });
    const parsed = parseChangeMessage(changeMessage(made, { region: "cn-north-1" }), messageTime + 1);
    assert.deepEqual(parsed.kind === "event" && parsed.event.subjects, [
      resource("AWS::SQS::Queue", `arn:aws-cn:sqs:cn-north-1:${account}:jobs`, "cn-north-1"),
    ]);
  });
});
