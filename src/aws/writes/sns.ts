/** Policies of SNS topics. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = { service: "sns", reads: ["GetTopicAttributes"], writes: ["SetTopicAttributes"] };

async function clients(access: WriteAccess) {
  const sdk = await import("@aws-sdk/client-sns");
  return { sdk, ...clientsFor((configuration) => new sdk.SNSClient(configuration), access, calls) };
}

export async function topicPolicy(arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  const set = (AttributeValue: string, options: Parameters<typeof writer.send>[1]) =>
    writer.send(
      new sdk.SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "Policy", AttributeValue }),
      options,
    );
  return standingPolicy(arn, access, turn, {
    read: async () =>
      (await reader.send(new sdk.GetTopicAttributesCommand({ TopicArn: arn }))).Attributes?.Policy || null,
    put: (text, _, options) => set(text, options),
    remove: (_, options) => set("", options),
  });
}

/** The KMS key that encrypts its messages; null: none. */
export async function topicKey(arn: string, access: WriteAccess): Promise<string | null> {
  const { sdk, reader } = await clients(access);
  const { Attributes } = await reader.send(new sdk.GetTopicAttributesCommand({ TopicArn: arn }));
  return Attributes?.KmsMasterKeyId || null;
}
