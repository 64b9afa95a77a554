import { type CollectorContext, defineCollector, unread } from "../collector.ts";
import { policyMember } from "./policy-text.ts";

type Sdk = typeof import("@aws-sdk/client-cloudwatch-logs");
type Context = CollectorContext<Sdk, InstanceType<Sdk["CloudWatchLogsClient"]>>;

/**
 * What lets others deliver logs. Resource policies are the region's, and AWS enforces them for services alone
 * (API reference, PutResourcePolicy), so they are rows of their own and no log group's policy.
 */
export const logPolicies = defineCollector({
  name: "log-policies",
  title: "resource policies and destinations of CloudWatch Logs",
  service: "cloudwatchlogs",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Logs::ResourcePolicy", "AWS::Logs::Destination", "AWS::Logs::DeliveryDestination"],
  reads: [
    {
      call: "DescribeResourcePolicies",
      action: "logs:DescribeResourcePolicies",
      why: "reads which services may write logs",
    },
    {
      call: "DescribeDestinations",
      action: "logs:DescribeDestinations",
      why: "finds the destinations of subscriptions, with their policies and roles",
    },
    {
      call: "DescribeDeliveryDestinations",
      action: "logs:DescribeDeliveryDestinations",
      why: "finds the destinations of deliveries",
    },
    {
      call: "GetDeliveryDestinationPolicy",
      action: "logs:GetDeliveryDestinationPolicy",
      why: "reads the policy of a delivery's destination",
    },
  ],
  load: () => import("@aws-sdk/client-cloudwatch-logs"),
  client: (sdk, configuration) => new sdk.CloudWatchLogsClient(configuration),
  async collect(context) {
    const { found } = context;
    const part = (subject: string, read: (context: Context) => Promise<void>): Promise<unknown> =>
      found.try({ what: "resource-policies", subject }, () => read(context), undefined);
    await part("AWS::Logs::ResourcePolicy", readResourcePolicies);
    await part("AWS::Logs::Destination", readDestinations);
    await part("AWS::Logs::DeliveryDestination", readDeliveryDestinations);
  },
});

async function readResourcePolicies({ sdk, client, place, found }: Context): Promise<void> {
  // They have no ARN in AWS: this one is ours.
  const start = `arn:${place.partition}:logs:${place.region}:${place.account}:resource-policy:`;
  let nextToken: string | undefined;
  do {
    const page = await client.send(new sdk.DescribeResourcePoliciesCommand({ limit: 50, nextToken }));
    for (const { policyName, policyDocument } of page.resourcePolicies ?? []) {
      if (policyName === undefined) continue;
      found.resource({
        Arn: start + policyName,
        Type: "AWS::Logs::ResourcePolicy",
        ...policyMember(policyDocument),
      });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

async function readDestinations({ sdk, client, found }: Context): Promise<void> {
  for await (const { destinations = [] } of sdk.paginateDescribeDestinations({ client, pageSize: 50 }, {})) {
    for (const { arn, accessPolicy, roleArn, targetArn } of destinations) {
      if (arn === undefined) continue;
      found.resource({
        Arn: arn,
        Type: "AWS::Logs::Destination",
        ...policyMember(accessPolicy),
        Attributes: {
          ...(roleArn === undefined ? {} : { roleArn }),
          ...(targetArn === undefined ? {} : { targetArn }),
        },
      });
    }
  }
}

async function readDeliveryDestinations({ sdk, client, found }: Context): Promise<void> {
  const pages = sdk.paginateDescribeDeliveryDestinations({ client, pageSize: 50 }, {});
  for await (const { deliveryDestinations = [] } of pages) {
    await found.each(
      deliveryDestinations,
      ({ arn = "" }) => arn,
      async ({ arn, name }) => {
        if (arn === undefined || name === undefined) return;
        const answer = await found.try(
          arn,
          () => client.send(new sdk.GetDeliveryDestinationPolicyCommand({ deliveryDestinationName: name })),
          null,
        );
        found.resource({
          Arn: arn,
          Type: "AWS::Logs::DeliveryDestination",
          ...policyMember(answer === unread ? unread : answer?.policy?.deliveryDestinationPolicy),
        });
      },
    );
  }
}
