import type { JobDefinition } from "@aws-sdk/client-batch";
import { defineCollector } from "../collector.ts";

/** The answers hold containers' environment variables, too: no call leaves them out. They are not kept. */
export const batch = defineCollector({
  name: "batch",
  title: "Batch job definitions and job queues",
  service: "batch",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Batch::JobDefinition", "AWS::Batch::JobQueue"],
  reads: [
    {
      call: "DescribeJobDefinitions",
      action: "batch:DescribeJobDefinitions",
      why: "finds the job definitions and tells the roles of their jobs",
    },
    { call: "DescribeJobQueues", action: "batch:DescribeJobQueues", why: "finds the job queues" },
  ],
  load: () => import("@aws-sdk/client-batch"),
  client: (sdk, configuration) => new sdk.BatchClient(configuration),
  async collect({ sdk, client, found }) {
    await found.try(
      "AWS::Batch::JobDefinition",
      async () => {
        const active = sdk.paginateDescribeJobDefinitions({ client, pageSize: 100 }, { status: "ACTIVE" });
        for await (const { jobDefinitions = [] } of active) {
          for (const definition of jobDefinitions) {
            if (definition.jobDefinitionArn === undefined) continue;
            found.resource({
              Arn: definition.jobDefinitionArn,
              Type: "AWS::Batch::JobDefinition",
              Policy: null,
              Attributes: { ...rolesOf(definition), tags: definition.tags ?? {} },
            });
          }
        }
      },
      undefined,
    );
    await found.try(
      "AWS::Batch::JobQueue",
      async () => {
        for await (const { jobQueues = [] } of sdk.paginateDescribeJobQueues({ client, pageSize: 100 }, {})) {
          for (const { jobQueueArn, tags } of jobQueues) {
            if (jobQueueArn === undefined) continue;
            found.resource({
              Arn: jobQueueArn,
              Type: "AWS::Batch::JobQueue",
              Policy: null,
              Attributes: { tags: tags ?? {} },
            });
          }
        }
      },
      undefined,
    );
  },
});

type Container = NonNullable<JobDefinition["containerProperties"]>;
type Tasks = NonNullable<JobDefinition["ecsProperties"]>;

/** A job of one container has one role; nodes and tasks have each their own. */
function rolesOf({ containerProperties, ecsProperties, nodeProperties }: JobDefinition): object {
  const nodes = nodeProperties?.nodeRangeProperties ?? [];
  const roles = new Set([
    ...ofContainer(containerProperties),
    ...ofTasks(ecsProperties),
    ...nodes.flatMap((node) => [...ofContainer(node.container), ...ofTasks(node.ecsProperties)]),
  ]);
  const [roleArn, ...more] = roles;
  if (roleArn === undefined) return {};
  return more.length === 0 ? { roleArn } : { roleArns: [...roles] };
}

function ofContainer(container: Container | undefined): readonly string[] {
  return container?.jobRoleArn === undefined ? [] : [container.jobRoleArn];
}

function ofTasks(tasks: Tasks | undefined): readonly string[] {
  return (tasks?.taskProperties ?? []).flatMap(({ taskRoleArn }) => taskRoleArn ?? []);
}
