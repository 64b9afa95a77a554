/** Techniques by Lambda functions. */
import type { Gives, Place, Technique } from "./technique.ts";

const anyFunction: Place = { form: "arn:${Partition}:lambda:*:${Account}:function:*" };

/** Layers may be another account's. */
const anyLayerVersion: Place = { form: "arn:${Partition}:lambda:*:*:layer:*:*" };

const passedRole: Gives = { kind: "passed-role", services: ["lambda.amazonaws.com"] };
const roleOfFunction: Gives = {
  kind: "workload-role",
  workload: { types: ["AWS::Lambda::Function"], roleFrom: ["roleArn"] },
};

const isInvoked = "something invokes the function (its triggers, its Invocations metric)";

const createFunction =
  "aws lambda create-function --function-name NAME --runtime python3.13 --handler index.handler --role {target} --zip-file fileb://CODE.zip";
const updateCode = "aws lambda update-function-code --function-name {workload} --zip-file fileb://CODE.zip";

const putLayer = "aws lambda update-function-configuration --function-name {workload} --layers LAYER";

export const lambdaTechniques: readonly Technique[] = [
  {
    id: "lambda-001",
    title: "passes the role to a new Lambda function and invokes it",
    references: ["https://pathfinding.cloud/paths/lambda-001"],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "lambda:CreateFunction", on: anyFunction },
      { action: "lambda:InvokeFunction", on: anyFunction },
    ],
    commands: [createFunction, "aws lambda invoke --function-name NAME OUTPUT.json"],
  },
  {
    id: "lambda-002",
    title: "passes the role to a new Lambda function and has a queue or stream invoke it",
    references: ["https://pathfinding.cloud/paths/lambda-002"],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "lambda:CreateFunction", on: anyFunction },
      { action: "lambda:CreateEventSourceMapping", on: "nothing" },
    ],
    unseen: ["there is a queue or stream that the role may read and in which something arrives"],
    commands: [
      createFunction,
      "aws lambda create-event-source-mapping --function-name NAME --event-source-arn SOURCE --starting-position LATEST",
    ],
  },
  {
    id: "lambda-003",
    title: "changes the code of an existing Lambda function and waits for its next invocation",
    references: ["https://pathfinding.cloud/paths/lambda-003"],
    gives: roleOfFunction,
    needs: [{ action: "lambda:UpdateFunctionCode", on: "workload" }],
    unseen: [isInvoked],
    commands: [updateCode],
  },
  {
    id: "lambda-004",
    title: "changes the code of an existing Lambda function and invokes it",
    references: ["https://pathfinding.cloud/paths/lambda-004"],
    gives: roleOfFunction,
    needs: [
      { action: "lambda:UpdateFunctionCode", on: "workload" },
      { action: "lambda:InvokeFunction", on: "workload" },
    ],
    commands: [updateCode, "aws lambda invoke --function-name {workload} OUTPUT.json"],
  },
  {
    id: "lambda-005",
    title: "changes the code of an existing Lambda function and lets itself invoke it",
    references: ["https://pathfinding.cloud/paths/lambda-005"],
    gives: roleOfFunction,
    needs: [
      { action: "lambda:UpdateFunctionCode", on: "workload" },
      { action: "lambda:AddPermission", on: "workload" },
    ],
    commands: [
      updateCode,
      "aws lambda add-permission --function-name {workload} --statement-id NAME --action lambda:InvokeFunction --principal CALLER",
      "aws lambda invoke --function-name {workload} OUTPUT.json",
    ],
  },
  {
    id: "lambda-006",
    title: "passes the role to a new Lambda function and lets itself invoke it",
    references: ["https://pathfinding.cloud/paths/lambda-006"],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "lambda:CreateFunction", on: anyFunction },
      { action: "lambda:AddPermission", on: anyFunction },
    ],
    commands: [
      createFunction,
      "aws lambda add-permission --function-name NAME --statement-id NAME --action lambda:InvokeFunction --principal CALLER",
      "aws lambda invoke --function-name NAME OUTPUT.json",
    ],
  },
  {
    id: "accesslens-lambda-environment",
    title: "changes an existing Lambda function's environment so that its runtime loads other code",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-lambda-privesc/index.html",
    ],
    gives: roleOfFunction,
    needs: [{ action: "lambda:UpdateFunctionConfiguration", on: "workload" }],
    unseen: [
      isInvoked,
      "the function's runtime takes code from environment variables, as those of Node.js and Python do",
    ],
    commands: [
      "aws lambda update-function-configuration --function-name {workload} --environment file://ENVIRONMENT.json",
    ],
  },
  {
    id: "accesslens-lambda-layer",
    title: "puts a layer of its own into an existing Lambda function and waits for its next invocation",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-lambda-privesc/index.html",
    ],
    gives: roleOfFunction,
    needs: [
      { action: "lambda:UpdateFunctionConfiguration", on: "workload" },
      { action: "lambda:GetLayerVersion", on: anyLayerVersion },
    ],
    unseen: [isInvoked],
    commands: [putLayer],
  },
  {
    id: "accesslens-lambda-layer-invoke",
    title: "puts a layer of its own into an existing Lambda function and invokes it",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-lambda-privesc/index.html",
    ],
    gives: roleOfFunction,
    needs: [
      { action: "lambda:UpdateFunctionConfiguration", on: "workload" },
      { action: "lambda:GetLayerVersion", on: anyLayerVersion },
      { action: "lambda:InvokeFunction", on: "workload" },
    ],
    commands: [putLayer, "aws lambda invoke --function-name {workload} OUTPUT.json"],
  },
];
