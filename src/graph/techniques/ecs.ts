/** Techniques by ECS tasks. The cluster of a task or service is a condition key, not a resource: `ecs:cluster`. */
import type { Gives, Need, Place, Technique } from "./technique.ts";

const anyTaskDefinition: Place = {
  form: "arn:${Partition}:ecs:*:${Account}:task-definition/*:*",
};
const anyService: Place = { form: "arn:${Partition}:ecs:*:${Account}:service/*/*" };
const anyCluster: Place = { form: "arn:${Partition}:ecs:*:${Account}:cluster/*" };

const anyTask: Place = { form: "arn:${Partition}:ecs:*:${Account}:task/*/*" };
const existingTaskDefinition: Place = {
  form: "arn:${Partition}:ecs:*:${Account}:task-definition/*:*",
  existing: "AWS::ECS::TaskDefinition",
};
const existingService: Place = {
  form: "arn:${Partition}:ecs:*:${Account}:service/*/*",
  existing: "AWS::ECS::Service",
};
const existingCluster: Place = {
  form: "arn:${Partition}:ecs:*:${Account}:cluster/*",
  existing: "AWS::ECS::Cluster",
};

const passedRole: Gives = { kind: "passed-role", services: ["ecs-tasks.amazonaws.com"] };

/** A service's tasks run as the task role of its task definition. */
export const roleOfService: Gives = {
  kind: "workload-role",
  workload: { types: ["AWS::ECS::Service"], roleFrom: ["taskRoleArn", "roleArn"] },
};

const passRole: Need = { action: "iam:PassRole", on: "target" };
const createCluster: Need = { action: "ecs:CreateCluster", on: anyCluster };
const registerTaskDefinition: Need = { action: "ecs:RegisterTaskDefinition", on: anyTaskDefinition };

const hasContainerInstance =
  "the account has an ECS cluster with a container instance (list-container-instances)";
const hasCluster = "the account has an ECS cluster (list-clusters)";

/** The override leaves the execution role as it is, and ECS has it passed anew. */
const executionRole =
  "the task definition has no execution role, or one that it may pass (describe-task-definition)";

/** `enableExecuteCommand` of the service says the first half; who started the task decides. */
export const execEnabled =
  "execute-command is enabled for the service's tasks, and one is running (describe-tasks: enableExecuteCommand)";

const commandOf = {
  createCluster: "aws ecs create-cluster --cluster-name CLUSTER",
  registerTaskDefinition:
    "aws ecs register-task-definition --family NAME --task-role-arn {target} --network-mode awsvpc --requires-compatibilities FARGATE --cpu 256 --memory 512 --container-definitions file://CONTAINERS.json",
  createService:
    "aws ecs create-service --cluster CLUSTER --service-name NAME --task-definition NAME --desired-count 1 --launch-type FARGATE --network-configuration file://NETWORK.json",
  runTask:
    "aws ecs run-task --cluster CLUSTER --task-definition NAME --launch-type FARGATE --network-configuration file://NETWORK.json",
} as const;

