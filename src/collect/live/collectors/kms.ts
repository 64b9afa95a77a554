import { defineCollector, unread } from "../collector.ts";

export const kms = defineCollector({
  name: "kms",
  title: "KMS keys with their grants",
  service: "kms",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::KMS::Key"],
  reads: [
    { call: "ListKeys", action: "kms:ListKeys", why: "finds the keys" },
    {
      call: "DescribeKey",
      action: "kms:DescribeKey",
      why: "tells keys of customers from those of AWS, and their state",
    },
    { call: "GetKeyPolicy", action: "kms:GetKeyPolicy", why: "reads a key's policy" },
    { call: "ListGrants", action: "kms:ListGrants", why: "reads who was given a key beside its policy" },
  ],
  load: () => import("@aws-sdk/client-kms"),
  client: (sdk, configuration) => new sdk.KMSClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const { Keys = [] } of sdk.paginateListKeys({ client, pageSize: 1000 }, {})) {
      await found.each(
        Keys,
        ({ KeyArn = "" }) => KeyArn,
        async ({ KeyId, KeyArn }) => {
          if (KeyId === undefined || KeyArn === undefined) return;
          const described = await found.try(
            KeyArn,
            () => client.send(new sdk.DescribeKeyCommand({ KeyId })),
            null,
          );
          const facts = described === unread || described === null ? undefined : described.KeyMetadata;
          const policy = await found.try(
            KeyArn,
            () => client.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: "default" })),
            null,
          );
          const grants = await found.try(KeyArn, () => grantsOf(sdk, client, KeyId), []);
          found.resource({
            Arn: KeyArn,
            Type: "AWS::KMS::Key",
            ...(policy === unread ? {} : { Policy: policy?.Policy ?? null }),
            Attributes: {
              ...(facts?.KeyManager === undefined ? {} : { keyManager: facts.KeyManager }),
              ...(facts?.KeyState === undefined ? {} : { keyState: facts.KeyState }),
              ...(facts?.MultiRegion === true ? { multiRegion: true } : {}),
              grants: grants === unread ? "unknown" : grants,
            },
          });
        },
      );
    }
  },
});

type Kms = typeof import("@aws-sdk/client-kms");

async function grantsOf(sdk: Kms, client: InstanceType<Kms["KMSClient"]>, KeyId: string) {
  const grants: object[] = [];
  for await (const page of sdk.paginateListGrants({ client, pageSize: 100 }, { KeyId })) {
    for (const { CreationDate: _, ...grant } of page.Grants ?? []) grants.push(grant);
  }
  return grants;
}
