import { type CollectorContext, defineCollector, oneResource } from "../collector.ts";

export const sqs = defineCollector({
  name: "sqs",
  title: "SQS queues",
  service: "sqs",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::SQS::Queue"],
  reads: [
    { call: "ListQueues", action: "sqs:ListQueues", why: "finds the queues" },
    { call: "GetQueueAttributes", action: "sqs:GetQueueAttributes", why: "reads a queue's ARN and policy" },
  ],
  load: () => import("@aws-sdk/client-sqs"),
  client: (sdk, configuration) => new sdk.SQSClient(configuration),
  async collect(context) {
    const { sdk, client, found } = context;
    for await (const { QueueUrls = [] } of sdk.paginateListQueues({ client, pageSize: 1000 }, {})) {
      await found.each(QueueUrls, String, (url) => readQueue(context, url));
    }
  },
  async collectOne(context, one) {
    const { sdk, client, found } = context;
    const { arn } = oneResource(one);
    const name = arn.split(":").at(-1) ?? "";
    await found.each(
      [name],
      () => arn,
      async () => {
        // By the list, which tells the URL; it is of those that begin with the name.
        const pages = sdk.paginateListQueues({ client, pageSize: 1000 }, { QueueNamePrefix: name });
        for await (const { QueueUrls = [] } of pages) {
          const url = QueueUrls.find((one) => one.endsWith(`/${name}`));
          if (url !== undefined) return readQueue(context, url);
        }
      },
    );
  },
});

type Sdk = typeof import("@aws-sdk/client-sqs");

async function readQueue(
  { sdk, client, found }: CollectorContext<Sdk, InstanceType<Sdk["SQSClient"]>>,
  QueueUrl: string,
): Promise<void> {
  const command = new sdk.GetQueueAttributesCommand({
    QueueUrl,
    AttributeNames: ["QueueArn", "Policy", "KmsMasterKeyId"],
  });
  const { Attributes = {} } = await client.send(command);
  const { QueueArn, Policy, KmsMasterKeyId } = Attributes;
  if (QueueArn === undefined) return;
  found.resource({
    Arn: QueueArn,
    Type: "AWS::SQS::Queue",
    Policy: Policy || null,
    Attributes: KmsMasterKeyId === undefined ? {} : { kmsKeyId: KmsMasterKeyId },
  });
}
