import { type CollectorContext, defineCollector, oneResource, unread } from "../collector.ts";

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
  async collect(context) {
    const { sdk, client, found } = context;
    for await (const { Keys = [] } of sdk.paginateListKeys({ client, pageSize: 1000 }, {})) {
      await found.each(
        Keys,
        ({ KeyArn = "" }) => KeyArn,
        async ({ KeyArn }) => {
          if (KeyArn !== undefined) await readKey(context, KeyArn);
        },
      );
    }
  },
  collectOne: (context, one) => readKey(context, oneResource(one).arn),
});

type Kms = typeof import("@aws-sdk/client-kms");
type Context = CollectorContext<Kms, InstanceType<Kms["KMSClient"]>>;

async function readKey({ sdk, client, found }: Context, KeyArn: string): Promise<void> {
  const KeyId = KeyArn;
  const described = await found.try(KeyArn, () => client.send(new sdk.DescribeKeyCommand({ KeyId })), null);
  // AWS does not find it: it is gone.
  if (described === null) return;
  const facts = described === unread ? undefined : described.KeyMetadata;
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
}

async function grantsOf(sdk: Kms, client: InstanceType<Kms["KMSClient"]>, KeyId: string) {
  const grants: object[] = [];
  for await (const page of sdk.paginateListGrants({ client, pageSize: 100 }, { KeyId })) {
    for (const { CreationDate: _, ...grant } of page.Grants ?? []) grants.push(grant);
  }
  return grants;
}
