/** Policies of SQS queues. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, type WriteAccess } from "./write-client.ts";

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
  return {
    target: arn,
    account: access.account,
    isConditional: false,
    async read() {
      const { Attributes } = await reader.send(
        new sdk.GetQueueAttributesCommand({ QueueUrl: await queueUrl(), AttributeNames: ["Policy"] }),
      );
      return { text: Attributes?.Policy || null, revision: null };
    },
    write: async (text, _over, deadline) => {
      const QueueUrl = await queueUrl();
      return outcomeOf(
        // An empty text is no policy.
        (abortSignal) =>
          writer.send(new sdk.SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: text ?? "" } }), {
            abortSignal,
          }),
        turn,
        { deadline, now: access.now },
      );
    },
  };
}

/** The KMS key that encrypts its messages; null: none. */
export async function queueKey(name: string, access: WriteAccess): Promise<string | null> {
  const { sdk, reader, queueUrl } = await clients(access, name);
  const { Attributes } = await reader.send(
    new sdk.GetQueueAttributesCommand({ QueueUrl: await queueUrl(), AttributeNames: ["KmsMasterKeyId"] }),
  );
  return Attributes?.KmsMasterKeyId || null;
}
