/** Techniques by App Runner services. */
import type { Technique } from "./technique.ts";

export const apprunnerTechniques: readonly Technique[] = [
  {
    id: "apprunner-001",
    title: "passes the role to a new App Runner service, whose start command it writes",
    references: ["https://pathfinding.cloud/paths/apprunner-001"],
    gives: { kind: "passed-role", services: ["tasks.apprunner.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      {
        action: "apprunner:CreateService",
        on: { form: "arn:${Partition}:apprunner:*:${Account}:service/*/*" },
      },
    ],
    commands: [
      "aws apprunner create-service --service-name NAME --instance-configuration InstanceRoleArn={target} --source-configuration file://SOURCE.json",
    ],
  },
  {
    id: "apprunner-002",
    title: "changes the image and start command of an existing App Runner service",
    references: ["https://pathfinding.cloud/paths/apprunner-002"],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::AppRunner::Service"], roleFrom: ["roleArn"] },
    },
    needs: [{ action: "apprunner:UpdateService", on: "workload" }],
    commands: [
      "aws apprunner update-service --service-arn {workload} --source-configuration file://SOURCE.json",
    ],
  },
];
