import { type CollectorContext, defineCollector } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-sso-admin");
type Context = CollectorContext<Sdk, InstanceType<Sdk["SSOAdminClient"]>>;

export const identityCenter = defineCollector({
  name: "identity-center",
  title: "IAM Identity Center's permission sets and assignments",
  service: "sso",
  scope: "organization",
  about: "identity-center",
  types: [],
  reads: [
    { call: "ListInstances", action: "sso:ListInstances", why: "finds the instance of the organization" },
    { call: "ListPermissionSets", action: "sso:ListPermissionSets", why: "finds the permission sets" },
    {
      call: "DescribePermissionSet",
      action: "sso:DescribePermissionSet",
      why: "tells a permission set's name",
    },
    {
      call: "GetInlinePolicyForPermissionSet",
      action: "sso:GetInlinePolicyForPermissionSet",
      why: "reads a permission set's own policy",
    },
    {
      call: "ListManagedPoliciesInPermissionSet",
      action: "sso:ListManagedPoliciesInPermissionSet",
      why: "tells a permission set's managed policies",
    },
    {
      call: "ListAccountsForProvisionedPermissionSet",
      action: "sso:ListAccountsForProvisionedPermissionSet",
      why: "tells where a permission set is provisioned",
    },
    {
      call: "ListAccountAssignments",
      action: "sso:ListAccountAssignments",
      why: "tells which people and groups have a permission set in an account",
    },
  ],
  load: () => import("@aws-sdk/client-sso-admin"),
  client: (sdk, configuration) => new sdk.SSOAdminClient(configuration),
  async collect(context) {
    const { sdk, client, found } = context;
    const Instances = [];
    for await (const page of sdk.paginateListInstances({ client, pageSize: 100 }, {})) {
      Instances.push(...(page.Instances ?? []));
    }
    found.part("identity-center", { Instances, PermissionSets: [], AccountAssignments: [] });
    for (const { InstanceArn } of Instances) {
      for await (const page of sdk.paginateListPermissionSets({ client, pageSize: 100 }, { InstanceArn })) {
        await found.each(page.PermissionSets ?? [], String, (arn) => readSet(context, InstanceArn, arn));
      }
    }
  },
});

async function readSet(
  { sdk, client, found }: Context,
  InstanceArn: string | undefined,
  PermissionSetArn: string,
): Promise<void> {
  const asked = { InstanceArn, PermissionSetArn };
  const { PermissionSet } = await client.send(new sdk.DescribePermissionSetCommand(asked));
  const { InlinePolicy } = await client.send(new sdk.GetInlinePolicyForPermissionSetCommand(asked));
  const AttachedManagedPolicies = [];
  for await (const page of sdk.paginateListManagedPoliciesInPermissionSet({ client, pageSize: 100 }, asked)) {
    AttachedManagedPolicies.push(...(page.AttachedManagedPolicies ?? []));
  }
  found.part("identity-center", {
    PermissionSets: [{ ...PermissionSet, InlinePolicy: InlinePolicy || null, AttachedManagedPolicies }],
  });
  for await (const page of sdk.paginateListAccountsForProvisionedPermissionSet(
    { client, pageSize: 100 },
    asked,
  )) {
    await found.each(
      page.AccountIds ?? [],
      (id) => `${PermissionSetArn} in ${id}`,
      async (AccountId) => {
        const pages = sdk.paginateListAccountAssignments({ client, pageSize: 100 }, { ...asked, AccountId });
        for await (const { AccountAssignments = [] } of pages) {
          found.part("identity-center", { AccountAssignments });
        }
      },
    );
  }
}
