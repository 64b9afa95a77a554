import { defineCollector } from "../collector.ts";

/** Policies of CloudWatch Logs belong to the account and name the log groups that they are about. */
export const logPolicies = defineCollector({
  name: "log-policies",
  title: "CloudWatch Logs policies and destinations",
  service: "logs",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Logs::ResourcePolicy", "AWS::Logs::Destination"],
  reads: [
    {
      call: "DescribeResourcePolicies",
      action: "logs:DescribeResourcePolicies",
      why: "reads who may write to the account's log groups",
    },
    {
      call: "DescribeDestinations",
      action: "logs:DescribeDestinations",
      why: "reads who may send logs to the account's destinations",
    },
  ],
  load: () => import("@aws-sdk/client-cloudwatch-logs"),
  client: (sdk, configuration) => new sdk.CloudWatchLogsClient(configuration),
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:logs:${place.region}:${place.account}`;
    let nextToken: string | undefined;
    do {
      const page = await client.send(new sdk.DescribeResourcePoliciesCommand({ nextToken }));
      for (const { policyName, policyDocument } of page.resourcePolicies ?? []) {
        if (policyName === undefined) continue;
        found.resource({
          Arn: `${start}:resource-policy:${policyName}`,
          Type: "AWS::Logs::ResourcePolicy",
          Policy: policyDocument ?? null,
        });
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    for await (const { destinations = [] } of sdk.paginateDescribeDestinations({ client }, {})) {
      for (const { arn, accessPolicy, roleArn } of destinations) {
        if (arn === undefined) continue;
        found.resource({
          Arn: arn,
          Type: "AWS::Logs::Destination",
          Policy: accessPolicy || null,
          Attributes: roleArn === undefined ? {} : { roleArn },
        });
      }
    }
  },
});
