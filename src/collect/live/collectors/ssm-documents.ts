import { type CollectorContext, defineCollector } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-ssm");
type Context = CollectorContext<Sdk, InstanceType<Sdk["SSMClient"]>>;

/**
 * Documents that the account shares; others get no row. With whom, AWS tells of one document at a time: a call for each of
 * the account's own, of which a region has 500 unless AWS raised that.
 */
export const ssmDocuments = defineCollector({
  name: "ssm-documents",
  title: "Systems Manager documents that are shared",
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
  async collect(context) {
    const { sdk, client, place, found } = context;
    const start = `arn:${place.partition}:ssm:${place.region}:${place.account}:document`;
    const asked = { Filters: [{ Key: "Owner", Values: ["Self"] }] };
    for await (const page of sdk.paginateListDocuments({ client, pageSize: 50 }, asked)) {
      const names = (page.DocumentIdentifiers ?? []).map(({ Name }) => Name);
      await found.each(
        names.filter((name) => name !== undefined),
        (name) => `${start}/${name}`,
        async (Name) => {
          const sharedWith = await accountsOf(context, Name);
          if (sharedWith.length === 0) return;
          found.resource({
            Arn: `${start}/${Name}`,
            Type: "AWS::SSM::Document",
            Policy: null,
            Attributes: { sharedWith },
          });
        },
      );
    }
  },
});

/** Account ids, or `all`. The SDK has no paginator for this call. */
async function accountsOf({ sdk, client }: Context, Name: string): Promise<readonly string[]> {
  const accounts: string[] = [];
  let NextToken: string | undefined;
  do {
    const asked = { Name, PermissionType: "Share", MaxResults: 200, NextToken } as const;
    const answer = await client.send(new sdk.DescribeDocumentPermissionCommand(asked));
    accounts.push(...(answer.AccountIds ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined && NextToken !== "");
  return accounts.sort();
}
