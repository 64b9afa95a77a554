/** Alerts to AWS, over the SDK's real wire protocols. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { EnableSecurityHubCommand, GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Alert } from "../../src/model/index.ts";
import {
  alertConfiguration,
  alertsFileSchema,
  openChannel,
  type SendResult,
} from "../../src/notify/index.ts";
import { alert, stackSetAlert } from "../support/alerts.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";

const skip = missingMoto() ?? false;
const region = "us-east-1";

before(async () => {
  if (skip === false) await startMoto();
});

async function send(channel: object, one: Alert): Promise<SendResult> {
  const [settings] = alertConfiguration(alertsFileSchema.parse({ channels: [channel] })).channels;
  assert.ok(settings !== undefined);
  const opened = openChannel(settings, {
    environment: {},
    folder: ".",
    now: Date.now,
    write: async () => undefined,
  });
  const result = await opened.send(one, new AbortController().signal);
  opened.close();
  return result;
}

async function queue(name: string) {
  const sqs = new SQSClient({ region });
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const received = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    return Messages.map(({ Body = "" }) => JSON.parse(Body));
  };
  return { arn: Attributes.QueueArn ?? "", received };
}

test("SNS delivers an alert, with attributes to filter by", { skip }, async () => {
  const sns = new SNSClient({ region });
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "alerts" }));
  const { arn, received } = await queue("from-sns");
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arn }));
  assert.equal((await send({ type: "sns", topicArn: TopicArn }, alert())).kind, "delivered");
  const [message] = await received();
  assert.equal(message.MessageAttributes.severity.Value, "high");
  assert.deepEqual(JSON.parse(message.Message).data, alert());
});

test("a topic that does not exist is told, and may exist later", { skip }, async () => {
  const result = await send({ type: "sns", topicArn: `arn:aws:sns:${region}:${motoAccount}:gone` }, alert());
  assert.match(JSON.stringify(result), /try-again.*NotFound/);
});

test("EventBridge hands an alert to the rules of its bus", { skip }, async () => {
  const events = new EventBridgeClient({ region });
  await events.send(new CreateEventBusCommand({ Name: "security" }));
  const { arn, received } = await queue("from-eventbridge");
  await events.send(
    new PutRuleCommand({
      Name: "alerts",
      EventBusName: "security",
      EventPattern: JSON.stringify({ source: ["accesslens"], detail: { severity: ["high"] } }),
    }),
  );
  await events.send(
    new PutTargetsCommand({ Rule: "alerts", EventBusName: "security", Targets: [{ Id: "1", Arn: arn }] }),
  );
  assert.equal((await send({ type: "eventbridge", bus: "security", region }, alert())).kind, "delivered");
  const [event] = await received();
  assert.equal(event["detail-type"], "Access Changed");
  assert.deepEqual(event.detail, alert());
});

test("Security Hub has a finding for each change", { skip }, async () => {
  const hub = new SecurityHubClient({ region });
  await hub.send(new EnableSecurityHubCommand({}));
  const channel = { type: "security-hub", accountId: motoAccount, region };
  for (const one of [alert(), alert(), stackSetAlert()]) {
    assert.equal((await send(channel, one)).kind, "delivered");
  }
  const { Findings = [] } = await hub.send(new GetFindingsCommand({ MaxResults: 100 }));
  const ids = new Set(Findings.map(({ Id }) => Id));
  // 25 of the StackSet, among them the one that was sent before, and one for those that are only counted.
  assert.equal(ids.size, 26);
  assert.ok(ids.has("accesslens/drift-1"));
});
