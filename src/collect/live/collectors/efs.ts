import { defineCollector, unread } from "../collector.ts";

export const efs = defineCollector({
  name: "efs",
  title: "EFS file systems",
  service: "elasticfilesystem",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::EFS::FileSystem"],
  reads: [
    {
      call: "DescribeFileSystems",
      action: "elasticfilesystem:DescribeFileSystems",
      why: "finds the file systems",
    },
    {
      call: "DescribeFileSystemPolicy",
      action: "elasticfilesystem:DescribeFileSystemPolicy",
      why: "reads a file system's policy",
    },
  ],
  load: () => import("@aws-sdk/client-efs"),
  client: (sdk, configuration) => new sdk.EFSClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const { FileSystems = [] } of sdk.paginateDescribeFileSystems({ client, pageSize: 100 }, {})) {
      await found.each(
        FileSystems,
        ({ FileSystemArn = "" }) => FileSystemArn,
        async ({ FileSystemArn, FileSystemId }) => {
          if (FileSystemArn === undefined) return;
          const command = new sdk.DescribeFileSystemPolicyCommand({ FileSystemId });
          const policy = await found.try(FileSystemArn, () => client.send(command), null);
          found.resource({
            Arn: FileSystemArn,
            Type: "AWS::EFS::FileSystem",
            ...(policy === unread ? {} : { Policy: policy?.Policy ?? null }),
          });
        },
      );
    }
  },
});
