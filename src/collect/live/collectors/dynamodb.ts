import { defineCollector, unread } from "../collector.ts";

export const dynamodb = defineCollector({
  name: "dynamodb",
  title: "DynamoDB tables",
  service: "dynamodb",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::DynamoDB::Table"],
  reads: [
    { call: "ListTables", action: "dynamodb:ListTables", why: "finds the tables" },
    { call: "GetResourcePolicy", action: "dynamodb:GetResourcePolicy", why: "reads a table's policy" },
  ],
  load: () => import("@aws-sdk/client-dynamodb"),
  client: (sdk, configuration) => new sdk.DynamoDBClient(configuration),
  async collect({ sdk, client, place, found }) {
    for await (const { TableNames = [] } of sdk.paginateListTables({ client, pageSize: 100 }, {})) {
      const arns = TableNames.map(
        (name) => `arn:${place.partition}:dynamodb:${place.region}:${place.account}:table/${name}`,
      );
      await found.each(arns, String, async (ResourceArn) => {
        const command = new sdk.GetResourcePolicyCommand({ ResourceArn });
        const policy = await found.try(ResourceArn, () => client.send(command), null);
        found.resource({
          Arn: ResourceArn,
          Type: "AWS::DynamoDB::Table",
          ...(policy === unread ? {} : { Policy: policy?.Policy ?? null }),
        });
      });
    }
  },
});
