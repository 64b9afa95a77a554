import { defineCollector } from "../collector.ts";

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
  async collect({ sdk, client, place, found }) {
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
          const profile = Cluster?.Ec2InstanceAttributes?.IamInstanceProfile;
          found.resource({
            Arn: arn,
            Type: "AWS::EMR::Cluster",
            Policy: null,
            Attributes:
              profile === undefined
                ? {}
                : {
                    instanceProfileArn: profile.startsWith("arn:")
                      ? profile
                      : `arn:${place.partition}:iam::${place.account}:instance-profile/${profile}`,
                  },
          });
        },
      );
    }
  },
});
