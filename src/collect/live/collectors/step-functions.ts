import { type CollectorContext, defineCollector, oneResource } from "../collector.ts";
import { told } from "../row-parts.ts";

export const stepFunctions = defineCollector({
  name: "step-functions",
  title: "Step Functions state machines",
  service: "states",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::StepFunctions::StateMachine"],
  reads: [
    { call: "ListStateMachines", action: "states:ListStateMachines", why: "finds the state machines" },
    {
      call: "DescribeStateMachine",
      action: "states:DescribeStateMachine",
      why: "tells the role that a state machine runs as; its definition is not asked for",
    },
  ],
  load: () => import("@aws-sdk/client-sfn"),
  client: (sdk, configuration) => new sdk.SFNClient(configuration),
  async collect(context) {
    const { sdk, client, found } = context;
    for await (const { stateMachines = [] } of sdk.paginateListStateMachines(
      { client, pageSize: 1000 },
      {},
    )) {
      const arns = stateMachines.map(({ stateMachineArn }) => stateMachineArn);
      await found.each(
        arns.filter((arn) => arn !== undefined),
        String,
        (arn) => readMachine(context, arn),
      );
    }
  },
  async collectOne(context, one) {
    await context.found.each([oneResource(one).arn], String, (arn) => readMachine(context, arn));
  },
});

type Sdk = typeof import("@aws-sdk/client-sfn");

async function readMachine(
  { sdk, client, found }: CollectorContext<Sdk, InstanceType<Sdk["SFNClient"]>>,
  stateMachineArn: string,
): Promise<void> {
  const command = new sdk.DescribeStateMachineCommand({ stateMachineArn, includedData: "METADATA_ONLY" });
  const { roleArn } = await client.send(command);
  found.resource({
    Arn: stateMachineArn,
    Type: "AWS::StepFunctions::StateMachine",
    Policy: null,
    Attributes: told({ roleArn }),
  });
}
