/**
 * The organization: its tree, accounts, policies of all types with what they are attached to, delegated administrators.
 * Called from an account that may not read it, DescribeOrganization alone still answers.
 */
import type { PolicyType, Root } from "@aws-sdk/client-organizations";
import { type CollectorContext, defineCollector } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-organizations");
type Context = CollectorContext<Sdk, InstanceType<Sdk["OrganizationsClient"]>>;

export const organization = defineCollector({
  name: "organization",
  title: "the organization: accounts, units, control policies, delegated administrators",
  service: "organizations",
  scope: "organization",
  about: "organization",
  types: [],
  reads: [
    {
      call: "DescribeOrganization",
      action: "organizations:DescribeOrganization",
      why: "tells the organization's id and management account",
    },
    {
      call: "ListRoots",
      action: "organizations:ListRoots",
      why: "finds the root, and which types of policies are on",
    },
    {
      call: "ListOrganizationalUnitsForParent",
      action: "organizations:ListOrganizationalUnitsForParent",
      why: "reads the tree of units",
    },
    {
      call: "ListAccountsForParent",
      action: "organizations:ListAccountsForParent",
      why: "finds the accounts and where they stand",
    },
    { call: "ListPolicies", action: "organizations:ListPolicies", why: "finds the control policies" },
    { call: "DescribePolicy", action: "organizations:DescribePolicy", why: "reads a control policy's text" },
    {
      call: "ListTargetsForPolicy",
      action: "organizations:ListTargetsForPolicy",
      why: "tells what a control policy is attached to",
    },
    {
      call: "ListDelegatedAdministrators",
      action: "organizations:ListDelegatedAdministrators",
      why: "finds the delegated administrators",
    },
    {
      call: "ListDelegatedServicesForAccount",
      action: "organizations:ListDelegatedServicesForAccount",
      why: "tells what each delegated administrator is one for",
    },
    {
      call: "ListAWSServiceAccessForOrganization",
      action: "organizations:ListAWSServiceAccessForOrganization",
      why: "tells which services the organization trusts",
    },
    {
      call: "DescribeResourcePolicy",
      action: "organizations:DescribeResourcePolicy",
      why: "reads the policy that delegates the organization's management",
    },
  ],
  load: () => import("@aws-sdk/client-organizations"),
  client: (sdk, configuration) => new sdk.OrganizationsClient(configuration),
  async collect(context) {
    const { sdk, client, found } = context;
    const { Organization } = await client.send(new sdk.DescribeOrganizationCommand({}));
    found.part("organization", { Organization });
    const rooted = async (): Promise<void> => {
      const roots: Root[] = [];
      for await (const { Roots = [] } of sdk.paginateListRoots({ client }, {})) roots.push(...Roots);
      found.part("organization", { Roots: roots });
      await Promise.all([
        about(context, "organization", "Accounts", () => readTree(context, roots)),
        about(context, "control-policies", "Policies", () => readPolicies(context, roots)),
      ]);
    };
    await Promise.all([
      about(context, "organization", "Roots", rooted),
      about(context, "delegated-administrators", "DelegatedAdministrators", () => readDelegated(context)),
      about(context, "delegated-administrators", "EnabledServicePrincipals", () => readServices(context)),
      about(context, "delegated-administrators", "ResourcePolicy", () => readDelegation(context)),
    ]);
  },
});

/** Reads a member that may be refused by itself. */
function about(
  { found }: Context,
  what: "organization" | "control-policies" | "delegated-administrators",
  subject: string,
  read: () => Promise<void>,
): Promise<unknown> {
  return found.try({ what, subject }, read, undefined);
}

type Roots = readonly Root[];

async function readTree(context: Context, roots: Roots): Promise<void> {
  const { sdk, client, found } = context;
  const units: object[] = [];
  const accounts: object[] = [];
  const read = async (ParentId: string): Promise<void> => {
    const below: string[] = [];
    const asked = { ParentId };
    for await (const page of sdk.paginateListOrganizationalUnitsForParent({ client, pageSize: 20 }, asked)) {
      for (const unit of page.OrganizationalUnits ?? []) {
        units.push({ ...unit, ParentId });
        if (unit.Id !== undefined) below.push(unit.Id);
      }
    }
    for await (const { Accounts = [] } of sdk.paginateListAccountsForParent(
      { client, pageSize: 20 },
      asked,
    )) {
      accounts.push(...Accounts.map((account) => ({ ...account, ParentId })));
    }
    await Promise.all(below.map(read));
  };
  await Promise.all(roots.flatMap(({ Id }) => (Id === undefined ? [] : [read(Id)])));
  found.part("organization", { OrganizationalUnits: byId(units), Accounts: byId(accounts) });
}

async function readPolicies(context: Context, roots: Roots): Promise<void> {
  const { sdk, client, found } = context;
  const types = new Set<PolicyType>();
  for (const { Type, Status } of roots.flatMap(({ PolicyTypes = [] }) => PolicyTypes)) {
    if (Type !== undefined && Status === "ENABLED") types.add(Type);
  }
  const policies: object[] = [];
  for (const Filter of types) {
    for await (const page of sdk.paginateListPolicies({ client, pageSize: 20 }, { Filter })) {
      await found.each(
        page.Policies ?? [],
        ({ Id = "" }) => Id,
        async (summary) => {
          const { Policy } = await client.send(new sdk.DescribePolicyCommand({ PolicyId: summary.Id }));
          const targets = [];
          const pages = sdk.paginateListTargetsForPolicy({ client, pageSize: 20 }, { PolicyId: summary.Id });
          for await (const { Targets = [] } of pages)
            targets.push(...Targets.map(({ TargetId }) => TargetId));
          policies.push({ ...summary, Content: Policy?.Content, Targets: targets });
        },
      );
    }
  }
  found.part("organization", { Policies: byId(policies) });
}

async function readDelegated({ sdk, client, found }: Context): Promise<void> {
  const administrators: object[] = [];
  for await (const page of sdk.paginateListDelegatedAdministrators({ client, pageSize: 20 }, {})) {
    await found.each(
      page.DelegatedAdministrators ?? [],
      ({ Id = "" }) => Id,
      async ({ Id }) => {
        const pages = sdk.paginateListDelegatedServicesForAccount(
          { client, pageSize: 20 },
          { AccountId: Id },
        );
        for await (const { DelegatedServices = [] } of pages) {
          administrators.push(...DelegatedServices.map(({ ServicePrincipal }) => ({ Id, ServicePrincipal })));
        }
      },
    );
  }
  found.part("organization", { DelegatedAdministrators: byId(administrators) });
}

async function readServices({ sdk, client, found }: Context): Promise<void> {
  const services: object[] = [];
  for await (const page of sdk.paginateListAWSServiceAccessForOrganization({ client, pageSize: 20 }, {})) {
    services.push(...(page.EnabledServicePrincipals ?? []));
  }
  found.part("organization", { EnabledServicePrincipals: services });
}

async function readDelegation({ sdk, client, found }: Context): Promise<void> {
  const { ResourcePolicy } = await client.send(new sdk.DescribeResourcePolicyCommand({}));
  found.part("organization", { ResourcePolicy });
}

/** An order that does not depend on which answer came first. */
function byId<T extends object>(rows: readonly T[]): readonly T[] {
  const key = (row: object): string =>
    JSON.stringify([Object.entries(row).find(([name]) => name === "Id")?.[1], row]);
  return rows
    .map((row) => [key(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row);
}
