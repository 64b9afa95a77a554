import { defineCollector, type Found, unread } from "../collector.ts";
import { told } from "../row-parts.ts";

export const sageMaker = defineCollector({
  name: "sagemaker",
  title: "SageMaker notebook instances and user profiles with their roles",
  service: "sagemaker",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::SageMaker::NotebookInstance", "AWS::SageMaker::UserProfile"],
  reads: [
    { call: "ListNotebookInstances", action: "sagemaker:ListNotebookInstances", why: "finds the notebooks" },
    {
      call: "DescribeNotebookInstance",
      action: "sagemaker:DescribeNotebookInstance",
      why: "tells the role of a notebook",
    },
    { call: "ListUserProfiles", action: "sagemaker:ListUserProfiles", why: "finds the user profiles" },
    {
      call: "DescribeUserProfile",
      action: "sagemaker:DescribeUserProfile",
      why: "tells the ARN of a user profile, and its role where it has its own",
    },
    {
      call: "DescribeDomain",
      action: "sagemaker:DescribeDomain",
      why: "tells the role of user profiles that have none of their own",
    },
  ],
  load: () => import("@aws-sdk/client-sagemaker"),
  client: (sdk, configuration) => new sdk.SageMakerClient(configuration),
  async collect({ sdk, client, found }) {
    const reading = { sdk, client, found };
    await found.try("AWS::SageMaker::NotebookInstance", () => notebooks(reading), undefined);
    await found.try("AWS::SageMaker::UserProfile", () => userProfiles(reading), undefined);
  },
});

type SageMaker = typeof import("@aws-sdk/client-sagemaker");
type Reading = {
  readonly sdk: SageMaker;
  readonly client: InstanceType<SageMaker["SageMakerClient"]>;
  readonly found: Found;
};

async function notebooks({ sdk, client, found }: Reading): Promise<void> {
  const pages = sdk.paginateListNotebookInstances({ client, pageSize: 100 }, {});
  for await (const { NotebookInstances = [] } of pages) {
    await found.each(
      NotebookInstances,
      ({ NotebookInstanceArn = "" }) => NotebookInstanceArn,
      async ({ NotebookInstanceArn, NotebookInstanceName }) => {
        if (NotebookInstanceArn === undefined) return;
        const command = new sdk.DescribeNotebookInstanceCommand({ NotebookInstanceName });
        const { RoleArn } = await client.send(command);
        found.resource({
          Arn: NotebookInstanceArn,
          Type: "AWS::SageMaker::NotebookInstance",
          Policy: null,
          Attributes: told({ roleArn: RoleArn }),
        });
      },
    );
  }
}

async function userProfiles({ sdk, client, found }: Reading): Promise<void> {
  const roles = new Map<string, Promise<string | undefined>>();
  /** One call a domain, and only where a profile leaves the role to it. */
  const roleOfDomain = (DomainId: string): Promise<string | undefined> => {
    const known = roles.get(DomainId);
    if (known !== undefined) return known;
    const command = new sdk.DescribeDomainCommand({ DomainId });
    const role = found
      .try(DomainId, () => client.send(command), null)
      .then((domain) => (domain === unread ? undefined : domain?.DefaultUserSettings?.ExecutionRole));
    roles.set(DomainId, role);
    return role;
  };
  for await (const { UserProfiles = [] } of sdk.paginateListUserProfiles({ client, pageSize: 100 }, {})) {
    await found.each(
      UserProfiles,
      ({ DomainId = "", UserProfileName = "" }) => `${DomainId}/${UserProfileName}`,
      async ({ DomainId, UserProfileName }) => {
        if (DomainId === undefined || UserProfileName === undefined) return;
        const command = new sdk.DescribeUserProfileCommand({ DomainId, UserProfileName });
        const { UserProfileArn, UserSettings } = await client.send(command);
        if (UserProfileArn === undefined) return;
        const executionRoleArn = UserSettings?.ExecutionRole ?? (await roleOfDomain(DomainId));
        found.resource({
          Arn: UserProfileArn,
          Type: "AWS::SageMaker::UserProfile",
          Policy: null,
          Attributes: told({ executionRoleArn }),
        });
      },
    );
  }
}
