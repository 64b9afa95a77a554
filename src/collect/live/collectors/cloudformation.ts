import { defineCollector } from "../collector.ts";
import { tagsFrom, told } from "../row-parts.ts";

export const cloudFormation = defineCollector({
  name: "cloudformation",
  title: "CloudFormation stacks and stack sets",
  service: "cloudformation",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet"],
  reads: [
    {
      call: "DescribeStacks",
      action: "cloudformation:DescribeStacks",
      why: "finds the stacks and the roles that they act by",
    },
    { call: "ListStackSets", action: "cloudformation:ListStackSets", why: "finds the stack sets" },
    {
      call: "DescribeStackSet",
      action: "cloudformation:DescribeStackSet",
      why: "tells the role that a stack set acts by",
    },
  ],
  load: () => import("@aws-sdk/client-cloudformation"),
  client: (sdk, configuration) => new sdk.CloudFormationClient(configuration),
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:cloudformation:${place.region}:${place.account}`;
    const stacks = async (): Promise<void> => {
      for await (const { Stacks = [] } of sdk.paginateDescribeStacks({ client }, {})) {
        for (const { StackId, RoleARN, Tags } of Stacks) {
          if (StackId === undefined) continue;
          found.resource({
            Arn: StackId,
            Type: "AWS::CloudFormation::Stack",
            Policy: null,
            Attributes: { ...told({ roleArn: RoleARN }), ...tagsFrom(Tags) },
          });
        }
      }
    };
    const sets = async (): Promise<void> => {
      const asked = { Status: "ACTIVE" } as const;
      for await (const { Summaries = [] } of sdk.paginateListStackSets({ client, pageSize: 100 }, asked)) {
        // Service-managed ones act by roles of AWS.
        const own = Summaries.filter(({ PermissionModel }) => PermissionModel !== "SERVICE_MANAGED");
        const arnOf = ({ StackSetId = "" }: { readonly StackSetId?: string | undefined }): string =>
          `${start}:stackset/${StackSetId}`;
        await found.each(own, arnOf, async (summary) => {
          const command = new sdk.DescribeStackSetCommand({ StackSetName: summary.StackSetName });
          const { StackSet } = await client.send(command);
          found.resource({
            Arn: StackSet?.StackSetARN ?? arnOf(summary),
            Type: "AWS::CloudFormation::StackSet",
            Policy: null,
            Attributes: {
              ...told({
                administrationRoleArn: StackSet?.AdministrationRoleARN,
                executionRoleName: StackSet?.ExecutionRoleName,
              }),
              ...tagsFrom(StackSet?.Tags),
            },
          });
        });
      }
    };
    await found.try("AWS::CloudFormation::Stack", stacks, undefined);
    await found.try("AWS::CloudFormation::StackSet", sets, undefined);
  },
});
