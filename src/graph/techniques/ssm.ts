/** Techniques by Systems Manager. */
import { roleOfInstance } from "./ec2.ts";
import { execEnabled, roleOfService } from "./ecs.ts";
import type { Place, Technique } from "./technique.ts";

/** The one that a session without another runs by; Systems Manager makes it in the account. */
const sessionDocument: Place = {
  form: "arn:${Partition}:ssm:*:${Account}:document/SSM-SessionManagerRunShell",
};
/** Documents of AWS, whose ARN has no account, that run whatever they are given: AWS-RunShellScript and its like. */
const scriptDocument: Place = { form: "arn:${Partition}:ssm:*::document/AWS-Run*Script" };

const anyDocument: Place = { form: "arn:${Partition}:ssm:*:${Account}:document/*" };

const agentConnected =
  "the instance is running with an SSM agent that is connected (describe-instance-information)";

export const ssmTechniques: readonly Technique[] = [
  {
    id: "ssm-001",
    title: "opens a session on an existing EC2 instance",
    references: [
      "https://pathfinding.cloud/paths/ssm-001",
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-default-session-document.html",
    ],
    gives: roleOfInstance,
    needs: [
      { action: "ssm:StartSession", on: "workload" },
      { action: "ssm:StartSession", on: sessionDocument },
    ],
    unseen: [agentConnected],
    commands: ["aws ssm start-session --target {workload.name}"],
  },
  {
    id: "ssm-002",
    title: "sends a command to an existing EC2 instance",
    references: ["https://pathfinding.cloud/paths/ssm-002"],
    gives: roleOfInstance,
    needs: [
      { action: "ssm:SendCommand", on: "workload" },
      { action: "ssm:SendCommand", on: scriptDocument },
    ],
    unseen: [agentConnected],
    commands: [
      "aws ssm send-command --instance-ids {workload.name} --document-name AWS-RunShellScript --parameters commands=COMMAND",
    ],
  },
  {
    id: "accesslens-ssm-association",
    title: "makes an association by which an existing EC2 instance runs a script of its own",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-ssm-privesc/index.html",
    ],
    gives: roleOfInstance,
    needs: [
      {
        action: "ssm:CreateAssociation",
        on: { form: "arn:${Partition}:ssm:*:${Account}:association/*" },
      },
      { action: "ssm:CreateAssociation", on: scriptDocument },
      { action: "ssm:CreateAssociation", on: "workload" },
    ],
    unseen: [agentConnected],
    commands: [
      "aws ssm create-association --name AWS-RunShellScript --targets Key=InstanceIds,Values={workload.name} --parameters commands=COMMAND",
    ],
  },
  {
    id: "accesslens-ssm-automation",
    title: "passes the role to an automation, whose document with a script of its own it makes",
    references: [
      "https://pathfinding.cloud/paths/ssm-003",
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html",
    ],
    gives: { kind: "passed-role", services: ["ssm.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "ssm:CreateDocument", on: anyDocument },
      { action: "ssm:StartAutomationExecution", on: anyDocument },
      {
        action: "ssm:StartAutomationExecution",
        on: { form: "arn:${Partition}:ssm:*:${Account}:automation-execution/*" },
      },
    ],
    commands: [
      "aws ssm create-document --name NAME --document-type Automation --content file://DOCUMENT.json",
      "aws ssm start-automation-execution --document-name NAME --parameters AutomationAssumeRole={target}",
    ],
  },
  {
    id: "accesslens-ssm-ecs-session",
    title: "opens a session in a running task of an existing ECS service",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-ssm-privesc/index.html",
    ],
    gives: roleOfService,
    needs: [
      { action: "ssm:StartSession", on: { form: "arn:${Partition}:ecs:*:${Account}:task/*/*" } },
      { action: "ssm:StartSession", on: sessionDocument },
    ],
    unseen: [execEnabled],
    commands: ["aws ssm start-session --target ecs:CLUSTER_TASK_RUNTIME"],
  },
];
