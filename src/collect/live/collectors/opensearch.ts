import { defineCollector } from "../collector.ts";

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
  async collect({ sdk, client, found }) {
    const { DomainNames = [] } = await client.send(new sdk.ListDomainNamesCommand({}));
    const names = DomainNames.map(({ DomainName }) => DomainName).filter((name) => name !== undefined);
    for (let start = 0; start < names.length; start += describedAtOnce) {
      const command = new sdk.DescribeDomainsCommand({
        DomainNames: names.slice(start, start + describedAtOnce),
      });
      for (const { ARN, AccessPolicies, VPCOptions } of (await client.send(command)).DomainStatusList ?? []) {
        if (ARN === undefined) continue;
        found.resource({
          Arn: ARN,
          Type: "AWS::OpenSearchService::Domain",
          Policy: AccessPolicies || null,
          Attributes: VPCOptions?.VPCId === undefined ? {} : { vpcId: VPCOptions.VPCId },
        });
      }
    }
  },
});
