import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { IAMClient, ListOrganizationsFeaturesCommand } from "@aws-sdk/client-iam";
import {
  GetBucketAclCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  GetPublicAccessBlockCommand as GetAccountBlockCommand,
  S3ControlClient,
} from "@aws-sdk/client-s3-control";
import { mockClient } from "aws-sdk-client-mock";
import { awsError, gapsOf } from "../../support/aws-errors.ts";
import { collectedBy, rowsOf } from "../../support/collected.ts";

const s3 = mockClient(S3Client);
const control = mockClient(S3ControlClient);
const iam = mockClient(IAMClient);
const denied = awsError("AccessDenied", 403);

describe("Buckets and settings of accounts, with documented answers", () => {
  afterEach(() => {
    for (const client of [s3, control, iam]) client.reset();
  });

  test("Each bucket is read in the region that the list tells, page after page", async () => {
    s3.on(ListBucketsCommand, { MaxBuckets: 1000 }).resolves({
      Buckets: [{ Name: "one", BucketRegion: "eu-west-1" }],
      ContinuationToken: "more",
    });
    s3.on(ListBucketsCommand, { MaxBuckets: 1000, ContinuationToken: "more" }).resolves({
      Buckets: [{ Name: "two", BucketRegion: "ap-south-1" }],
    });
    s3.on(GetBucketPolicyCommand).rejects(awsError("NoSuchBucketPolicy", 404));
    s3.on(GetPublicAccessBlockCommand).rejects(awsError("NoSuchPublicAccessBlockConfiguration", 404));
    s3.on(GetBucketOwnershipControlsCommand).resolves({
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    });
    const record = await collectedBy("s3");
    assert.deepEqual(record.gaps, []);
    assert.deepEqual(
      rowsOf(record).map(({ Arn, Region }) => [Arn, Region]),
      [
        ["arn:aws:s3:::one", "eu-west-1"],
        ["arn:aws:s3:::two", "ap-south-1"],
      ],
    );
    const regions = await Promise.all(
      s3.commandCalls(GetBucketPolicyCommand).map(async ({ thisValue, args: [{ input }] }) => {
        assert.ok(thisValue instanceof S3Client);
        return [input.Bucket, await thisValue.config.region()];
      }),
    );
    assert.deepEqual(regions.sort(), [
      ["one", "eu-west-1"],
      ["two", "ap-south-1"],
    ]);
  });

  test("What is refused of a bucket is unknown, and a gap", async () => {
    s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: "one", BucketRegion: "eu-west-1" }] });
    for (const command of [
      GetBucketPolicyCommand,
      GetPublicAccessBlockCommand,
      GetBucketOwnershipControlsCommand,
      GetBucketAclCommand,
    ]) {
      s3.on(command).rejects(denied);
    }
    const record = await collectedBy("s3");
    assert.deepEqual(rowsOf(record), [
      {
        Region: "eu-west-1",
        Arn: "arn:aws:s3:::one",
        Type: "AWS::S3::Bucket",
        Attributes: { publicAccessBlock: "unknown", acl: "unknown" },
      },
    ]);
    assert.deepEqual(
      gapsOf(record),
      Array.from({ length: 4 }, () => ["arn:aws:s3:::one", "denied"]),
    );
  });

  test("An account's block that is refused is unknown, and not none", async () => {
    control.on(GetAccountBlockCommand).rejects(denied);
    const record = await collectedBy("s3-account");
    assert.deepEqual(record.parts.account, [{ PublicAccessBlockConfiguration: "unknown" }]);
    assert.deepEqual(gapsOf(record), [["PublicAccessBlockConfiguration", "denied"]]);
  });

  test("Central root access: its features; none where IAM has no access to the organization; a gap elsewhere", async () => {
    const EnabledFeatures = ["RootCredentialsManagement", "RootSessions"] as const;
    iam.on(ListOrganizationsFeaturesCommand).resolves({ EnabledFeatures: [...EnabledFeatures] });
    assert.deepEqual((await collectedBy("root-access")).parts.account, [{ EnabledFeatures }]);
    iam.on(ListOrganizationsFeaturesCommand).rejects(awsError("ServiceAccessNotEnabledException"));
    const off = await collectedBy("root-access");
    assert.deepEqual([off.parts.account, off.gaps], [[{ EnabledFeatures: [] }], []]);
    iam
      .on(ListOrganizationsFeaturesCommand)
      .rejects(awsError("AccountNotManagementOrDelegatedAdministratorException"));
    const elsewhere = await collectedBy("root-access");
    assert.equal(elsewhere.parts.account, undefined);
    assert.deepEqual(gapsOf(elsewhere), [["EnabledFeatures", "denied"]]);
  });
});
