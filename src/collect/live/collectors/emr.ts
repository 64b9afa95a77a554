import { defineCollector } from "../collector.ts";
import { tagsFrom, told } from "../row-parts.ts";

export const emr = defineCollector({
  name: "emr",
  title: "EMR clusters",
  service: "elasticmapreduce",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::EMR::Cluster"],
  reads: [
    { call: "ListClusters", action: "elasticmapreduce:ListClusters", why: "finds the clusters that run" },
    {
      call: "DescribeCluster",
      action: "elasticmapreduce:DescribeCluster",
      why: "tells the instance profile that a cluster's nodes have",
    },
  ],
  load: () => import("@aws-sdk/client-emr"),
  client: (sdk, configuration) => new sdk.EMRClient(configuration),
  async collect({ sdk, client, found }) {
    const asked = {
      ClusterStates: ["STARTING" as const, "BOOTSTRAPPING" as const, "RUNNING" as const, "WAITING" as const],
    };
    for await (const { Clusters = [] } of sdk.paginateListClusters({ client }, asked)) {
      await found.each(
        Clusters,
        ({ ClusterArn = "" }) => ClusterArn,
        async ({ Id, ClusterArn }) => {
          const { Cluster } = await client.send(new sdk.DescribeClusterCommand({ ClusterId: Id }));
          const arn = ClusterArn ?? Cluster?.ClusterArn;
          if (arn === undefined) return;
          // By ARN or by name, as whoever started the cluster gave it. `ServiceRole` is for EMR itself.
          const instanceProfileArn = Cluster?.Ec2InstanceAttributes?.IamInstanceProfile;
          found.resource({
            Arn: arn,
            Type: "AWS::EMR::Cluster",
            Policy: null,
            Attributes: { ...told({ instanceProfileArn }), ...tagsFrom(Cluster?.Tags) },
          });
        },
      );
    }
  },
});
