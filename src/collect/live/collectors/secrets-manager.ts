import { type CollectorContext, defineCollector, oneResource, unread } from "../collector.ts";

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
      call: "DescribeSecret",
      action: "secretsmanager:DescribeSecret",
      why: "tells key and tags of a secret that changed; its value is not read",
    },
    {
      call: "GetResourcePolicy",
      action: "secretsmanager:GetResourcePolicy",
      why: "reads a secret's policy",
    },
  ],
  load: () => import("@aws-sdk/client-secrets-manager"),
  client: (sdk, configuration) => new sdk.SecretsManagerClient(configuration),
  async collect(context) {
    const { sdk, client, found } = context;
    for await (const { SecretList = [] } of sdk.paginateListSecrets({ client, pageSize: 100 }, {})) {
      await found.each(
        SecretList,
        ({ ARN = "" }) => ARN,
        (secret) => readSecret(context, secret),
      );
    }
  },
  async collectOne(context, one) {
    const { sdk, client, found } = context;
    await found.each([oneResource(one).arn], String, async (SecretId) => {
      const secret = await client.send(new sdk.DescribeSecretCommand({ SecretId }));
      // One that waits for its end is in no list any more.
      if (secret.DeletedDate === undefined) await readSecret(context, secret);
    });
  },
});

type Sdk = typeof import("@aws-sdk/client-secrets-manager");
type Secret = Pick<import("@aws-sdk/client-secrets-manager").SecretListEntry, "ARN" | "KmsKeyId" | "Tags">;

async function readSecret(
  { sdk, client, found }: CollectorContext<Sdk, InstanceType<Sdk["SecretsManagerClient"]>>,
  { ARN, KmsKeyId, Tags }: Secret,
): Promise<void> {
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
}
