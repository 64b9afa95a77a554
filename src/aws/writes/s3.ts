/** Policies of S3 buckets, and how a bucket encrypts what nobody says how to encrypt. */
import { orNone } from "./policy-reads.ts";
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "s3",
  reads: ["GetBucketPolicy", "GetBucketEncryption"],
  writes: ["PutBucketPolicy", "DeleteBucketPolicy"],
};

/** Codes by which S3 says that somebody else writes at this moment. */
const conflicts = ["OperationAborted"];

async function clients(access: WriteAccess) {
  const sdk = await import("@aws-sdk/client-s3");
  const made = clientsFor(
    // Addresses such as 127.0.0.1 can have no bucket in front of them.
    (configuration) =>
      new sdk.S3Client({
        ...configuration,
        followRegionRedirects: true,
        forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
      }),
    access,
    calls,
  );
  return { sdk, ...made };
}

export async function bucketPolicy(
  bucket: string,
  arn: string,
  access: WriteAccess,
): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  const asked = { Bucket: bucket, ExpectedBucketOwner: access.account };
  return standingPolicy(arn, access, turn, {
    read: async () => {
      const read = () => reader.send(new sdk.GetBucketPolicyCommand(asked));
      return (await orNone(read, ["NoSuchBucketPolicy"]))?.Policy ?? null;
    },
    put: (Policy, _, options) => writer.send(new sdk.PutBucketPolicyCommand({ ...asked, Policy }), options),
    remove: (_, options) => writer.send(new sdk.DeleteBucketPolicyCommand(asked), options),
    conflicts,
  });
}

/** The KMS key by which objects are encrypted; null: none. */
export async function bucketKey(bucket: string, access: WriteAccess): Promise<string | null> {
  const { sdk, reader } = await clients(access);
  const found = await orNone(
    () =>
      reader.send(
        new sdk.GetBucketEncryptionCommand({ Bucket: bucket, ExpectedBucketOwner: access.account }),
      ),
    ["ServerSideEncryptionConfigurationNotFoundError"],
  );
  const rule = found?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return rule?.SSEAlgorithm?.startsWith("aws:kms") === true ? (rule.KMSMasterKeyID ?? "alias/aws/s3") : null;
}
