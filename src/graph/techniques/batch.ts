/** Techniques by Batch jobs, which run as ECS tasks. */
import type { Place, Technique } from "./technique.ts";

const anyJob: Place = { form: "arn:${Partition}:batch:*:${Account}:job/*" };
const anyJobDefinition: Place = { form: "arn:${Partition}:batch:*:${Account}:job-definition/*" };
const existingJobQueue: Place = {
  form: "arn:${Partition}:batch:*:${Account}:job-queue/*",
  existing: "AWS::Batch::JobQueue",
};

export const batchTechniques: readonly Technique[] = [
  {
    id: "accesslens-batch-job",
    title: "passes the role to a new Batch job definition and submits a job of it",
    references: [
      "https://pathfinding.cloud/paths/batch-001",
      "https://blog.doyensec.com/2023/06/13/messing-around-with-aws-batch-for-privilege-escalations.html",
    ],
    gives: { kind: "passed-role", services: ["ecs-tasks.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "batch:RegisterJobDefinition", on: anyJobDefinition },
      { action: "batch:SubmitJob", on: anyJobDefinition },
      { action: "batch:SubmitJob", on: anyJob },
      { action: "batch:SubmitJob", on: existingJobQueue },
    ],
    commands: [
      "aws batch register-job-definition --job-definition-name NAME --type container --container-properties file://CONTAINER.json",
      "aws batch submit-job --job-name NAME --job-queue QUEUE --job-definition NAME",
    ],
  },
  {
    id: "accesslens-batch-submit-job",
    title: "submits a job of an existing Batch job definition with a command of its own",
    references: [
      "https://pathfinding.cloud/paths/batch-002",
      "https://blog.doyensec.com/2023/06/13/messing-around-with-aws-batch-for-privilege-escalations.html",
    ],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::Batch::JobDefinition"], roleFrom: ["roleArn", "roleArns"] },
    },
    needs: [
      { action: "batch:SubmitJob", on: "workload" },
      { action: "batch:SubmitJob", on: anyJob },
      { action: "batch:SubmitJob", on: existingJobQueue },
    ],
    commands: [
      "aws batch submit-job --job-name NAME --job-queue QUEUE --job-definition {workload} --container-overrides command=COMMAND",
    ],
  },
];
