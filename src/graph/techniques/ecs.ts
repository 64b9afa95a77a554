/** Techniques by ECS tasks. The cluster of a task or service is a condition key, not a resource: `ecs:cluster`. */
import type { Gives, Need, Place, Technique } from "./technique.ts";

const anyTaskDefinition: Place = {
  form: "arn:${Partition}:ecs:*:${Account}:task-definition/*:*",
};
const anyService: Place = { form: "arn:${Partition}:ecs:*:${Account}:service/*/*" };
const anyCluster: Place = { form: "arn:${Partition}:ecs:*:${Account}:cluster/*" };

const passedRole: Gives = { kind: "passed-role", services: ["ecs-tasks.amazonaws.com"] };

const passRole: Need = { action: "iam:PassRole", on: "target" };
const createCluster: Need = { action: "ecs:CreateCluster", on: anyCluster };
const registerTaskDefinition: Need = { action: "ecs:RegisterTaskDefinition", on: anyTaskDefinition };

const hasCluster = "the account has an ECS cluster (list-clusters)";

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
    unseen: ["the account has an ECS cluster with a container instance (list-container-instances)"],
    commands: [
      "aws ecs register-task-definition --family NAME --task-role-arn {target} --container-definitions file://CONTAINERS.json",
      "aws ecs start-task --cluster CLUSTER --task-definition NAME --container-instances INSTANCE",
    ],
  },
];
