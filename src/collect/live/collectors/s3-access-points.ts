import { defineCollector, unread } from "../collector.ts";
import { s3ControlClient } from "../s3-control.ts";

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
      why: "tells an access point's bucket, network and public access block",
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
      const points = AccessPointList.flatMap(({ Name, Bucket, VpcConfiguration }) =>
        Name === undefined
          ? []
          : [
              {
                name: Name,
                bucket: Bucket,
                vpc: VpcConfiguration,
                arn: `arn:${place.partition}:s3:${place.region}:${AccountId}:accesspoint/${Name}`,
              },
            ],
      );
      await found.each(
        points,
        ({ arn }) => arn,
        async ({ name: Name, bucket, vpc, arn }) => {
          const facts = await client.send(new sdk.GetAccessPointCommand({ AccountId, Name }));
          const policy = await found.try(
            arn,
            () => client.send(new sdk.GetAccessPointPolicyCommand({ AccountId, Name })),
            null,
          );
          found.resource({
            Arn: arn,
            Type: "AWS::S3::AccessPoint",
            ...(policy === unread ? {} : { Policy: policy?.Policy ?? null }),
            Attributes: {
              bucket: facts.Bucket ?? bucket,
              ...(vpc === undefined ? {} : { vpcConfiguration: vpc }),
              publicAccessBlock: facts.PublicAccessBlockConfiguration ?? null,
            },
          });
        },
      );
    }
  },
});
