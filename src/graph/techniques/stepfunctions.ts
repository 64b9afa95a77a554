/** Techniques by Step Functions, whose state machines call AWS as a role. */
import type { Gives, Place, Technique } from "./technique.ts";

const anyStateMachine: Place = { form: "arn:${Partition}:states:*:${Account}:stateMachine:*" };

const passedRole: Gives = { kind: "passed-role", services: ["states.amazonaws.com"] };

export const stepfunctionsTechniques: readonly Technique[] = [
  {
    id: "accesslens-stepfunctions-state-machine",
    title: "passes the role to a new state machine, which calls AWS as its definition says, and runs it",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-stepfunctions-privesc/index.html",
    ],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "states:CreateStateMachine", on: anyStateMachine },
      { action: "states:StartExecution", on: anyStateMachine },
    ],
    commands: [
      "aws stepfunctions create-state-machine --name NAME --definition file://DEFINITION.json --role-arn {target}",
      "aws stepfunctions start-execution --state-machine-arn MACHINE",
    ],
  },
  {
    id: "accesslens-stepfunctions-test-state",
    title: "passes the role to a state that it tests, which calls AWS as its definition says",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-stepfunctions-privesc/index.html",
      "https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html",
    ],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "states:TestState", on: "nothing" },
    ],
    commands: ["aws stepfunctions test-state --definition file://STATE.json --role-arn {target}"],
  },
  {
    id: "accesslens-stepfunctions-update-state-machine",
    title: "changes an existing state machine's definition and runs it",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-stepfunctions-privesc/index.html",
    ],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::StepFunctions::StateMachine"], roleFrom: ["roleArn"] },
    },
    needs: [
      { action: "states:UpdateStateMachine", on: "workload" },
      { action: "states:StartExecution", on: "workload" },
    ],
    commands: [
      "aws stepfunctions update-state-machine --state-machine-arn {workload} --definition file://DEFINITION.json",
      "aws stepfunctions start-execution --state-machine-arn {workload}",
    ],
  },
];
