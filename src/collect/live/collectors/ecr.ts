import { type CollectorContext, defineCollector, oneResource, unread } from "../collector.ts";

export const ecr = defineCollector({
  name: "ecr",
  title: "ECR repositories",
  service: "ecr",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::ECR::Repository", "AWS::ECR::RegistryPolicy"],
  reads: [
    { call: "DescribeRepositories", action: "ecr:DescribeRepositories", why: "finds the repositories" },
    { call: "GetRepositoryPolicy", action: "ecr:GetRepositoryPolicy", why: "reads a repository's policy" },
    { call: "GetRegistryPolicy", action: "ecr:GetRegistryPolicy", why: "reads the registry's policy" },
  ],
  load: () => import("@aws-sdk/client-ecr"),
  client: (sdk, configuration) => new sdk.ECRClient(configuration),
  async collect(context) {
    const { sdk, client, place, found } = context;
    for await (const { repositories = [] } of sdk.paginateDescribeRepositories(
      { client, pageSize: 1000 },
      {},
    )) {
      await found.each(
        repositories,
        ({ repositoryArn = "" }) => repositoryArn,
        (repository) => readRepository(context, repository),
      );
    }
    // A registry without repositories is asked, too: its policy may let others make some.
    await readRegistry(context, `arn:${place.partition}:ecr:${place.region}:${place.account}:repository/*`);
  },
  async collectOne(context, one) {
    const { sdk, client, found } = context;
    const { arn, type } = oneResource(one);
    if (type === "AWS::ECR::RegistryPolicy") return readRegistry(context, arn);
    await found.each([arn], String, async () => {
      const repositoryNames = [arn.slice(arn.indexOf(":repository/") + ":repository/".length)];
      const command = new sdk.DescribeRepositoriesCommand({ repositoryNames });
      for (const repository of (await client.send(command)).repositories ?? []) {
        await readRepository(context, repository);
      }
    });
  },
});

type Sdk = typeof import("@aws-sdk/client-ecr");
type Context = CollectorContext<Sdk, InstanceType<Sdk["ECRClient"]>>;
type Repository = {
  readonly repositoryArn?: string | undefined;
  readonly repositoryName?: string | undefined;
};

async function readRepository(
  { sdk, client, found }: Context,
  { repositoryArn, repositoryName }: Repository,
): Promise<void> {
  if (repositoryArn === undefined) return;
  const command = new sdk.GetRepositoryPolicyCommand({ repositoryName });
  const policy = await found.try(repositoryArn, () => client.send(command), null);
  found.resource({
    Arn: repositoryArn,
    Type: "AWS::ECR::Repository",
    ...(policy === unread ? {} : { Policy: policy?.policyText ?? null }),
  });
}

async function readRegistry({ sdk, client, found }: Context, arn: string): Promise<void> {
  const registry = await found.try(arn, () => client.send(new sdk.GetRegistryPolicyCommand({})), null);
  if (registry === unread || registry === null) return;
  found.resource({ Arn: arn, Type: "AWS::ECR::RegistryPolicy", Policy: registry.policyText ?? null });
}
