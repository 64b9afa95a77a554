import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvent } from "./trail-event.ts";

const user = {
  type: "IAMUser",
  principalId: "AIDAEXAMPLE",
  arn: "arn:aws:iam::111111111111:user/ada",
  accountId: "111111111111",
};

function event(source: string, name: string, more: object = {}) {
  return {
    eventTime: "2026-11-20T10:00:00Z",
    eventSource: source,
    eventName: name,
    awsRegion: "eu-west-1",
    sourceIPAddress: "203.0.113.9",
    userIdentity: user,
    recipientAccountId: "111111111111",
    ...more,
  };
}

function requestOf(value: unknown) {
  const read = readEvent(value);
  if (!read.ok) throw new Error(`${read.error.at}: ${read.error.message}`);
  return read.value.request;
}

const rows: readonly (readonly [says: string, event: object, action: string, resource: string])[] = [
  [
    "a call that permissions name otherwise",
    event("s3.amazonaws.com", "ListObjects", { requestParameters: { bucketName: "data" } }),
    "s3:ListBucket",
    "arn:aws:s3:::data",
  ],
  [
    "an object of a bucket",
    event("s3.amazonaws.com", "GetObject", { requestParameters: { bucketName: "data", key: "a/b" } }),
    "s3:GetObject",
    "arn:aws:s3:::data/a/b",
  ],
  [
    "a call with the version of its API",
    event("lambda.amazonaws.com", "GetFunction20150331v2", { requestParameters: { functionName: "f" } }),
    "lambda:GetFunction",
    "arn:aws:lambda:eu-west-1:111111111111:function:f",
  ],
  [
    "a source whose host is no prefix",
    event("monitoring.amazonaws.com", "PutMetricData"),
    "cloudwatch:PutMetricData",
    "*",
  ],
  [
    "a role to assume",
    event("sts.amazonaws.com", "AssumeRole", {
      requestParameters: { roleArn: "arn:aws:iam::222222222222:role/x" },
    }),
    "sts:AssumeRole",
    "arn:aws:iam::222222222222:role/x",
  ],
  [
    "a resource that the event lists",
    event("kms.amazonaws.com", "Decrypt", {
      resources: [{ ARN: "arn:aws:kms:eu-west-1:333333333333:key/1", accountId: "333333333333" }],
    }),
    "kms:Decrypt",
    "arn:aws:kms:eu-west-1:333333333333:key/1",
  ],
];

for (const [says, recorded, action, resource] of rows) {
  test(`an event about ${says}`, () => {
    const request = requestOf(recorded);
    assert.equal(request.action, action);
    assert.equal(request.resource.arn, resource);
  });
}

test("what an assumption asks for becomes condition keys", () => {
  const { context } = requestOf(
    event("sts.amazonaws.com", "AssumeRole", {
      requestParameters: {
        roleArn: "arn:aws:iam::222222222222:role/x",
        roleSessionName: "run",
        externalId: "e",
        tags: [{ key: "team", value: "a" }],
        transitiveTagKeys: ["team"],
      },
    }),
  );
  assert.equal(context["sts:ExternalId"], "e");
  assert.equal(context["sts:RoleSessionName"], "run");
  assert.equal(context["aws:RequestTag/team"], "a");
  assert.deepEqual(context["aws:TagKeys"], ["team"]);
  assert.deepEqual(context["sts:TransitiveTagKeys"], ["team"]);
});

test("a call that a service forwards is told from a direct one", () => {
  const forwarded = requestOf(
    event("s3.amazonaws.com", "GetObject", {
      sourceIPAddress: "athena.amazonaws.com",
      userIdentity: { ...user, invokedBy: "athena.amazonaws.com" },
    }),
  );
  assert.equal(forwarded.context["aws:ViaAWSService"], "true");
  assert.deepEqual(forwarded.context["aws:CalledVia"], ["athena.amazonaws.com"]);
  assert.equal(forwarded.context["aws:SourceIp"], undefined);
  assert.equal(requestOf(event("s3.amazonaws.com", "GetObject")).context["aws:ViaAWSService"], "false");
});

test("services, anonymous callers and identity providers are principals of their own", () => {
  const by = (userIdentity: object) =>
    requestOf(event("sqs.amazonaws.com", "SendMessage", { userIdentity })).principal;
  assert.equal(by({ type: "AWSService", invokedBy: "sns.amazonaws.com" }), "sns.amazonaws.com");
  assert.equal(by({ type: "AWSAccount", accountId: "ANONYMOUS_PRINCIPAL" }), "anonymous");
  assert.deepEqual(by({ type: "WebIdentityUser", identityProvider: "accounts.google.com" }), {
    federated: "accounts.google.com",
  });
});

test("what is no event, or does not tell its caller, says so", () => {
  assert.equal(readEvent([]).ok, false);
  assert.equal(readEvent({ Records: [] }).ok, false);
  const unknown = readEvent(event("s3.amazonaws.com", "GetObject", { userIdentity: { type: "AWSAccount" } }));
  assert.match(unknown.ok ? "" : unknown.error.message, /--principal/);
});
