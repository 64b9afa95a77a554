import { knownRegions, refusalOf } from "../../../aws/index.ts";
import { type CollectorContext, defineCollector, unread } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-sso-admin");
type Client = InstanceType<Sdk["SSOAdminClient"]>;
type Context = CollectorContext<Sdk, Client>;

/**
 * Permission sets with their policies, and who has them in which account. An assignment is asked for by permission set and
 * account, as far as the set is provisioned there: by people and groups it would leave out those whom the directory no
 * longer knows.
 */
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
      why: "tells a permission set's managed policies of AWS",
    },
    {
      call: "ListCustomerManagedPolicyReferencesInPermissionSet",
      action: "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
      why: "tells a permission set's policies of the accounts themselves",
    },
    {
      call: "GetPermissionsBoundaryForPermissionSet",
      action: "sso:GetPermissionsBoundaryForPermissionSet",
      why: "tells what limits a permission set",
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
    const instance = await findInstances(context);
    if (instance === unread) return;
    const { Instances, client } = instance;
    context.found.part("identity-center", { Instances, PermissionSets: [], AccountAssignments: [] });
    const there = { ...context, client };
    for (const { InstanceArn } of Instances) {
      const about = InstanceArn ?? "";
      await context.found.try(about, () => readSets(there, InstanceArn), undefined);
    }
  },
});

type Instances = {
  readonly Instances: readonly { readonly InstanceArn?: string | undefined }[];
  readonly client: Client;
};

/**
 * An organization has one instance, in a region of its own choice, and only that region tells of it. Where it is not found,
 * there is none if every region answered but for those that the account has not, or the service.
 */
async function findInstances(context: Context): Promise<Instances | typeof unread> {
  const { sdk, clientIn, place, found } = context;
  const refused = new Map<string, unknown>();
  let answered = false;
  for (const region of new Set([place.region, ...knownRegions(place.partition)])) {
    const client = clientIn(region);
    try {
      const Instances = [];
      for await (const page of sdk.paginateListInstances({ client, pageSize: 100 }, {})) {
        Instances.push(...(page.Instances ?? []));
      }
      if (Instances.length > 0) return { Instances, client };
      answered = true;
    } catch (cause) {
      // Not a gap yet: another region may tell of the instance.
      refused.set(region, cause);
    }
  }
  const missing = [...refused].filter(([, cause]) => !answered || refusalOf(cause)?.kind !== "no-such-place");
  for (const [region, cause] of missing) {
    await found.try(`the instance in ${region}`, () => Promise.reject(cause), undefined);
  }
  return missing.length === 0 ? { Instances: [], client: context.client } : unread;
}

async function readSets(context: Context, InstanceArn: string | undefined): Promise<void> {
  const { sdk, client, found } = context;
  for await (const page of sdk.paginateListPermissionSets({ client, pageSize: 100 }, { InstanceArn })) {
    await found.each(page.PermissionSets ?? [], String, async (PermissionSetArn) => {
      const asked = { InstanceArn, PermissionSetArn };
      await readSet(context, asked);
      await readAssignments(context, asked);
    });
  }
}

type Asked = { readonly InstanceArn: string | undefined; readonly PermissionSetArn: string };

/** What could not be read of a set is left out of its row. */
async function readSet({ sdk, client, found }: Context, asked: Asked): Promise<void> {
  const arn = asked.PermissionSetArn;
  const read = <T>(one: () => Promise<T>): Promise<T | null | typeof unread> => found.try(arn, one, null);
  const described = await read(() => client.send(new sdk.DescribePermissionSetCommand(asked)));
  const inline = await read(() => client.send(new sdk.GetInlinePolicyForPermissionSetCommand(asked)));
  const managed = await read(async () => {
    const all = [];
    const pages = sdk.paginateListManagedPoliciesInPermissionSet({ client, pageSize: 100 }, asked);
    for await (const page of pages) all.push(...(page.AttachedManagedPolicies ?? []));
    return all;
  });
  const ofAccounts = await read(async () => {
    const all = [];
    const config = { client, pageSize: 100 };
    const pages = sdk.paginateListCustomerManagedPolicyReferencesInPermissionSet(config, asked);
    for await (const page of pages) all.push(...(page.CustomerManagedPolicyReferences ?? []));
    return all;
  });
  const boundary = await read(() =>
    client.send(new sdk.GetPermissionsBoundaryForPermissionSetCommand(asked)),
  );
  found.part("identity-center", {
    PermissionSets: [
      {
        ...(described === unread ? {} : described?.PermissionSet),
        ...asked,
        ...(inline === unread ? {} : { InlinePolicy: inline?.InlinePolicy || null }),
        ...(managed === unread ? {} : { AttachedManagedPolicies: managed ?? [] }),
        ...(ofAccounts === unread ? {} : { CustomerManagedPolicyReferences: ofAccounts ?? [] }),
        ...(boundary === unread ? {} : { PermissionsBoundary: boundary?.PermissionsBoundary ?? null }),
      },
    ],
  });
}

async function readAssignments({ sdk, client, found }: Context, asked: Asked): Promise<void> {
  const config = { client, pageSize: 100 };
  for await (const page of sdk.paginateListAccountsForProvisionedPermissionSet(config, asked)) {
    await found.each(
      page.AccountIds ?? [],
      (id) => `${asked.PermissionSetArn} in ${id}`,
      async (AccountId) => {
        for await (const { AccountAssignments = [] } of sdk.paginateListAccountAssignments(config, {
          ...asked,
          AccountId,
        })) {
          found.part("identity-center", { AccountAssignments });
        }
      },
    );
  }
}
