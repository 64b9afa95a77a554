import { defineCollector } from "../collector.ts";

export const sageMaker = defineCollector({
  name: "sagemaker",
  title: "SageMaker notebook instances and user profiles",
  service: "sagemaker",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::SageMaker::NotebookInstance", "AWS::SageMaker::UserProfile"],
  reads: [
    {
      call: "ListNotebookInstances",
      action: "sagemaker:ListNotebookInstances",
      why: "finds the notebook instances",
    },
    {
      call: "DescribeNotebookInstance",
      action: "sagemaker:DescribeNotebookInstance",
      why: "tells the role that a notebook instance runs as",
    },
    { call: "ListDomains", action: "sagemaker:ListDomains", why: "finds the domains" },
    {
      call: "DescribeDomain",
      action: "sagemaker:DescribeDomain",
      why: "tells the role that a domain's users run as where they have none of their own",
    },
    { call: "ListUserProfiles", action: "sagemaker:ListUserProfiles", why: "finds the user profiles" },
    {
      call: "DescribeUserProfile",
      action: "sagemaker:DescribeUserProfile",
      why: "tells the role that a user profile runs as",
    },
  ],
  load: () => import("@aws-sdk/client-sagemaker"),
  client: (sdk, configuration) => new sdk.SageMakerClient(configuration),
  async collect({ sdk, client, place, found }) {
    for await (const page of sdk.paginateListNotebookInstances({ client, pageSize: 100 }, {})) {
      await found.each(
        page.NotebookInstances ?? [],
        ({ NotebookInstanceArn = "" }) => NotebookInstanceArn,
        async ({ NotebookInstanceArn, NotebookInstanceName }) => {
          if (NotebookInstanceArn === undefined) return;
          const command = new sdk.DescribeNotebookInstanceCommand({ NotebookInstanceName });
          const { RoleArn } = await client.send(command);
          found.resource({
            Arn: NotebookInstanceArn,
            Type: "AWS::SageMaker::NotebookInstance",
            Policy: null,
            Attributes: { roleArn: RoleArn },
          });
        },
      );
    }
    const profiles = async (): Promise<void> => {
      const roles = new Map<string, string | undefined>();
      for await (const { Domains = [] } of sdk.paginateListDomains({ client, pageSize: 100 }, {})) {
        await found.each(
          Domains,
          ({ DomainArn = "" }) => DomainArn,
          async ({ DomainId }) => {
            const { DefaultUserSettings } = await client.send(new sdk.DescribeDomainCommand({ DomainId }));
            if (DomainId !== undefined) roles.set(DomainId, DefaultUserSettings?.ExecutionRole);
          },
        );
      }
      if (roles.size === 0) return;
      const start = `arn:${place.partition}:sagemaker:${place.region}:${place.account}:user-profile`;
      for await (const { UserProfiles = [] } of sdk.paginateListUserProfiles({ client, pageSize: 100 }, {})) {
        await found.each(
          UserProfiles,
          ({ DomainId, UserProfileName }) => `${start}/${DomainId}/${UserProfileName}`,
          async ({ DomainId = "", UserProfileName }) => {
            const command = new sdk.DescribeUserProfileCommand({ DomainId, UserProfileName });
            const { UserProfileArn, UserSettings } = await client.send(command);
            found.resource({
              Arn: UserProfileArn ?? `${start}/${DomainId}/${UserProfileName}`,
              Type: "AWS::SageMaker::UserProfile",
              Policy: null,
              Attributes: { executionRoleArn: UserSettings?.ExecutionRole ?? roles.get(DomainId) },
            });
          },
        );
      }
    };
    await found.try(
      { what: "resource-policies", subject: "AWS::SageMaker::UserProfile" },
      profiles,
      undefined,
    );
  },
});
