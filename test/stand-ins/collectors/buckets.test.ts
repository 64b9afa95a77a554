import assert from "node:assert/strict";
import dns from "node:dns";
import { before, describe, mock, test } from "node:test";
import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateAccessPointCommand,
  PutAccessPointPolicyCommand,
  PutPublicAccessBlockCommand as PutAccountBlockCommand,
  S3ControlClient,
} from "@aws-sdk/client-s3-control";
import { collectedBy, rowsOf, sharing } from "../../support/collected.ts";
import { missingMoto, motoAccount, startMoto } from "../../support/moto.ts";

const missing = missingMoto();
const region = "eu-west-1";
const blocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const open = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

describe("Buckets and access points, as moto holds them", { skip: missing ?? false }, () => {
  before(async () => {
    const { url } = await startMoto();
    // The tests' own client of S3 Control puts the account into the host's name, which no resolver knows.
    process.env.AWS_ENDPOINT_URL_S3_CONTROL = url.replace("127.0.0.1", "localhost");
    mock.method(dns, "lookup", toThisMachine);
  });

  test("A bucket comes with policy, block, ownership, and its list where that counts", async () => {
    const s3 = new S3Client({ region });
    const CreateBucketConfiguration = { LocationConstraint: region } as const;
    for (const Bucket of ["shared", "open", "enforced"]) {
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    }
    const policy = sharing("s3:GetObject", "arn:aws:s3:::shared/*");
    await s3.send(new PutBucketPolicyCommand({ Bucket: "shared", Policy: JSON.stringify(policy) }));
    await s3.send(
      new PutPublicAccessBlockCommand({ Bucket: "shared", PublicAccessBlockConfiguration: blocked }),
    );
    await s3.send(new PutBucketAclCommand({ Bucket: "open", ACL: "public-read" }));
    await s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket: "enforced",
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      }),
    );
    const record = await collectedBy("s3");
    assert.deepEqual(record.gaps, []);
    const [enforced, opened, shared, ...more] = rowsOf(record);
    assert.deepEqual(more, []);
    assert.deepEqual(enforced, {
      Arn: "arn:aws:s3:::enforced",
      Type: "AWS::S3::Bucket",
      Policy: null,
      Attributes: { publicAccessBlock: open, objectOwnership: "BucketOwnerEnforced" },
    });
    assert.deepEqual([shared?.Arn, shared?.Policy], ["arn:aws:s3:::shared", policy]);
    assert.partialDeepStrictEqual(shared?.Attributes, { publicAccessBlock: blocked });
    assert.partialDeepStrictEqual(opened?.Attributes, {
      objectOwnership: "ObjectWriter",
      acl: {
        Grants: [
          { Permission: "FULL_CONTROL" },
          {
            Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
            Permission: "READ",
          },
        ],
      },
    });
    // The list of the bucket whose lists do not count is not asked for.
    assert.equal(record.counts.calls, 1 + 3 * 4 - 1);
  });

  test("An access point comes with its bucket, network and policy", async () => {
    const s3 = new S3Client({ region: "us-east-1" });
    await s3.send(new CreateBucketCommand({ Bucket: "behind" }));
    const control = new S3ControlClient({ region: "us-east-1" });
    const AccountId = motoAccount;
    const arn = "arn:aws:s3:us-east-1:123456789012:accesspoint/";
    const policy = sharing("s3:GetObject", `${arn}shared/object/*`);
    for (const Name of ["own", "shared"]) {
      await control.send(
        new CreateAccessPointCommand({
          AccountId,
          Name,
          Bucket: "behind",
          ...(Name === "own" ? { VpcConfiguration: { VpcId: "vpc-1" } } : {}),
        }),
      );
    }
    await control.send(
      new PutAccessPointPolicyCommand({ AccountId, Name: "shared", Policy: JSON.stringify(policy) }),
    );
    const record = await collectedBy("s3-access-points", "us-east-1");
    assert.deepEqual(record.gaps, []);
    const row = { Region: "us-east-1", Type: "AWS::S3::AccessPoint" };
    assert.deepEqual(rowsOf(record), [
      {
        ...row,
        Arn: `${arn}own`,
        Policy: null,
        Attributes: {
          bucket: "behind",
          vpcConfiguration: { VpcId: "vpc-1" },
          publicAccessBlock: blocked,
        },
      },
      {
        ...row,
        Arn: `${arn}shared`,
        Policy: policy,
        Attributes: { bucket: "behind", publicAccessBlock: blocked },
      },
    ]);
  });

  test("The account's own block is told, be there one or not", async () => {
    const none = await collectedBy("s3-account");
    assert.deepEqual([none.gaps, none.parts.account], [[], [{ PublicAccessBlockConfiguration: open }]]);
    const control = new S3ControlClient({ region: "us-east-1" });
    await control.send(
      new PutAccountBlockCommand({ AccountId: motoAccount, PublicAccessBlockConfiguration: blocked }),
    );
    const some = await collectedBy("s3-account");
    assert.deepEqual([some.gaps, some.parts.account], [[], [{ PublicAccessBlockConfiguration: blocked }]]);
  });
});

type Lookup = (error: null, addresses: string | readonly dns.LookupAddress[], family?: number) => void;

function toThisMachine(_name: string, options: dns.LookupOptions, answer: Lookup): void {
  if (options.all === true) answer(null, [{ address: "127.0.0.1", family: 4 }]);
  else answer(null, "127.0.0.1", 4);
}
