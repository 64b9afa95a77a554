import { type CollectorContext, defineCollector, oneResource, unread } from "../collector.ts";

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
  collect: (context) => readFileSystems(context, {}),
  async collectOne(context, one) {
    const { arn } = oneResource(one);
    const FileSystemId = arn.slice(arn.lastIndexOf("/") + 1);
    await context.found.each([arn], String, () => readFileSystems(context, { FileSystemId }));
  },
});

type Sdk = typeof import("@aws-sdk/client-efs");

async function readFileSystems(
  { sdk, client, found }: CollectorContext<Sdk, InstanceType<Sdk["EFSClient"]>>,
  asked: { readonly FileSystemId?: string },
): Promise<void> {
  for await (const { FileSystems = [] } of sdk.paginateDescribeFileSystems(
    { client, pageSize: 100 },
    asked,
  )) {
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
}
