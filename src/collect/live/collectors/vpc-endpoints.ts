import { defineCollector } from "../collector.ts";

export const vpcEndpoints = defineCollector({
  name: "vpc-endpoints",
  title: "VPC endpoints",
  service: "ec2",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::EC2::VPCEndpoint"],
  reads: [
    {
      call: "DescribeVpcEndpoints",
      action: "ec2:DescribeVpcEndpoints",
      why: "finds the endpoints, with their policies",
    },
  ],
  load: () => import("@aws-sdk/client-ec2"),
  client: (sdk, configuration) => new sdk.EC2Client(configuration),
  async collect({ sdk, client, place, found }) {
    for await (const page of sdk.paginateDescribeVpcEndpoints({ client, pageSize: 1000 }, {})) {
      for (const { VpcEndpointId, PolicyDocument, ServiceName, VpcId } of page.VpcEndpoints ?? []) {
        if (VpcEndpointId === undefined) continue;
        found.resource({
          Arn: `arn:${place.partition}:ec2:${place.region}:${place.account}:vpc-endpoint/${VpcEndpointId}`,
          Type: "AWS::EC2::VPCEndpoint",
          Policy: PolicyDocument || null,
          Attributes: { serviceName: ServiceName, vpcId: VpcId },
        });
      }
    }
  },
});
