/** Policies of SNS topics. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, type WriteAccess } from "./write-client.ts";

const calls = { service: "sns", reads: ["GetTopicAttributes"], writes: ["SetTopicAttributes"] };

async function clients(access: WriteAccess) {
  const sdk = await import("@aws-sdk/client-sns");
  return { sdk, ...clientsFor((configuration) => new sdk.SNSClient(configuration), access, calls) };
}

export async function topicPolicy(arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  return {
    target: arn,
    account: access.account,
    isConditional: false,
    async read() {
      const { Attributes } = await reader.send(new sdk.GetTopicAttributesCommand({ TopicArn: arn }));
      return { text: Attributes?.Policy || null, revision: null };
    },
    write: (text, _over, deadline) =>
      outcomeOf(
        (abortSignal) =>
          writer.send(
            new sdk.SetTopicAttributesCommand({
              TopicArn: arn,
              AttributeName: "Policy",
              AttributeValue: text ?? "",
            }),
            { abortSignal },
          ),
        turn,
        { deadline, now: access.now },
      ),
  };
}

/** The KMS key that encrypts its messages; null: none. */
export async function topicKey(arn: string, access: WriteAccess): Promise<string | null> {
  const { sdk, reader } = await clients(access);
  const { Attributes } = await reader.send(new sdk.GetTopicAttributesCommand({ TopicArn: arn }));
  return Attributes?.KmsMasterKeyId || null;
}
