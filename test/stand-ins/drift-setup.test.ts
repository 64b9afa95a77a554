/** The templates of `setup drift` deploy: CloudFormation, as moto has it, makes what they describe. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { driftSetupFiles } from "../../src/work/setup/index.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";

const missing = missingMoto();
const region = "eu-west-1";
const files = driftSetupFiles({
  partition: "aws",
  account: motoAccount,
  region,
  organizationId: "o-a1b2c3d4e5",
  busName: "accesslens-changes",
  queueName: "accesslens-changes",
  homeRegion: "us-east-1",
});

describe("The templates of drift, deployed", { skip: missing ?? false }, () => {
  before(startMoto);

  async function deployed(name: string, where: string): Promise<ReadonlyMap<string, string>> {
    const cloudFormation = new CloudFormationClient({ region: where });
    const TemplateBody = files.find((file) => file.name === name)?.text;
    const StackName = name.replace(/\W/g, "-");
    await cloudFormation.send(
      new CreateStackCommand({ StackName, TemplateBody, Capabilities: ["CAPABILITY_NAMED_IAM"] }),
    );
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    assert.equal(Stacks[0]?.StackStatus, "CREATE_COMPLETE");
    const outputs = (Stacks[0]?.Outputs ?? []).map(
      ({ OutputKey = "", OutputValue = "" }): [string, string] => [OutputKey, OutputValue],
    );
    return new Map(outputs);
  }

  test("The hub has a bus, a queue that is encrypted and sets aside, and a rule between them", async () => {
    const outputs = await deployed("drift-hub.yaml", region);
    const events = new EventBridgeClient({ region });
    // CloudFormation tells AWS's own host of the queue.
    const endpoint = process.env.AWS_ENDPOINT_URL ?? "";
    const sqs = new SQSClient({ region, endpoint, useQueueUrlAsEndpoint: false });
    const bus = await events.send(new DescribeEventBusCommand({ Name: "accesslens-changes" }));
    assert.equal(bus.Arn, outputs.get("BusArn"));
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: outputs.get("QueueUrl"), AttributeNames: ["All"] }),
    );
    assert.match(Attributes.RedrivePolicy ?? "", /accesslens-changes-set-aside.*10/);
    assert.equal(Attributes.VisibilityTimeout, "120");
    const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName: "accesslens-changes" }));
    assert.deepEqual(
      Rules.map(({ Name }) => Name),
      ["accesslens-changes"],
    );
    const { Targets = [] } = await events.send(
      new ListTargetsByRuleCommand({ EventBusName: "accesslens-changes", Rule: "accesslens-changes" }),
    );
    assert.equal(Targets[0]?.Arn, Attributes.QueueArn);
  });

  test("The home region gets the role and all rules, others the rules of regions alone", async () => {
    const counts = [];
    for (const where of ["us-east-1", "eu-central-1"]) {
      await deployed("drift-forward.stackset.yaml", where);
      const { Rules = [] } = await new EventBridgeClient({ region: where }).send(new ListRulesCommand({}));
      for (const { EventPattern = "" } of Rules) assert.ok(EventPattern.length <= 2048);
      counts.push(Rules.filter(({ Name = "" }) => Name.includes("-home-")).length, Rules.length);
    }
    const [homeAtHome = 0, allAtHome = 0, homeElsewhere, allElsewhere] = counts;
    assert.ok(homeAtHome > 0);
    assert.equal(homeElsewhere, 0);
    assert.equal(allElsewhere, allAtHome - homeAtHome);
    const iam = new IAMClient({ region: "us-east-1" });
    const RoleName = "accesslens-forward-changes";
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    assert.match(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""), /events\.amazonaws\.com/);
    const { PolicyDocument = "" } = await iam.send(
      new GetRolePolicyCommand({ RoleName, PolicyName: "forward-changes" }),
    );
    assert.match(decodeURIComponent(PolicyDocument), /event-bus\/accesslens-changes/);
  });
});
