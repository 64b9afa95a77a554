import { defineCollector, unread } from "../collector.ts";
import { s3ControlClient } from "../s3-control.ts";
import { policyMember } from "./policy-text.ts";
import { noBlock } from "./public-access-block.ts";

/** An access point may be before another account's bucket, so it is looked for in every region. */
export const s3AccessPoints = defineCollector({
  name: "s3-access-points",
  title: "S3 access points",
  service: "s3",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::S3::AccessPoint"],
  reads: [
    { call: "ListAccessPoints", action: "s3:ListAccessPoints", why: "finds the access points" },
    {
      call: "GetAccessPoint",
      action: "s3:GetAccessPoint",
      why: "tells whether an access point's public access is blocked",
    },
    {
      call: "GetAccessPointPolicy",
      action: "s3:GetAccessPointPolicy",
      why: "reads an access point's policy",
    },
  ],
  load: () => import("@aws-sdk/client-s3-control"),
  client: s3ControlClient,
  async collect({ sdk, client, place, found }) {
    const AccountId = place.account;
    const pages = sdk.paginateListAccessPoints({ client, pageSize: 1000 }, { AccountId });
    for await (const { AccessPointList = [] } of pages) {
      await found.each(
        AccessPointList,
        ({ AccessPointArn = "" }) => AccessPointArn,
        async ({ AccessPointArn: Arn, Name, Bucket, BucketAccountId, VpcConfiguration }) => {
          if (Arn === undefined || Name === undefined) return;
          const policy = await found.try(
            Arn,
            () => client.send(new sdk.GetAccessPointPolicyCommand({ AccountId, Name })),
            null,
          );
          const details = await found.try(
            Arn,
            () => client.send(new sdk.GetAccessPointCommand({ AccountId, Name })),
            null,
          );
          found.resource({
            Arn,
            Type: "AWS::S3::AccessPoint",
            ...policyMember(policy === unread ? unread : policy?.Policy),
            Attributes: {
              ...(Bucket === undefined ? {} : { bucket: Bucket }),
              ...(BucketAccountId === undefined ? {} : { bucketAccountId: BucketAccountId }),
              ...(VpcConfiguration?.VpcId === undefined ? {} : { vpcConfiguration: VpcConfiguration }),
              publicAccessBlock:
                details === unread ? "unknown" : (details?.PublicAccessBlockConfiguration ?? noBlock),
            },
          });
        },
      );
    }
  },
});
