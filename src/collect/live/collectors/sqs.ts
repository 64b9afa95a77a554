import { defineCollector } from "../collector.ts";

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
  async collect({ sdk, client, found }) {
    for await (const { QueueUrls = [] } of sdk.paginateListQueues({ client, pageSize: 1000 }, {})) {
      await found.each(QueueUrls, String, async (QueueUrl) => {
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
      });
    }
  },
});
