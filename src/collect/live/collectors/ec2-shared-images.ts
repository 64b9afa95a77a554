import { defineCollector } from "../collector.ts";

/**
 * Images and snapshots of the account that others may use. No filter of AWS tells which of its own an account shares with whom,
 * so each is asked for its permissions; those that nobody else may use get no row.
 */
export const ec2SharedImages = defineCollector({
  name: "ec2-shared-images",
  title: "EBS snapshots and machine images that are shared",
  service: "ec2",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::EC2::Snapshot", "AWS::EC2::Image"],
  reads: [
    { call: "DescribeSnapshots", action: "ec2:DescribeSnapshots", why: "finds the account's snapshots" },
    {
      call: "DescribeSnapshotAttribute",
      action: "ec2:DescribeSnapshotAttribute",
      why: "tells whom a snapshot is shared with",
    },
    { call: "DescribeImages", action: "ec2:DescribeImages", why: "finds the account's machine images" },
    {
      call: "DescribeImageAttribute",
      action: "ec2:DescribeImageAttribute",
      why: "tells whom a machine image is shared with",
    },
  ],
  load: () => import("@aws-sdk/client-ec2"),
  client: (sdk, configuration) => new sdk.EC2Client(configuration),
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:ec2:${place.region}:${place.account}`;
    const shared = (
      permissions: readonly { UserId?: string | undefined; Group?: string | undefined }[],
    ): readonly string[] =>
      permissions.flatMap(({ UserId, Group }) => (Group === "all" ? ["all"] : (UserId ?? []))).toSorted();
    const asked = { OwnerIds: ["self"] };
    for await (const { Snapshots = [] } of sdk.paginateDescribeSnapshots({ client, pageSize: 1000 }, asked)) {
      const ids = Snapshots.flatMap(({ SnapshotId, OwnerId }) =>
        SnapshotId !== undefined && OwnerId === place.account ? [SnapshotId] : [],
      );
      await found.each(
        ids,
        (id) => `${start}:snapshot/${id}`,
        async (SnapshotId) => {
          const command = new sdk.DescribeSnapshotAttributeCommand({
            SnapshotId,
            Attribute: "createVolumePermission",
          });
          const sharedWith = shared((await client.send(command)).CreateVolumePermissions ?? []);
          if (sharedWith.length === 0) return;
          found.resource({
            Arn: `${start}:snapshot/${SnapshotId}`,
            Type: "AWS::EC2::Snapshot",
            Policy: null,
            Attributes: { sharedWith },
          });
        },
      );
    }
    for await (const { Images = [] } of sdk.paginateDescribeImages(
      { client, pageSize: 1000 },
      { Owners: ["self"] },
    )) {
      const ids = Images.flatMap(({ ImageId, OwnerId }) =>
        ImageId !== undefined && OwnerId === place.account ? [ImageId] : [],
      );
      await found.each(
        ids,
        (id) => `${start}:image/${id}`,
        async (ImageId) => {
          const command = new sdk.DescribeImageAttributeCommand({ ImageId, Attribute: "launchPermission" });
          const sharedWith = shared((await client.send(command)).LaunchPermissions ?? []);
          if (sharedWith.length === 0) return;
          found.resource({
            Arn: `${start}:image/${ImageId}`,
            Type: "AWS::EC2::Image",
            Policy: null,
            Attributes: { sharedWith },
          });
        },
      );
    }
  },
});
