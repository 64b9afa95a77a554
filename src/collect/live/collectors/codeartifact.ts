import { type CollectorContext, defineCollector, unread } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-codeartifact");
type Context = CollectorContext<Sdk, InstanceType<Sdk["CodeartifactClient"]>>;

/**
 * The account's own domains, with all repositories in them: those, too, that another account administers, which
 * ListRepositories would leave out.
 */
export const codeArtifact = defineCollector({
  name: "codeartifact",
  title: "CodeArtifact domains and repositories",
  service: "codeartifact",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::CodeArtifact::Domain", "AWS::CodeArtifact::Repository"],
  reads: [
    { call: "ListDomains", action: "codeartifact:ListDomains", why: "finds the domains" },
    {
      call: "GetDomainPermissionsPolicy",
      action: "codeartifact:GetDomainPermissionsPolicy",
      why: "reads a domain's policy",
    },
    {
      call: "ListRepositoriesInDomain",
      action: "codeartifact:ListRepositoriesInDomain",
      why: "finds a domain's repositories",
    },
    {
      call: "GetRepositoryPermissionsPolicy",
      action: "codeartifact:GetRepositoryPermissionsPolicy",
      why: "reads a repository's policy",
    },
  ],
  load: () => import("@aws-sdk/client-codeartifact"),
  client: (sdk, configuration) => new sdk.CodeartifactClient(configuration),
  async collect(context) {
    const { sdk, client, place, found } = context;
    for await (const { domains = [] } of sdk.paginateListDomains({ client, pageSize: 1000 }, {})) {
      await found.each(
        // Domains of others that share with us are theirs to read.
        domains.filter(({ owner }) => owner === place.account),
        ({ arn = "" }) => arn,
        async ({ arn, name: domain }) => {
          if (arn === undefined) return;
          const command = new sdk.GetDomainPermissionsPolicyCommand({ domain });
          const policy = await found.try(arn, () => client.send(command), null);
          found.resource({
            Arn: arn,
            Type: "AWS::CodeArtifact::Domain",
            ...(policy === unread ? {} : { Policy: policy?.policy?.document ?? null }),
          });
          await readRepositories(context, domain);
        },
      );
    }
  },
});

async function readRepositories({ sdk, client, found }: Context, domain: string | undefined): Promise<void> {
  for await (const page of sdk.paginateListRepositoriesInDomain({ client, pageSize: 1000 }, { domain })) {
    await found.each(
      page.repositories ?? [],
      ({ arn = "" }) => arn,
      async ({ arn, name: repository }) => {
        if (arn === undefined) return;
        const command = new sdk.GetRepositoryPermissionsPolicyCommand({ domain, repository });
        const policy = await found.try(arn, () => client.send(command), null);
        found.resource({
          Arn: arn,
          Type: "AWS::CodeArtifact::Repository",
          ...(policy === unread ? {} : { Policy: policy?.policy?.document ?? null }),
        });
      },
    );
  }
}
