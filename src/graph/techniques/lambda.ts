/** Techniques by Lambda functions. */
import type { Place, Technique } from "./technique.ts";

const anyFunction: Place = { form: "arn:${Partition}:lambda:*:${Account}:function:*" };

export const lambdaTechniques: readonly Technique[] = [
  {
    id: "lambda-001",
    title: "passes the role to a new Lambda function and invokes it",
    references: ["https://pathfinding.cloud/paths/lambda-001"],
    gives: { kind: "passed-role", services: ["lambda.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "lambda:CreateFunction", on: anyFunction },
      { action: "lambda:InvokeFunction", on: anyFunction },
    ],
    commands: [
      "aws lambda create-function --function-name NAME --runtime python3.13 --handler index.handler --role {target} --zip-file fileb://CODE.zip",
      "aws lambda invoke --function-name NAME OUTPUT.json",
    ],
  },
  {
    id: "lambda-004",
    title: "changes the code of an existing Lambda function and invokes it",
    references: ["https://pathfinding.cloud/paths/lambda-004"],
    gives: { kind: "workload-role", workload: { types: ["AWS::Lambda::Function"], roleFrom: ["roleArn"] } },
    needs: [
      { action: "lambda:UpdateFunctionCode", on: "workload" },
      { action: "lambda:InvokeFunction", on: "workload" },
    ],
    commands: [
      "aws lambda update-function-code --function-name {workload} --zip-file fileb://CODE.zip",
      "aws lambda invoke --function-name {workload} OUTPUT.json",
    ],
  },
];
