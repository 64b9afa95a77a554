import { defineCollector } from "../collector.ts";

export const eks = defineCollector({
  name: "eks",
  title: "EKS clusters",
  service: "eks",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::EKS::Cluster", "AWS::EKS::PodIdentityAssociation"],
  reads: [
    { call: "ListClusters", action: "eks:ListClusters", why: "finds the clusters" },
    {
      call: "ListPodIdentityAssociations",
      action: "eks:ListPodIdentityAssociations",
      why: "finds the service accounts that run as roles",
    },
    {
      call: "DescribePodIdentityAssociation",
      action: "eks:DescribePodIdentityAssociation",
      why: "tells the role of a service account",
    },
  ],
  load: () => import("@aws-sdk/client-eks"),
  client: (sdk, configuration) => new sdk.EKSClient(configuration),
  async collect({ sdk, client, place, found }) {
    for await (const { clusters = [] } of sdk.paginateListClusters({ client, pageSize: 100 }, {})) {
      const arnOf = (name: string): string =>
        `arn:${place.partition}:eks:${place.region}:${place.account}:cluster/${name}`;
      await found.each(clusters, arnOf, async (clusterName) => {
        found.resource({ Arn: arnOf(clusterName), Type: "AWS::EKS::Cluster", Policy: null });
        const pages = sdk.paginateListPodIdentityAssociations({ client, pageSize: 100 }, { clusterName });
        for await (const { associations = [] } of pages) {
          const named = ({ associationArn = "" }): string => associationArn;
          await found.each(associations, named, async (one) => {
            const { associationArn, associationId, namespace, serviceAccount } = one;
            if (associationArn === undefined || associationId === undefined) return;
            const command = new sdk.DescribePodIdentityAssociationCommand({ clusterName, associationId });
            const { association } = await client.send(command);
            found.resource({
              Arn: associationArn,
              Type: "AWS::EKS::PodIdentityAssociation",
              Policy: null,
              Attributes: {
                clusterArn: arnOf(clusterName),
                namespace,
                serviceAccount,
                roleArn: association?.roleArn,
              },
            });
          });
        }
      });
    }
  },
});
