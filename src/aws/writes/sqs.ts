/** Policies of SQS queues. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "sqs",
  reads: ["GetQueueUrl", "GetQueueAttributes"],
  writes: ["SetQueueAttributes"],
};

async function clients(access: WriteAccess, name: string) {
  const sdk = await import("@aws-sdk/client-sqs");
  const made = clientsFor((configuration) => new sdk.SQSClient(configuration), access, calls);
  let url: Promise<string> | null = null;
  const queueUrl = () => {
    url ??= made.reader
      .send(new sdk.GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: access.account }))
      .then(({ QueueUrl = "" }) => QueueUrl);
    return url;
  };
  return { sdk, ...made, queueUrl };
}

export async function queuePolicy(name: string, arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn, queueUrl } = await clients(access, name);
  // Known before the time of a write begins to run.
  const QueueUrl = await queueUrl();
  const set = (Policy: string, options: Parameters<typeof writer.send>[1]) =>
    writer.send(new sdk.SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }), options);
  return standingPolicy(arn, access, turn, {
    read: async () => {
      const asked = new sdk.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] });
      return (await reader.send(asked)).Attributes?.Policy || null;
    },
    put: (text, _, options) => set(text, options),
    // An empty text is no policy.
    remove: (_, options) => set("", options),
  });
}

/** The KMS key that encrypts its messages; null: none. */
export async function queueKey(name: string, access: WriteAccess): Promise<string | null> {
  const { sdk, reader, queueUrl } = await clients(access, name);
  const { Attributes } = await reader.send(
    new sdk.GetQueueAttributesCommand({ QueueUrl: await queueUrl(), AttributeNames: ["KmsMasterKeyId"] }),
  );
  return Attributes?.KmsMasterKeyId || null;
}
