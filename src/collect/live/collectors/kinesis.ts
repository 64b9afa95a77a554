import { type CollectorContext, defineCollector, unread } from "../collector.ts";
import { policyMember } from "./policy-text.ts";

type Sdk = typeof import("@aws-sdk/client-kinesis");
type Context = CollectorContext<Sdk, InstanceType<Sdk["KinesisClient"]>>;

export const kinesis = defineCollector({
  name: "kinesis",
  title: "Kinesis data streams and their consumers",
  service: "kinesis",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer"],
  reads: [
    { call: "ListStreams", action: "kinesis:ListStreams", why: "finds the streams" },
    {
      call: "ListStreamConsumers",
      action: "kinesis:ListStreamConsumers",
      why: "finds a stream's consumers, which have policies of their own",
    },
    {
      call: "GetResourcePolicy",
      action: "kinesis:GetResourcePolicy",
      why: "reads the policy of a stream or consumer",
    },
  ],
  load: () => import("@aws-sdk/client-kinesis"),
  client: (sdk, configuration) => new sdk.KinesisClient(configuration),
  async collect(context) {
    const { sdk, client, found } = context;
    for await (const page of sdk.paginateListStreams({ client, pageSize: 10_000 }, {})) {
      await found.each(
        page.StreamSummaries ?? [],
        ({ StreamARN = "" }) => StreamARN,
        async ({ StreamARN }) => {
          if (StreamARN === undefined) return;
          await readPolicy(context, StreamARN, "AWS::Kinesis::Stream");
          await found.try(StreamARN, () => readConsumers(context, StreamARN), undefined);
        },
      );
    }
  },
});

async function readConsumers(context: Context, StreamARN: string): Promise<void> {
  const { sdk, client } = context;
  const pages = sdk.paginateListStreamConsumers({ client, pageSize: 100 }, { StreamARN });
  for await (const { Consumers = [] } of pages) {
    for (const { ConsumerARN } of Consumers) {
      if (ConsumerARN !== undefined) await readPolicy(context, ConsumerARN, "AWS::Kinesis::StreamConsumer");
    }
  }
}

async function readPolicy({ sdk, client, found }: Context, Arn: string, Type: string): Promise<void> {
  const policy = await found.try(
    Arn,
    () => client.send(new sdk.GetResourcePolicyCommand({ ResourceARN: Arn })),
    null,
  );
  found.resource({ Arn, Type, ...policyMember(policy === unread ? unread : policy?.Policy) });
}
