/** Who may do what on the way of a change from its account to the watcher. */
import { queueCalls } from "../../../logs/index.ts";

/** Names of what the templates make; the bus and the queue are the settings' own. */
export const names = {
  forwardingRole: "accesslens-forward-changes",
  /** Begins the names of all rules. */
  rules: "accesslens-changes",
} as const;

/** References of a template, or values: `account`, `partition` and the like are put in by whoever calls. */
export function busPolicy(organization: unknown, bus: unknown) {
  return {
    Sid: "ForwardedByTheOrganization",
    Effect: "Allow",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: bus,
    Condition: {
      StringEquals: { "aws:PrincipalOrgID": organization },
      // No other principal of the organization: what is on the bus is what rules forward.
      ArnLike: { "aws:PrincipalArn": `arn:*:iam::*:role/${names.forwardingRole}` },
    },
  };
}

export function queuePolicy(queue: unknown, rule: unknown, account: unknown) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TheRuleOfTheHub",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": rule }, StringEquals: { "aws:SourceAccount": account } },
      },
      {
        Sid: "NothingUnencrypted",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queue,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}

export function forwardingTrust(account: unknown, rules: unknown) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": rules } },
      },
    ],
  };
}

export function forwardingPolicy(bus: unknown) {
  return {
    Version: "2012-10-17",
    Statement: [{ Sid: "ToTheHub", Effect: "Allow", Action: "events:PutEvents", Resource: bus }],
  };
}

/** What the watcher does with the queue, and no more. */
export function watcherPolicy(queueArn: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TakeChanges",
        Effect: "Allow",
        Action: [...new Set(queueCalls.map(({ action }) => action))].sort(),
        Resource: queueArn,
      },
    ],
  };
}
