import { defineCollector, unread } from "../collector.ts";

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
  async collect({ sdk, client, place, found }) {
    for await (const { repositories = [] } of sdk.paginateDescribeRepositories(
      { client, pageSize: 1000 },
      {},
    )) {
      await found.each(
        repositories,
        ({ repositoryArn = "" }) => repositoryArn,
        async ({ repositoryArn, repositoryName }) => {
          if (repositoryArn === undefined) return;
          const command = new sdk.GetRepositoryPolicyCommand({ repositoryName });
          const policy = await found.try(repositoryArn, () => client.send(command), null);
          found.resource({
            Arn: repositoryArn,
            Type: "AWS::ECR::Repository",
            ...(policy === unread ? {} : { Policy: policy?.policyText ?? null }),
          });
        },
      );
    }
    // A registry without repositories is asked, too: its policy may let others make some.
    const arn = `arn:${place.partition}:ecr:${place.region}:${place.account}:repository/*`;
    const registry = await found.try(arn, () => client.send(new sdk.GetRegistryPolicyCommand({})), null);
    if (registry === unread || registry === null) return;
    found.resource({ Arn: arn, Type: "AWS::ECR::RegistryPolicy", Policy: registry.policyText ?? null });
  },
});
