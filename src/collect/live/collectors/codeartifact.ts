import { defineCollector, unread } from "../collector.ts";

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
    { call: "ListRepositories", action: "codeartifact:ListRepositories", why: "finds the repositories" },
    {
      call: "GetRepositoryPermissionsPolicy",
      action: "codeartifact:GetRepositoryPermissionsPolicy",
      why: "reads a repository's policy",
    },
  ],
  load: () => import("@aws-sdk/client-codeartifact"),
  client: (sdk, configuration) => new sdk.CodeartifactClient(configuration),
  async collect({ sdk, client, place, found }) {
    let domainsFound = false;
    for await (const { domains = [] } of sdk.paginateListDomains({ client, pageSize: 1000 }, {})) {
      // Domains of others that share with us are theirs to read.
      const own = domains.filter(({ owner }) => owner === place.account);
      domainsFound ||= domains.length > 0;
      await found.each(
        own,
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
        },
      );
    }
    if (!domainsFound) return;
    for await (const { repositories = [] } of sdk.paginateListRepositories({ client, pageSize: 1000 }, {})) {
      await found.each(
        repositories,
        ({ arn = "" }) => arn,
        async ({ arn, domainName: domain, domainOwner, name: repository }) => {
          if (arn === undefined || domainOwner !== place.account) return;
          const command = new sdk.GetRepositoryPermissionsPolicyCommand({ domain, domainOwner, repository });
          const policy = await found.try(arn, () => client.send(command), null);
          found.resource({
            Arn: arn,
            Type: "AWS::CodeArtifact::Repository",
            ...(policy === unread ? {} : { Policy: policy?.policy?.document ?? null }),
          });
        },
      );
    }
  },
});
