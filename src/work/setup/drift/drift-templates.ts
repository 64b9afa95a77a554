/** The way of a change from its account to a queue, as CloudFormation: a hub, and rules in every account and region. */
import { stringify } from "yaml";
import { changeEvents } from "../../../logs/index.ts";
import { busPolicy, forwardingPolicy, forwardingTrust, names, queuePolicy } from "./drift-policies.ts";
import { type EventPattern, eventPatterns, fromCloudTrail } from "./event-patterns.ts";

export type DriftSettings = {
  readonly partition: string;
  /** The account of the hub, and the region of its bus and queue. */
  readonly account: string;
  readonly region: string;
  readonly organizationId: string;
  readonly busName: string;
  readonly queueName: string;
  /** Where IAM's and Organizations' events arrive. */
  readonly homeRegion: string;
};

/** A message that was taken so often, and never dealt with, is set aside. */
export const mostReceives = 10;
/** A message is held so long at first, in seconds; whoever works on it renews that. */
export const holdSeconds = 120;
/** SQS keeps no message longer: 14 days. */
export const keptSeconds = 1_209_600;

export function busArn({ partition, region, account, busName }: DriftSettings): string {
  return `arn:${partition}:events:${region}:${account}:event-bus/${busName}`;
}

export function queueArn({ partition, region, account, queueName }: DriftSettings): string {
  return `arn:${partition}:sqs:${region}:${account}:${queueName}`;
}

/** Rules of each region, and those of the home region besides. */
export function forwardedPatterns(): {
  readonly home: readonly EventPattern[];
  readonly region: readonly EventPattern[];
} {
  const arriving = (where: "home" | "region") => changeEvents.filter(({ arrives }) => arrives === where);
  return { home: eventPatterns(arriving("home")), region: eventPatterns(arriving("region")) };
}

const sub = (text: string) => ({ "Fn::Sub": text });
const arnOf = (resource: string) => ({ "Fn::GetAtt": [resource, "Arn"] });

export function hubTemplate(settings: DriftSettings): string {
  const { organizationId, busName, queueName } = settings;
  const bus = sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:event-bus/${busName}`);
  const rule = sub(
    `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${busName}/${names.rules}`,
  );
  const account = { Ref: "AWS::AccountId" };
  const queue = (more: object) => ({
    Type: "AWS::SQS::Queue",
    Properties: { SqsManagedSseEnabled: true, MessageRetentionPeriod: keptSeconds, ...more },
  });
  const policyOf = (resource: string) => ({
    Type: "AWS::SQS::QueuePolicy",
    Properties: {
      Queues: [{ Ref: resource }],
      PolicyDocument: queuePolicy(arnOf(resource), rule, account),
    },
  });
  return yaml({
    AWSTemplateFormatVersion: "2010-09-09",
    Description:
      "Where AccessLens hears of changes: a bus that the organization's accounts forward to, and a queue.",
    Parameters: { OrganizationId: { Type: "String", Default: organizationId } },
    Resources: {
      Bus: { Type: "AWS::Events::EventBus", Properties: { Name: busName } },
      BusPolicy: {
        Type: "AWS::Events::EventBusPolicy",
        DependsOn: "Bus",
        Properties: {
          EventBusName: busName,
          StatementId: "ForwardedByTheOrganization",
          Statement: busPolicy({ Ref: "OrganizationId" }, bus),
        },
      },
      Queue: queue({
        QueueName: queueName,
        VisibilityTimeout: holdSeconds,
        RedrivePolicy: { deadLetterTargetArn: arnOf("SetAside"), maxReceiveCount: mostReceives },
      }),
      SetAside: queue({ QueueName: `${queueName}-set-aside` }),
      QueuePolicy: policyOf("Queue"),
      SetAsidePolicy: policyOf("SetAside"),
      ToQueue: {
        Type: "AWS::Events::Rule",
        DependsOn: ["Bus", "QueuePolicy"],
        Properties: {
          Name: names.rules,
          Description: "Changes that CloudTrail tells of, to the queue of AccessLens",
          EventBusName: busName,
          EventPattern: fromCloudTrail,
          State: "ENABLED",
          Targets: [{ Id: "queue", Arn: arnOf("Queue"), DeadLetterConfig: { Arn: arnOf("SetAside") } }],
        },
      },
    },
    Outputs: { QueueUrl: { Value: { Ref: "Queue" } }, BusArn: { Value: bus } },
  });
}

export function forwardingTemplate(settings: DriftSettings): string {
  const { home, region } = forwardedPatterns();
  const role = sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${names.forwardingRole}`);
  const rule = (name: string, pattern: EventPattern, more: object) => ({
    Type: "AWS::Events::Rule",
    ...more,
    DependsOn: "Forwarding",
    Properties: {
      Name: name,
      Description: "Changes of who may do what, to the hub of AccessLens",
      EventPattern: pattern,
      State: "ENABLED",
      Targets: [{ Id: "hub", Arn: { Ref: "HubBusArn" }, RoleArn: role }],
    },
  });
  const rules = (kind: "home" | "region", patterns: readonly EventPattern[], more: object) =>
    patterns.map((pattern, index) => [
      `${kind === "home" ? "Home" : "Region"}${index + 1}`,
      rule(`${names.rules}-${kind}-${index + 1}`, pattern, more),
    ]);
  return yaml({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Forwards changes of who may do what to AccessLens: in all regions, the home region first.",
    Parameters: {
      HubBusArn: { Type: "String", Default: busArn(settings) },
      HomeRegion: {
        Type: "String",
        Default: settings.homeRegion,
        Description: "Where the events of IAM and Organizations arrive",
      },
    },
    Conditions: { IsHome: { "Fn::Equals": [{ Ref: "AWS::Region" }, { Ref: "HomeRegion" }] } },
    Resources: {
      // One for all regions: IAM knows none.
      Forwarding: {
        Type: "AWS::IAM::Role",
        Condition: "IsHome",
        Properties: {
          RoleName: names.forwardingRole,
          Description: "Rules forward changes to AccessLens by it",
          AssumeRolePolicyDocument: forwardingTrust(
            { Ref: "AWS::AccountId" },
            sub(`arn:\${AWS::Partition}:events:*:\${AWS::AccountId}:rule/${names.rules}-*`),
          ),
          Policies: [
            { PolicyName: "forward-changes", PolicyDocument: forwardingPolicy({ Ref: "HubBusArn" }) },
          ],
        },
      },
      ...Object.fromEntries([
        ...rules("home", home, { Condition: "IsHome" }),
        ...rules("region", region, {}),
      ]),
    },
  });
}

function yaml(template: object): string {
  return stringify(template, { lineWidth: 0, aliasDuplicateObjects: false, version: "1.1" });
}
