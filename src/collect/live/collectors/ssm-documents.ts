import { defineCollector } from "../collector.ts";

export const ssmDocuments = defineCollector({
  name: "ssm-documents",
  title: "Systems Manager documents of the account",
  service: "ssm",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::SSM::Document"],
  reads: [
    { call: "ListDocuments", action: "ssm:ListDocuments", why: "finds the account's own documents" },
    {
      call: "DescribeDocumentPermission",
      action: "ssm:DescribeDocumentPermission",
      why: "tells the accounts that a document is shared with",
    },
  ],
  load: () => import("@aws-sdk/client-ssm"),
  client: (sdk, configuration) => new sdk.SSMClient(configuration),
  async collect({ sdk, client, place, found }) {
    const start = `arn:${place.partition}:ssm:${place.region}:${place.account}:document`;
    const asked = { Filters: [{ Key: "Owner", Values: ["Self"] }] };
    for await (const page of sdk.paginateListDocuments({ client, pageSize: 50 }, asked)) {
      const names = (page.DocumentIdentifiers ?? []).map(({ Name }) => Name);
      await found.each(
        names.filter((name) => name !== undefined),
        (name) => `${start}/${name}`,
        async (Name) => {
          const command = new sdk.DescribeDocumentPermissionCommand({ Name, PermissionType: "Share" });
          const { AccountIds = [] } = await client.send(command);
          found.resource({
            Arn: `${start}/${Name}`,
            Type: "AWS::SSM::Document",
            Policy: null,
            Attributes: { sharedWith: AccountIds.toSorted() },
          });
        },
      );
    }
  },
});
