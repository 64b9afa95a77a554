import { defineCollector, unread } from "../collector.ts";

export const secretsManager = defineCollector({
  name: "secrets-manager",
  title: "Secrets Manager secrets",
  service: "secretsmanager",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::SecretsManager::Secret"],
  reads: [
    {
      call: "ListSecrets",
      action: "secretsmanager:ListSecrets",
      why: "finds the secrets; their values are not read",
    },
    {
      call: "GetResourcePolicy",
      action: "secretsmanager:GetResourcePolicy",
      why: "reads a secret's policy",
    },
  ],
  load: () => import("@aws-sdk/client-secrets-manager"),
  client: (sdk, configuration) => new sdk.SecretsManagerClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const { SecretList = [] } of sdk.paginateListSecrets({ client, pageSize: 100 }, {})) {
      await found.each(
        SecretList,
        ({ ARN = "" }) => ARN,
        async ({ ARN, KmsKeyId, Tags }) => {
          if (ARN === undefined) return;
          const command = new sdk.GetResourcePolicyCommand({ SecretId: ARN });
          const policy = await found.try(ARN, () => client.send(command), null);
          found.resource({
            Arn: ARN,
            Type: "AWS::SecretsManager::Secret",
            ...(policy === unread ? {} : { Policy: policy?.ResourcePolicy ?? null }),
            Attributes: {
              ...(KmsKeyId === undefined ? {} : { kmsKeyId: KmsKeyId }),
              ...(Tags === undefined || Tags.length === 0 ? {} : { tags: Tags }),
            },
          });
        },
      );
    }
  },
});
