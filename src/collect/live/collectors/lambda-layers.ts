import { defineCollector, unread } from "../collector.ts";
import { policyMember } from "./policy-text.ts";

export const lambdaLayers = defineCollector({
  name: "lambda-layers",
  title: "versions of Lambda layers",
  service: "lambda",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Lambda::LayerVersion"],
  reads: [
    { call: "ListLayers", action: "lambda:ListLayers", why: "finds the layers" },
    { call: "ListLayerVersions", action: "lambda:ListLayerVersions", why: "finds a layer's versions" },
    {
      call: "GetLayerVersionPolicy",
      action: "lambda:GetLayerVersionPolicy",
      why: "reads the policy of a layer's version",
    },
  ],
  load: () => import("@aws-sdk/client-lambda"),
  client: (sdk, configuration) => new sdk.LambdaClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const { Layers = [] } of sdk.paginateListLayers({ client, pageSize: 50 }, {})) {
      await found.each(
        Layers,
        ({ LayerArn = "" }) => LayerArn,
        async ({ LayerName }) => {
          if (LayerName === undefined) return;
          const pages = sdk.paginateListLayerVersions({ client, pageSize: 50 }, { LayerName });
          for await (const { LayerVersions = [] } of pages) {
            for (const { LayerVersionArn: Arn, Version: VersionNumber } of LayerVersions) {
              if (Arn === undefined || VersionNumber === undefined) continue;
              const policy = await found.try(
                Arn,
                () => client.send(new sdk.GetLayerVersionPolicyCommand({ LayerName, VersionNumber })),
                null,
              );
              found.resource({
                Arn,
                Type: "AWS::Lambda::LayerVersion",
                ...policyMember(policy === unread ? unread : policy?.Policy),
              });
            }
          }
        },
      );
    }
  },
});
