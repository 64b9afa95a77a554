import { type CollectorContext, defineCollector, oneResource } from "../collector.ts";

export const sns = defineCollector({
  name: "sns",
  title: "SNS topics",
  service: "sns",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::SNS::Topic"],
  reads: [
    { call: "ListTopics", action: "sns:ListTopics", why: "finds the topics" },
    { call: "GetTopicAttributes", action: "sns:GetTopicAttributes", why: "reads a topic's policy" },
  ],
  load: () => import("@aws-sdk/client-sns"),
  client: (sdk, configuration) => new sdk.SNSClient(configuration),
  async collect(context) {
    const { sdk, client, found } = context;
    for await (const { Topics = [] } of sdk.paginateListTopics({ client }, {})) {
      const arns = Topics.map(({ TopicArn }) => TopicArn).filter((arn) => arn !== undefined);
      await found.each(arns, String, (arn) => readTopic(context, arn));
    }
  },
  async collectOne(context, one) {
    await context.found.each([oneResource(one).arn], String, (arn) => readTopic(context, arn));
  },
});

type Sdk = typeof import("@aws-sdk/client-sns");

async function readTopic(
  { sdk, client, found }: CollectorContext<Sdk, InstanceType<Sdk["SNSClient"]>>,
  TopicArn: string,
): Promise<void> {
  const { Attributes = {} } = await client.send(new sdk.GetTopicAttributesCommand({ TopicArn }));
  const { Policy, KmsMasterKeyId } = Attributes;
  found.resource({
    Arn: TopicArn,
    Type: "AWS::SNS::Topic",
    Policy: Policy || null,
    Attributes: KmsMasterKeyId === undefined ? {} : { kmsKeyId: KmsMasterKeyId },
  });
}
