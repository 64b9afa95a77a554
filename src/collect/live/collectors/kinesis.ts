import { defineCollector, unread } from "../collector.ts";

export const kinesis = defineCollector({
  name: "kinesis",
  title: "Kinesis streams",
  service: "kinesis",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Kinesis::Stream"],
  reads: [
    { call: "ListStreams", action: "kinesis:ListStreams", why: "finds the streams" },
    { call: "GetResourcePolicy", action: "kinesis:GetResourcePolicy", why: "reads a stream's policy" },
  ],
  load: () => import("@aws-sdk/client-kinesis"),
  client: (sdk, configuration) => new sdk.KinesisClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const { StreamSummaries = [] } of sdk.paginateListStreams({ client, pageSize: 1000 }, {})) {
      const arns = StreamSummaries.map(({ StreamARN }) => StreamARN).filter((arn) => arn !== undefined);
      await found.each(arns, String, async (ResourceARN) => {
        const command = new sdk.GetResourcePolicyCommand({ ResourceARN });
        const policy = await found.try(ResourceARN, () => client.send(command), null);
        found.resource({
          Arn: ResourceARN,
          Type: "AWS::Kinesis::Stream",
          // An empty policy is how Kinesis says that there is none.
          ...(policy === unread ? {} : { Policy: withoutEmpty(policy?.Policy) }),
        });
      });
    }
  },
});

function withoutEmpty(policy: string | undefined): string | null {
  return policy === undefined || policy === "" || policy === "{}" ? null : policy;
}
