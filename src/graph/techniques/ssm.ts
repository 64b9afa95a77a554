/** Techniques by Systems Manager. */
import { roleOfInstance } from "./ec2.ts";
import type { Place, Technique } from "./technique.ts";

/** The one that a session without another runs by; Systems Manager makes it in the account. */
const sessionDocument: Place = {
  form: "arn:${Partition}:ssm:*:${Account}:document/SSM-SessionManagerRunShell",
};
/** Documents of AWS, whose ARN has no account, that run whatever they are given: AWS-RunShellScript and its like. */
const scriptDocument: Place = { form: "arn:${Partition}:ssm:*::document/AWS-Run*Script" };

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
];
