import { type Collector, type Found, oneResource, unread } from "../collector.ts";
import { policyMember } from "./policy-text.ts";

type Sdk = typeof import("@aws-sdk/client-dynamodb");
type Client = InstanceType<Sdk["DynamoDBClient"]>;

/** Tables, and their streams, which have policies of their own and are listed by a service of their own. */
export const dynamodb: Collector = {
  name: "dynamodb",
  title: "DynamoDB tables and their streams",
  service: "dynamodb",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::DynamoDB::Table", "AWS::DynamoDB::Stream"],
  reads: [
    { call: "ListTables", action: "dynamodb:ListTables", why: "finds the tables" },
    { call: "ListStreams", action: "dynamodb:ListStreams", why: "finds the tables' streams" },
    {
      call: "DescribeTable",
      action: "dynamodb:DescribeTable",
      why: "tells whether a table that changed is still there",
    },
    {
      call: "GetResourcePolicy",
      action: "dynamodb:GetResourcePolicy",
      why: "reads the policy of a table or stream",
    },
  ],
  async run({ partition, region, account }, configuration, guard, found) {
    const sdk = await import("@aws-sdk/client-dynamodb");
    const client = guard(new sdk.DynamoDBClient(configuration));
    await found.try(
      { what: "resource-policies", subject: "AWS::DynamoDB::Table" },
      async () => {
        for await (const { TableNames = [] } of sdk.paginateListTables({ client, pageSize: 100 }, {})) {
          const arns = TableNames.map(
            (name) => `arn:${partition}:dynamodb:${region}:${account}:table/${name}`,
          );
          await readPolicies(sdk, client, found, arns, "AWS::DynamoDB::Table");
        }
      },
      undefined,
    );
    await found.try(
      { what: "resource-policies", subject: "AWS::DynamoDB::Stream" },
      async () => {
        const streams = await import("@aws-sdk/client-dynamodb-streams");
        const lister = guard(new streams.DynamoDBStreamsClient(configuration));
        let ExclusiveStartStreamArn: string | undefined;
        do {
          const page = await lister.send(
            new streams.ListStreamsCommand({ Limit: 100, ExclusiveStartStreamArn }),
          );
          const arns = (page.Streams ?? [])
            .map(({ StreamArn }) => StreamArn)
            .filter((arn) => arn !== undefined);
          await readPolicies(sdk, client, found, arns, "AWS::DynamoDB::Stream");
          ExclusiveStartStreamArn = page.LastEvaluatedStreamArn;
        } while (ExclusiveStartStreamArn !== undefined);
      },
      undefined,
    );
  },
  async runFor(one, { region }, configuration, guard, found) {
    const sdk = await import("@aws-sdk/client-dynamodb");
    const client = guard(new sdk.DynamoDBClient({ ...configuration, region }));
    const { arn, type } = oneResource(one);
    await found.each([arn], String, async () => {
      // Where there is no policy, AWS answers as where there is no table.
      const TableName = arn.split("/")[1];
      await client.send(new sdk.DescribeTableCommand({ TableName }));
      await readPolicies(sdk, client, found, [arn], type);
    });
  },
};

async function readPolicies(
  sdk: Sdk,
  client: Client,
  found: Found,
  arns: readonly string[],
  Type: string,
): Promise<void> {
  await found.each(arns, String, async (Arn) => {
    const policy = await found.try(
      Arn,
      () => client.send(new sdk.GetResourcePolicyCommand({ ResourceArn: Arn })),
      null,
    );
    found.resource({ Arn, Type, ...policyMember(policy === unread ? unread : policy?.Policy) });
  });
}
