/** The organization that the guides are about, in moto, by the ids that they use. */
import { CreateRoleCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { credentialsIn, iamIn } from "../live-roles.ts";
import type { CallerPlace } from "./living-trust.ts";
import type { Names } from "./shown.ts";

const region = "us-east-1";

/** As the guides have them; moto draws others, which `Names` puts in their place. */
const accounts = [
  ["security", "111122223333", "Security"],
  ["orders", "222233334444", "Workloads"],
  ["billing", "333344445555", "Workloads"],
  ["playground", "444455556666", "Sandbox"],
] as const;
const units = [
  ["Security", "ou-ab12-security"],
  ["Workloads", "ou-ab12-workload"],
  ["Sandbox", "ou-ab12-sandbox1"],
] as const;

/** Accounts whose real ids are in the same order as those of the guides, since tables are sorted by them. */
const orderedSeeds = [20, 30, 22, 14];

export async function guideOrganization(url: string, names: Names): Promise<void> {
  await fetch(`${url}/moto-api/reset`, { method: "POST" });
  const seeded = async (seed: number): Promise<void> => {
    await fetch(`${url}/moto-api/seed?a=${seed}`, { method: "POST" });
  };
  const organizations = new OrganizationsClient({ region });
  await seeded(100);
  const { Organization } = await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
  const root = Roots[0]?.Id ?? "";
  names.add("o-a1b2c3d4e5", Organization?.Id ?? "");
  names.add("r-ab12", root);
  for (const PolicyType of ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const) {
    await organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType }));
  }
  const made = new Map<string, string>();
  for (const [Name, shown] of units) {
    const unit = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name }));
    const id = unit.OrganizationalUnit?.Id ?? "";
    made.set(Name, id);
    names.add(shown, id);
  }
  for (const [index, [AccountName, shown, unit]] of accounts.entries()) {
    await seeded(orderedSeeds[index] ?? 0);
    const Email = `${AccountName}@example.com`;
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ Email, AccountName }),
    );
    const id = CreateAccountStatus?.AccountId ?? "";
    const DestinationParentId = made.get(unit);
    await organizations.send(
      new MoveAccountCommand({ AccountId: id, SourceParentId: root, DestinationParentId }),
    );
    names.add(shown, id);
  }
  await makeHub(names.toReal("111122223333"));
  await makeDeputies(names.toReal("222233334444"));
  const credentials = await credentialsIn(names.toReal("222233334444"));
  await new S3Client({ region, credentials, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: "orders-reports" }),
  );
}

/** Roles that are deputies: of a service that any customer may ask, of vendors without an external ID and with a weak one. */
async function makeDeputies(account: string): Promise<void> {
  const iam = await iamIn(account);
  const vendor = { AWS: "arn:aws:iam::999988887777:root" };
  const trusts = {
    "nightly-export": { Principal: { Service: "scheduler.amazonaws.com" } },
    "acme-backup": { Principal: vendor },
    "acme-invoices": {
      Principal: vendor,
      Condition: { StringEquals: { "sts:ExternalId": account } },
    },
  };
  for (const [RoleName, trust] of Object.entries(trusts)) {
    const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", ...trust }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(
      new PutRolePolicyCommand({
        ...{ RoleName, PolicyName: "reports" },
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::orders-reports/*" }],
        }),
      }),
    );
  }
}

/** Whom people of the security account become before they go anywhere. */
async function makeHub(account: string): Promise<void> {
  const iam = await iamIn(account);
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await iam.send(new CreateRoleCommand({ RoleName: "hub", AssumeRolePolicyDocument }));
}

/** Those who follow a guide, by profile: the organization's administrator, somebody of the hub's account, and a vendor outside. */
export function guideUsers(names: Names) {
  const people = [
    ["default", "arn:aws:iam::123456789012:user/ada"],
    ["security", "arn:aws:iam::111122223333:user/grace"],
    ["vendor", "arn:aws:iam::999988887777:user/service"],
  ] as const;
  const keys = people.map(([profile, arn]) => [profile, `AKIA${profile}`, names.toReal(arn)] as const);
  return {
    users: Object.fromEntries(keys.map(([, key, arn]) => [key, arn])),
    profiles: Object.fromEntries(keys.map(([profile, key]) => [profile, key])),
  };
}

/** Null: an account outside. The management account stands right under the root. */
export function placeIn(account: string, names: Names): CallerPlace | null {
  const organization = names.toReal("o-a1b2c3d4e5");
  const root = `${organization}/${names.toReal("r-ab12")}`;
  if (account === "123456789012") return { organization, path: `${root}/` };
  const [, , unit] = accounts.find(([, shown]) => names.toReal(shown) === account) ?? [];
  const [, id] = units.find(([name]) => name === unit) ?? [];
  return id === undefined ? null : { organization, path: `${root}/${names.toReal(id)}/` };
}

/** What others do in the meantime. */
export function guideEvents(names: Names): Readonly<Record<string, () => Promise<void>>> {
  const setTrust = async (RoleName: string, trust: string): Promise<void> => {
    const iam = await iamIn(names.toReal("222233334444"));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
  };
  return {
    "somebody-opens-the-spoke": async () => {
      const open = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
      await setTrust("security-read", JSON.stringify({ Version: "2012-10-17", Statement: [open] }));
    },
  };
}
