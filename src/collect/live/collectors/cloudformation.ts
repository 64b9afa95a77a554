import { defineCollector } from "../collector.ts";

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
    for await (const { Stacks = [] } of sdk.paginateDescribeStacks({ client }, {})) {
      for (const { StackId, RoleARN } of Stacks) {
        if (StackId === undefined) continue;
        found.resource({
          Arn: StackId,
          Type: "AWS::CloudFormation::Stack",
          Policy: null,
          Attributes: RoleARN === undefined ? {} : { roleArn: RoleARN },
        });
      }
    }
    const sets = async (): Promise<void> => {
      const asked = { Status: "ACTIVE" } as const;
      for await (const { Summaries = [] } of sdk.paginateListStackSets({ client, pageSize: 100 }, asked)) {
        // Service-managed ones act by roles of AWS.
        const own = Summaries.filter(({ PermissionModel }) => PermissionModel !== "SERVICE_MANAGED");
        await found.each(
          own,
          ({ StackSetId = "" }) => StackSetId,
          async ({ StackSetName, StackSetId }) => {
            const { StackSet } = await client.send(new sdk.DescribeStackSetCommand({ StackSetName }));
            const start = `arn:${place.partition}:cloudformation:${place.region}:${place.account}`;
            found.resource({
              Arn: StackSet?.StackSetARN ?? `${start}:stackset/${StackSetId}`,
              Type: "AWS::CloudFormation::StackSet",
              Policy: null,
              Attributes: {
                administrationRoleArn: StackSet?.AdministrationRoleARN,
                executionRoleName: StackSet?.ExecutionRoleName,
              },
            });
          },
        );
      }
    };
    await found.try({ what: "resource-policies", subject: "AWS::CloudFormation::StackSet" }, sets, undefined);
  },
});