export const ecsTechniques: readonly Technique[] = [
  {
    id: "ecs-001",
    title: "passes the role to a new task definition, and runs it as a service in a new ECS cluster",
    references: ["https://pathfinding.cloud/paths/ecs-001"],
    gives: passedRole,
    needs: [passRole, createCluster, registerTaskDefinition, { action: "ecs:CreateService", on: anyService }],
    commands: [commandOf.createCluster, commandOf.registerTaskDefinition, commandOf.createService],
  },
  {
    id: "ecs-002",
    title: "passes the role to a new task definition, and runs it as a task in a new ECS cluster",
    references: ["https://pathfinding.cloud/paths/ecs-002"],
    gives: passedRole,
    needs: [
      passRole,
      createCluster,
      registerTaskDefinition,
      { action: "ecs:RunTask", on: anyTaskDefinition },
    ],
    commands: [commandOf.createCluster, commandOf.registerTaskDefinition, commandOf.runTask],
  },
  {
    id: "ecs-003",
    title: "passes the role to a new task definition, and runs it as a service in an existing ECS cluster",
    references: ["https://pathfinding.cloud/paths/ecs-003"],
    gives: passedRole,
    needs: [passRole, registerTaskDefinition, { action: "ecs:CreateService", on: anyService }],
    unseen: [hasCluster],
    commands: [commandOf.registerTaskDefinition, commandOf.createService],
  },
  {
    id: "ecs-004",
    title: "passes the role to a new task definition, and runs it as a task in an existing ECS cluster",
    references: ["https://pathfinding.cloud/paths/ecs-004"],
    gives: passedRole,
    needs: [passRole, registerTaskDefinition, { action: "ecs:RunTask", on: anyTaskDefinition }],
    unseen: [hasCluster],
    commands: [commandOf.registerTaskDefinition, commandOf.runTask],
  },
  {
    id: "ecs-005",
    title:
      "passes the role to a new task definition, and starts it on a container instance of an existing ECS cluster",
    references: ["https://pathfinding.cloud/paths/ecs-005"],
    gives: passedRole,
    needs: [passRole, registerTaskDefinition, { action: "ecs:StartTask", on: anyTaskDefinition }],
    unseen: [hasContainerInstance],
    commands: [
      "aws ecs register-task-definition --family NAME --task-role-arn {target} --container-definitions file://CONTAINERS.json",
      "aws ecs start-task --cluster CLUSTER --task-definition NAME --container-instances INSTANCE",
    ],
  },
  {
    id: "accesslens-ecs-execute-command",
    title: "runs a shell in a running task of an existing ECS service",
    references: [
      "https://pathfinding.cloud/paths/ecs-006",
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    ],
    gives: roleOfService,
    needs: [
      { action: "ecs:ExecuteCommand", on: existingCluster },
      { action: "ecs:ExecuteCommand", on: anyTask },
    ],
    unseen: [execEnabled],
    commands: [
      "aws ecs list-tasks --cluster CLUSTER --service-name {workload.name}",
      "aws ecs execute-command --cluster CLUSTER --task TASK --interactive --command /bin/sh",
    ],
  },
  {
    id: "accesslens-ecs-run-task-override",
    title: "runs an existing task definition with the role and a command of its own in place of what it says",
    references: [
      "https://pathfinding.cloud/paths/ecs-008",
      "https://labs.reversec.com/posts/2025/08/another-ecs-privilege-escalation-path",
    ],
    gives: passedRole,
    needs: [passRole, { action: "ecs:RunTask", on: existingTaskDefinition }],
    unseen: [hasCluster, executionRole],
    commands: [
      "aws ecs run-task --cluster CLUSTER --task-definition DEFINITION --launch-type FARGATE --network-configuration file://NETWORK.json --overrides file://OVERRIDES.json",
    ],
  },
  {
    id: "accesslens-ecs-start-task-override",
    title:
      "starts an existing task definition on a container instance, with the role and a command of its own in place of what it says",
    references: [
      "https://pathfinding.cloud/paths/ecs-009",
      "https://labs.reversec.com/posts/2025/08/another-ecs-privilege-escalation-path",
    ],
    gives: passedRole,
    needs: [passRole, { action: "ecs:StartTask", on: existingTaskDefinition }],
    unseen: [hasContainerInstance, executionRole],
    commands: [
      "aws ecs start-task --cluster CLUSTER --task-definition DEFINITION --container-instances INSTANCE --overrides file://OVERRIDES.json",
    ],
  },
  {
    id: "accesslens-ecs-update-service",
    title: "passes the role to a new task definition, and has an existing ECS service run it",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-ecs-privesc/index.html",
    ],
    gives: passedRole,
    needs: [passRole, registerTaskDefinition, { action: "ecs:UpdateService", on: existingService }],
    commands: [
      commandOf.registerTaskDefinition,
      "aws ecs update-service --cluster CLUSTER --service SERVICE --task-definition NAME",
    ],
  },
];
