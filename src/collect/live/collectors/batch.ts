import { defineCollector } from "../collector.ts";

export const batch = defineCollector({
  name: "batch",
  title: "Batch job definitions and queues",
  service: "batch",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Batch::JobDefinition", "AWS::Batch::JobQueue"],
  reads: [
    {
      call: "DescribeJobDefinitions",
      action: "batch:DescribeJobDefinitions",
      why: "finds the job definitions and the roles that jobs run as",
    },
    { call: "DescribeJobQueues", action: "batch:DescribeJobQueues", why: "finds the job queues" },
  ],
  load: () => import("@aws-sdk/client-batch"),
  client: (sdk, configuration) => new sdk.BatchClient(configuration),
  async collect({ sdk, client, found }) {
    const asked = { status: "ACTIVE" };
    for await (const { jobDefinitions = [] } of sdk.paginateDescribeJobDefinitions(
      { client, pageSize: 100 },
      asked,
    )) {
      for (const { jobDefinitionArn, containerProperties } of jobDefinitions) {
        if (jobDefinitionArn === undefined) continue;
        const role = containerProperties?.jobRoleArn;
        found.resource({
          Arn: jobDefinitionArn,
          Type: "AWS::Batch::JobDefinition",
          Policy: null,
          Attributes: role === undefined ? {} : { roleArn: role },
        });
      }
    }
    for await (const { jobQueues = [] } of sdk.paginateDescribeJobQueues({ client, pageSize: 100 }, {})) {
      for (const { jobQueueArn } of jobQueues) {
        if (jobQueueArn !== undefined) {
          found.resource({ Arn: jobQueueArn, Type: "AWS::Batch::JobQueue", Policy: null });
        }
      }
    }
  },
});
