import { defineCollector, type Found, type ResourceRow } from "../collector.ts";
import { inBatches, tagsFrom, told } from "../row-parts.ts";

/** The answers hold containers' environment variables, too: no call leaves them out. They are not kept. */
export const ecs = defineCollector({
  name: "ecs",
  title: "ECS clusters, services and task definitions",
  service: "ecs",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::ECS::Cluster", "AWS::ECS::Service", "AWS::ECS::TaskDefinition"],
  reads: [
    { call: "ListClusters", action: "ecs:ListClusters", why: "finds the clusters" },
    { call: "ListServices", action: "ecs:ListServices", why: "finds the services of a cluster" },
    {
      call: "DescribeServices",
      action: "ecs:DescribeServices",
      why: "tells what task definition a service runs, and whether with execute-command",
    },
    {
      call: "ListTaskDefinitions",
      action: "ecs:ListTaskDefinitions",
      why: "finds the task definitions, each of which may be run with another role",
    },
    {
      call: "DescribeTaskDefinition",
      action: "ecs:DescribeTaskDefinition",
      why: "tells task role and execution role of the task definitions that services run",
    },
  ],
  load: () => import("@aws-sdk/client-ecs"),
  client: (sdk, configuration) => new sdk.ECSClient(configuration),
  async collect({ sdk, client, found }) {
    const reading = { sdk, client, found };
    const services = await servicesOf(reading, await clustersOf(reading));
    const roles = await rolesOf(reading, new Set(services.map(({ definition }) => definition)));
    for (const { definition, row } of services) {
      found.resource({ ...row, Attributes: { ...row.Attributes, ...roles.get(definition) } });
    }
    await taskDefinitions(reading, roles);
  },
});

type Ecs = typeof import("@aws-sdk/client-ecs");
type Reading = {
  readonly sdk: Ecs;
  readonly client: InstanceType<Ecs["ECSClient"]>;
  readonly found: Found;
};
type Service = { readonly definition: string; readonly row: ResourceRow };
/** By task definition. */
type Roles = ReadonlyMap<string, Readonly<Record<string, string>>>;

async function clustersOf({ sdk, client, found }: Reading): Promise<readonly string[]> {
  const clusters: string[] = [];
  const list = async (): Promise<void> => {
    for await (const { clusterArns = [] } of sdk.paginateListClusters({ client, pageSize: 100 }, {})) {
      for (const Arn of clusterArns) found.resource({ Arn, Type: "AWS::ECS::Cluster", Policy: null });
      clusters.push(...clusterArns);
    }
  };
  await found.try("AWS::ECS::Cluster", list, undefined);
  return clusters;
}

async function servicesOf(reading: Reading, clusters: readonly string[]): Promise<readonly Service[]> {
  const { sdk, client, found } = reading;
  const all: Service[] = [];
  await found.each(clusters, String, async (cluster) => {
    const arns: string[] = [];
    for await (const page of sdk.paginateListServices({ client, pageSize: 100 }, { cluster })) {
      arns.push(...(page.serviceArns ?? []));
    }
    for (const services of inBatches(arns, 10)) {
      const command = new sdk.DescribeServicesCommand({ cluster, services, include: ["TAGS"] });
      for (const service of (await client.send(command)).services ?? []) {
        const { serviceArn, enableExecuteCommand, tags, taskDefinition, taskSets = [] } = service;
        if (serviceArn === undefined) continue;
        // A service that somebody else deploys has its definitions in task sets.
        const primary = taskSets.find(({ status }) => status === "PRIMARY") ?? taskSets[0];
        const definition = taskDefinition ?? primary?.taskDefinition ?? "";
        all.push({
          definition,
          row: {
            Arn: serviceArn,
            Type: "AWS::ECS::Service",
            Policy: null,
            Attributes: {
              clusterArn: cluster,
              ...told({ taskDefinitionArn: definition }),
              enableExecuteCommand: enableExecuteCommand === true,
              ...tagsFrom(tags),
            },
          },
        });
      }
    }
  });
  return all;
}

async function rolesOf({ sdk, client, found }: Reading, definitions: Set<string>): Promise<Roles> {
  definitions.delete("");
  const roles = new Map<string, Readonly<Record<string, string>>>();
  await found.each(definitions, String, async (taskDefinition) => {
    const command = new sdk.DescribeTaskDefinitionCommand({ taskDefinition });
    const { taskRoleArn, executionRoleArn } = (await client.send(command)).taskDefinition ?? {};
    roles.set(taskDefinition, told({ taskRoleArn, executionRoleArn }));
  });
  return roles;
}

/** Those that can be run; what a service runs may be deregistered. */
async function taskDefinitions({ sdk, client, found }: Reading, roles: Roles): Promise<void> {
  const list = async (): Promise<void> => {
    const active = sdk.paginateListTaskDefinitions({ client, pageSize: 100 }, { status: "ACTIVE" });
    for await (const { taskDefinitionArns = [] } of active) {
      for (const Arn of taskDefinitionArns) {
        const Attributes = roles.get(Arn);
        const row = { Arn, Type: "AWS::ECS::TaskDefinition", Policy: null };
        found.resource(Attributes === undefined ? row : { ...row, Attributes });
      }
    }
  };
  await found.try("AWS::ECS::TaskDefinition", list, undefined);
}
