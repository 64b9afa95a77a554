import { defineCollector } from "../collector.ts";

/**
 * An endpoint's policy limits what passes through it, and grants nothing. As the row's own policy it would be read as one
 * that lets everybody use the endpoint; so it is an attribute.
 */
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
      why: "finds the endpoints, with the policies that limit what passes",
    },
  ],
  load: () => import("@aws-sdk/client-ec2"),
  client: (sdk, configuration) => new sdk.EC2Client(configuration),
  async collect({ sdk, client, place, found }) {
    for await (const page of sdk.paginateDescribeVpcEndpoints({ client, pageSize: 1000 }, {})) {
      for (const endpoint of page.VpcEndpoints ?? []) {
        const { VpcEndpointId, VpcEndpointType, OwnerId, PolicyDocument, ServiceName, VpcId } = endpoint;
        if (VpcEndpointId === undefined) continue;
        // In a VPC that is shared, others see theirs.
        if (OwnerId !== undefined && OwnerId !== place.account) continue;
        found.resource({
          Arn: `arn:${place.partition}:ec2:${place.region}:${place.account}:vpc-endpoint/${VpcEndpointId}`,
          Type: "AWS::EC2::VPCEndpoint",
          Policy: null,
          Attributes: {
            vpcEndpointType: VpcEndpointType,
            serviceName: ServiceName,
            vpcId: VpcId,
            ...(PolicyDocument ? { policyDocument: PolicyDocument } : {}),
          },
        });
      }
    }
  },
});
