import { type CollectorContext, defineCollector } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-ecs");
type Context = CollectorContext<Sdk, InstanceType<Sdk["ECSClient"]>>;

/** As many as one call describes. */
const servicesAtOnce = 10;
const clustersAtOnce = 100;

export const ecs = defineCollector({
  name: "ecs",
  title: "ECS clusters, services and the task definitions that they run",
  service: "ecs",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::ECS::Cluster", "AWS::ECS::Service", "AWS::ECS::TaskDefinition"],
  reads: [
    { call: "ListClusters", action: "ecs:ListClusters", why: "finds the clusters" },
    { call: "DescribeClusters", action: "ecs:DescribeClusters", why: "tells which clusters are in use" },
    { call: "ListServices", action: "ecs:ListServices", why: "finds the services of a cluster" },
    {
      call: "DescribeServices",
      action: "ecs:DescribeServices",
      why: "tells the task definition that a service runs, and whether commands can be run in its tasks",
    },
    {
      call: "DescribeTaskDefinition",
      action: "ecs:DescribeTaskDefinition",
      why: "tells the roles of a task definition that a service runs",
    },
  ],
  load: () => import("@aws-sdk/client-ecs"),
  client: (sdk, configuration) => new sdk.ECSClient(configuration),
  async collect(context) {
    const { sdk, client, found } = context;
    const clusters = [];
    for await (const { clusterArns = [] } of sdk.paginateListClusters({ client, pageSize: 100 }, {})) {
      clusters.push(...clusterArns);
    }
    const running = new Map<string, string[]>();
    for (const some of groups(clusters, clustersAtOnce)) {
      const answer = await client.send(new sdk.DescribeClustersCommand({ clusters: [...some] }));
      for (const { clusterArn, status } of answer.clusters ?? []) {
        if (clusterArn === undefined || status === "INACTIVE") continue;
        found.resource({ Arn: clusterArn, Type: "AWS::ECS::Cluster", Policy: null });
        running.set(clusterArn, []);
      }
    }
    await found.each([...running.keys()], String, (cluster) => readServices(context, cluster));
  },
});

async function readServices({ sdk, client, found }: Context, cluster: string): Promise<void> {
  const services = [];
  for await (const { serviceArns = [] } of sdk.paginateListServices({ client, pageSize: 100 }, { cluster })) {
    services.push(...serviceArns);
  }
  const described = [];
  for (const some of groups(services, servicesAtOnce)) {
    const answer = await client.send(new sdk.DescribeServicesCommand({ cluster, services: [...some] }));
    described.push(...(answer.services ?? []));
  }
  const definitions = new Set(described.map(({ taskDefinition }) => taskDefinition));
  const roles = new Map<string, { readonly taskRoleArn?: string; readonly executionRoleArn?: string }>();
  await found.each(
    [...definitions].filter((arn) => arn !== undefined),
    String,
    async (taskDefinition) => {
      const command = new sdk.DescribeTaskDefinitionCommand({ taskDefinition });
      const { taskRoleArn, executionRoleArn } = (await client.send(command)).taskDefinition ?? {};
      const attributes = {
        ...(taskRoleArn === undefined ? {} : { taskRoleArn }),
        ...(executionRoleArn === undefined ? {} : { executionRoleArn }),
      };
      roles.set(taskDefinition, attributes);
      found.resource({
        Arn: taskDefinition,
        Type: "AWS::ECS::TaskDefinition",
        Policy: null,
        Attributes: { ...attributes, ...(taskRoleArn === undefined ? {} : { roleArn: taskRoleArn }) },
      });
    },
  );
  for (const { serviceArn, taskDefinition, enableExecuteCommand } of described) {
    if (serviceArn === undefined) continue;
    found.resource({
      Arn: serviceArn,
      Type: "AWS::ECS::Service",
      Policy: null,
      Attributes: {
        clusterArn: cluster,
        enableExecuteCommand: enableExecuteCommand === true,
        ...(taskDefinition === undefined
          ? {}
          : { taskDefinitionArn: taskDefinition, ...roles.get(taskDefinition) }),
      },
    });
  }
}

function* groups(arns: readonly string[], size: number): Iterable<readonly string[]> {
  for (let start = 0; start < arns.length; start += size) yield arns.slice(start, start + size);
}
