/** SQS, SNS and EventBridge. */
import {
  all,
  arnAt,
  type ChangeRule,
  named,
  omit,
  resource,
  resourcePolicy,
  type ServiceEvents,
  type Touch,
} from "../change-rule.ts";

/** `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`: the region of the record counts. */
const queueUrl = /^https?:\/\/[^/]+\/(\d{12})\/([\w-]{1,80}(?:\.fifo)?)$/;
const queueAt = (at: "request.queueUrl" | "response.queueUrl"): Touch =>
  resource("AWS::SQS::Queue", named(at, "arn:{partition}:sqs:{region}:{1}:{2}", queueUrl));
const queue = queueAt("request.queueUrl");

export const sqsEvents: ServiceEvents = {
  source: "sqs.amazonaws.com",
  prefix: "sqs",
  arrives: "region",
  changes: {
    CreateQueue: {
      touches: [queueAt("response.queueUrl")],
      document: { part: "resource-policy", at: "request.attributes.Policy" },
    },
    SetQueueAttributes: {
      touches: [queue],
      document: { part: "resource-policy", at: "request.attributes.Policy", empty: "deleted" },
    },
    ...all(["AddPermission", "RemovePermission"], { touches: [queue] }),
    DeleteQueue: { touches: [queue], ...resourcePolicy("deleted") },
  },
  omitted: {
    ...omit(["TagQueue", "UntagQueue"], "tags of queues are in no snapshot"),
    ...omit(["PurgeQueue", "StartMessageMoveTask", "CancelMessageMoveTask"], "messages are not read"),
  },
};

const topic: Touch = resource("AWS::SNS::Topic", arnAt("request.topicArn"));

export const snsEvents: ServiceEvents = {
  source: "sns.amazonaws.com",
  prefix: "sns",
  arrives: "region",
  changes: {
    CreateTopic: {
      touches: [resource("AWS::SNS::Topic", arnAt("response.topicArn"))],
      ...resourcePolicy("request.attributes.Policy"),
    },
    SetTopicAttributes: {
      touches: [topic],
      onlyIf: { at: "request.attributeName", isOneOf: ["Policy", "KmsMasterKeyId"] },
      document: {
        part: "resource-policy",
        at: "request.attributeValue",
        onlyIf: { at: "request.attributeName", isOneOf: ["Policy"] },
      },
    },
    ...all(["AddPermission", "RemovePermission"], { touches: [topic] }),
    DeleteTopic: { touches: [topic], ...resourcePolicy("deleted") },
  },
  omitted: {
    ...omit(["TagResource", "UntagResource"], "tags of topics are in no snapshot"),
    ...omit(
      ["Subscribe", "Unsubscribe", "ConfirmSubscription", "SetSubscriptionAttributes"],
      "subscriptions are not read",
    ),
    PutDataProtectionPolicy: "what may be in messages says nothing of who sends them",
  },
};

const busTemplate = "arn:{partition}:events:{region}:{account}:event-bus/{}";
const bus: ChangeRule = {
  touches: [
    resource(
      "AWS::Events::EventBus",
      named("request.eventBusName", busTemplate),
      named("request.name", busTemplate),
      { always: "arn:{partition}:events:{region}:{account}:event-bus/default" },
    ),
  ],
};

export const eventBridgeEvents: ServiceEvents = {
  source: "events.amazonaws.com",
  prefix: "events",
  arrives: "region",
  changes: {
    ...all(["CreateEventBus", "DeleteEventBus", "RemovePermission"], bus),
    PutPermission: { ...bus, ...resourcePolicy("request.policy") },
  },
  omitted: {
    ...omit(["TagResource", "UntagResource", "UpdateEventBus"], "nothing of it is read"),
    ...omit(["PutResourcePolicy", "DeleteResourcePolicy"], "policies of others than buses are not read"),
  },
};
