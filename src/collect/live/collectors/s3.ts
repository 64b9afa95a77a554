import { type CollectorContext, defineCollector, oneResource, unread } from "../collector.ts";
import { policyMember } from "./policy-text.ts";
import { noBlock } from "./public-access-block.ts";

type Sdk = typeof import("@aws-sdk/client-s3");
type AccessControlList = import("@aws-sdk/client-s3").GetBucketAclCommandOutput;
type Context = CollectorContext<Sdk, InstanceType<Sdk["S3Client"]>>;

export const s3 = defineCollector({
  name: "s3",
  title: "S3 buckets",
  service: "s3",
  scope: "account",
  about: "resource-policies",
  types: ["AWS::S3::Bucket"],
  reads: [
    { call: "ListBuckets", action: "s3:ListAllMyBuckets", why: "finds the buckets and their regions" },
    { call: "GetBucketPolicy", action: "s3:GetBucketPolicy", why: "reads a bucket's policy" },
    {
      call: "GetPublicAccessBlock",
      action: "s3:GetBucketPublicAccessBlock",
      why: "tells what of a bucket's policy public access blocks take away",
    },
    {
      call: "GetBucketOwnershipControls",
      action: "s3:GetBucketOwnershipControls",
      why: "tells whether access control lists count at a bucket",
    },
    {
      call: "GetBucketAcl",
      action: "s3:GetBucketAcl",
      why: "tells who is on a bucket's access control list",
    },
  ],
  load: () => import("@aws-sdk/client-s3"),
  client: (sdk, configuration) => new sdk.S3Client({ ...configuration, followRegionRedirects: true }),
  async collect(context) {
    const { sdk, client, place, found } = context;
    for await (const { Buckets = [] } of sdk.paginateListBuckets({ client, pageSize: 1000 }, {})) {
      const named = Buckets.flatMap(({ Name, BucketRegion }) =>
        Name === undefined ? [] : [{ name: Name, region: BucketRegion }],
      );
      const arnOf = (name: string): string => `arn:${place.partition}:s3:::${name}`;
      await found.each(
        named,
        ({ name }) => arnOf(name),
        ({ name, region }) => readBucket(context, name, region, arnOf(name)),
      );
    }
  },
  async collectOne(context, one) {
    const { sdk, client, found } = context;
    const { arn } = oneResource(one);
    const name = arn.split(":").at(-1) ?? "";
    await found.each(
      [name],
      () => arn,
      async () => {
        // By the list, which tells the region; it is of those that begin with the name.
        for await (const { Buckets = [] } of sdk.paginateListBuckets(
          { client, pageSize: 1000 },
          { Prefix: name },
        )) {
          const bucket = Buckets.find(({ Name }) => Name === name);
          if (bucket !== undefined) return readBucket(context, name, bucket.BucketRegion, arn);
        }
      },
    );
  },
});

async function readBucket(
  { sdk, clientIn, found, place }: Context,
  Bucket: string,
  region: string | undefined,
  arn: string,
): Promise<void> {
  // Where the list does not tell the region, S3 redirects.
  const client = clientIn(region ?? place.region);
  // Access denied for somebody who may read policies is what S3 says of buckets of other accounts; these are our own.
  const ExpectedBucketOwner = place.account;
  const asked = { Bucket, ExpectedBucketOwner };
  const policy = await found.try(arn, () => client.send(new sdk.GetBucketPolicyCommand(asked)), null);
  const block = await found.try(arn, () => client.send(new sdk.GetPublicAccessBlockCommand(asked)), null);
  const controls = await found.try(
    arn,
    () => client.send(new sdk.GetBucketOwnershipControlsCommand(asked)),
    null,
  );
  // A bucket without ownership controls is from before they were there, and its lists count.
  const ownership =
    controls === unread
      ? undefined
      : (controls?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "ObjectWriter");
  const attributes: Record<string, unknown> = {
    publicAccessBlock: block === unread ? "unknown" : (block?.PublicAccessBlockConfiguration ?? noBlock),
    ...(ownership === undefined ? {} : { objectOwnership: ownership }),
  };
  // Where the owner owns all objects, lists give nobody anything.
  if (ownership !== "BucketOwnerEnforced") {
    const list = await found.try(arn, () => client.send(new sdk.GetBucketAclCommand(asked)), null);
    attributes.acl = list === unread || list === null ? "unknown" : withoutNames(list);
  }
  found.resource({
    Arn: arn,
    Type: "AWS::S3::Bucket",
    ...(region === undefined ? {} : { Region: region }),
    ...policyMember(policy === unread ? unread : policy?.Policy),
    Attributes: attributes,
  });
}

/** Display names and addresses are of people, and decide nothing. */
function withoutNames({ Owner, Grants = [] }: Pick<AccessControlList, "Owner" | "Grants">) {
  return {
    Owner: { ID: Owner?.ID },
    Grants: Grants.map(({ Grantee, Permission }) => ({
      Grantee: { Type: Grantee?.Type, ID: Grantee?.ID, URI: Grantee?.URI },
      Permission,
    })),
  };
}
