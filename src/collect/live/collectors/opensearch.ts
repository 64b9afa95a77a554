import { type CollectorContext, defineCollector, oneResource } from "../collector.ts";

/** As many as one call describes. */
const describedAtOnce = 5;

export const opensearch = defineCollector({
  name: "opensearch",
  title: "OpenSearch domains",
  service: "es",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::OpenSearchService::Domain"],
  reads: [
    { call: "ListDomainNames", action: "es:ListDomainNames", why: "finds the domains" },
    { call: "DescribeDomains", action: "es:DescribeDomains", why: "reads the domains' access policies" },
  ],
  load: () => import("@aws-sdk/client-opensearch"),
  client: (sdk, configuration) => new sdk.OpenSearchClient(configuration),
  async collect(context) {
    const { sdk, client } = context;
    const { DomainNames = [] } = await client.send(new sdk.ListDomainNamesCommand({}));
    const names = DomainNames.map(({ DomainName }) => DomainName).filter((name) => name !== undefined);
    for (let start = 0; start < names.length; start += describedAtOnce) {
      await readDomains(context, names.slice(start, start + describedAtOnce));
    }
  },
  async collectOne(context, one) {
    const { arn } = oneResource(one);
    await context.found.each([arn], String, () =>
      readDomains(context, [arn.slice(arn.lastIndexOf("/") + 1)]),
    );
  },
});

type Sdk = typeof import("@aws-sdk/client-opensearch");

async function readDomains(
  { sdk, client, found }: CollectorContext<Sdk, InstanceType<Sdk["OpenSearchClient"]>>,
  DomainNames: string[],
): Promise<void> {
  const { DomainStatusList = [] } = await client.send(new sdk.DescribeDomainsCommand({ DomainNames }));
  for (const { ARN, AccessPolicies, VPCOptions } of DomainStatusList) {
    if (ARN === undefined) continue;
    found.resource({
      Arn: ARN,
      Type: "AWS::OpenSearchService::Domain",
      Policy: AccessPolicies || null,
      Attributes: VPCOptions?.VPCId === undefined ? {} : { vpcId: VPCOptions.VPCId },
    });
  }
}
