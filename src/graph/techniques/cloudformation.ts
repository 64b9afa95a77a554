/** Techniques by CloudFormation, which makes what a template says as a role. */
import type { Gives, Place, Technique } from "./technique.ts";

const anyStack: Place = { form: "arn:${Partition}:cloudformation:*:${Account}:stack/*/*" };
const anyStackSet: Place = { form: "arn:${Partition}:cloudformation:*:${Account}:stackset/*:*" };

const existingStack: Place = {
  form: "arn:${Partition}:cloudformation:*:${Account}:stack/*/*",
  existing: "AWS::CloudFormation::Stack",
};

const passedRole: Gives = { kind: "passed-role", services: ["cloudformation.amazonaws.com"] };
const roleOfStack: Gives = {
  kind: "workload-role",
  workload: { types: ["AWS::CloudFormation::Stack"], roleFrom: ["roleArn"] },
};

export const cloudformationTechniques: readonly Technique[] = [
  {
    id: "cloudformation-001",
    title: "passes the role to a new CloudFormation stack, which makes as that role what its template says",
    references: ["https://pathfinding.cloud/paths/cloudformation-001"],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "cloudformation:CreateStack", on: anyStack },
    ],
    commands: [
      "aws cloudformation create-stack --stack-name NAME --template-body file://TEMPLATE.yaml --capabilities CAPABILITY_NAMED_IAM --role-arn {target}",
    ],
  },
  {
    id: "cloudformation-002",
    title: "updates an existing CloudFormation stack, which makes as its service role what the template says",
    references: ["https://pathfinding.cloud/paths/cloudformation-002"],
    gives: roleOfStack,
    needs: [{ action: "cloudformation:UpdateStack", on: "workload" }],
    commands: [
      "aws cloudformation update-stack --stack-name {workload} --template-body file://TEMPLATE.yaml --capabilities CAPABILITY_NAMED_IAM",
    ],
  },
  {
    id: "cloudformation-003",
    title:
      "passes the role to a new CloudFormation stack set as its administration role, and deploys its template by an execution role that trusts it",
    references: ["https://pathfinding.cloud/paths/cloudformation-003"],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "cloudformation:CreateStackSet", on: "nothing" },
      { action: "cloudformation:CreateStackInstances", on: anyStackSet },
    ],
    commands: [
      "aws cloudformation create-stack-set --stack-set-name NAME --template-body file://TEMPLATE.yaml --capabilities CAPABILITY_NAMED_IAM --administration-role-arn {target} --execution-role-name ROLE",
      "aws cloudformation create-stack-instances --stack-set-name NAME --accounts {account} --regions {region}",
    ],
  },
  {
    id: "cloudformation-004",
    title:
      "updates an existing CloudFormation stack set, which deploys its template by way of its administration role",
    references: ["https://pathfinding.cloud/paths/cloudformation-004"],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::CloudFormation::StackSet"], roleFrom: ["administrationRoleArn"] },
    },
    needs: [
      {
        action: "iam:PassRole",
        on: "target",
        context: { "iam:PassedToService": "cloudformation.amazonaws.com" },
      },
      { action: "cloudformation:UpdateStackSet", on: "workload" },
    ],
    unseen: ["the stack set has instances, or accounts that it may deploy to (list-stack-instances)"],
    commands: [
      "aws cloudformation update-stack-set --stack-set-name {workload.name} --template-body file://TEMPLATE.yaml --capabilities CAPABILITY_NAMED_IAM --administration-role-arn {target}",
    ],
  },
  {
    id: "cloudformation-005",
    title:
      "makes a change set of an existing CloudFormation stack and has the stack's service role carry it out",
    references: ["https://pathfinding.cloud/paths/cloudformation-005"],
    gives: roleOfStack,
    needs: [
      { action: "cloudformation:CreateChangeSet", on: "workload" },
      { action: "cloudformation:ExecuteChangeSet", on: "workload" },
    ],
    commands: [
      "aws cloudformation create-change-set --stack-name {workload} --change-set-name NAME --template-body file://TEMPLATE.yaml --capabilities CAPABILITY_NAMED_IAM",
      "aws cloudformation execute-change-set --stack-name {workload} --change-set-name NAME",
    ],
  },
  {
    id: "accesslens-cloudformation-new-change-set",
    title: "passes the role to a change set that makes a new CloudFormation stack, and carries it out",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-cloudformation-privesc/index.html",
    ],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "cloudformation:CreateChangeSet", on: anyStack },
      { action: "cloudformation:ExecuteChangeSet", on: anyStack },
    ],
    commands: [
      "aws cloudformation create-change-set --change-set-type CREATE --stack-name NAME --change-set-name NAME --template-body file://TEMPLATE.yaml --capabilities CAPABILITY_NAMED_IAM --role-arn {target}",
      "aws cloudformation execute-change-set --stack-name NAME --change-set-name NAME",
    ],
  },
  {
    id: "accesslens-cloudformation-update-stack-role",
    title: "passes the role to an existing CloudFormation stack, with a template of its own",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-cloudformation-privesc/index.html",
    ],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "cloudformation:UpdateStack", on: existingStack },
    ],
    commands: [
      "aws cloudformation update-stack --stack-name STACK --template-body file://TEMPLATE.yaml --capabilities CAPABILITY_NAMED_IAM --role-arn {target}",
    ],
  },
];
