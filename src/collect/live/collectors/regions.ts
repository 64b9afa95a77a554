import { defineCollector } from "../collector.ts";

/** The regions that an account has enabled: what its regional collectors go through. */
export const regions = defineCollector({
  name: "regions",
  title: "the account's enabled regions",
  service: "ec2",
  scope: "account",
  about: "account-settings",
  types: [],
  reads: [
    {
      call: "DescribeRegions",
      action: "ec2:DescribeRegions",
      why: "tells which regions the account has enabled",
    },
  ],
  load: () => import("@aws-sdk/client-ec2"),
  client: (sdk, configuration) => new sdk.EC2Client(configuration),
  async collect({ sdk, client, found }) {
    const { Regions = [] } = await client.send(new sdk.DescribeRegionsCommand({ AllRegions: false }));
    const names = Regions.map(({ RegionName }) => RegionName).filter((name) => name !== undefined);
    found.part("account", { EnabledRegions: names.sort() });
  },
});
